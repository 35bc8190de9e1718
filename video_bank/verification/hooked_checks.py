"""A check and, at the same time, what the bank's own systems say about the customer."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager

import msgspec

from video_bank.errors import BankError
from video_bank.ids import PictureId, SessionId
from video_bank.media.commands import EaseChallenge, Inquire, JudgeDigits, StartCheck
from video_bank.media.needs import FaceChecks, FrameTap
from video_bank.verification.evidence import CheckFinished, Finding, InquiryAnswered, Reason
from video_bank.verification.hooks import Question, Registry, RiskEngine
from video_bank.verification.policy import add_findings

_Publish = Callable[[msgspec.Struct], None]


class HookedChecks:
    """`FaceChecks` that ask a registry and a risk engine too, where there are any.

    Each is a finding among the others; one that does not answer is a finding too.
    """

    def __init__(
        self, checks: FaceChecks, registry: Registry | None, risk_engine: RiskEngine | None
    ) -> None:
        self._checks = checks
        self._registry = registry
        self._risk_engine = risk_engine

    async def run(
        self, command: StartCheck, wrapped_key: bytes, tap: FrameTap, publish: _Publish
    ) -> msgspec.Struct:
        question = Question(command.session_id, command.check_id, command.reference)
        check = self._checks.run(command, wrapped_key, tap, publish)
        async with asyncio.TaskGroup() as tasks:
            outcome = tasks.create_task(check, name="check")
            found = tasks.create_task(self._ask(question), name="ask the bank")
        finished = outcome.result()
        if not isinstance(finished, CheckFinished):
            return finished
        evidence = add_findings(finished.evidence, found.result())
        return msgspec.structs.replace(finished, evidence=evidence)

    async def inquire(self, command: Inquire) -> InquiryAnswered:
        question = Question(command.session_id, command.check_id, command.reference)
        found = await self._ask(question)
        return InquiryAnswered(command.session_id, command.check_id, found)

    def tell(self, command: EaseChallenge | JudgeDigits) -> None:
        self._checks.tell(command)

    async def watch(
        self,
        session_id: SessionId,
        open_tap: Callable[[], AbstractContextManager[FrameTap]],
        publish: _Publish,
    ) -> None:
        await self._checks.watch(session_id, open_tap, publish)

    async def remember(
        self, session_id: SessionId, wrapped_key: bytes, picture_id: PictureId
    ) -> None:
        await self._checks.remember(session_id, wrapped_key, picture_id)

    def forget(self, session_id: SessionId) -> None:
        self._checks.forget(session_id)

    async def _ask(self, question: Question) -> tuple[Finding, ...]:
        registry, risk = await asyncio.gather(
            self._ask_registry(question), self._ask_risk(question)
        )
        return (*registry, *risk)

    async def _ask_registry(self, question: Question) -> tuple[Finding, ...]:
        if self._registry is None:
            return ()
        try:
            answer = await self._registry.ask(question)
        except BankError:
            return (Finding(Reason.REGISTRY_UNAVAILABLE),)
        reason = Reason.REGISTRY_AGREES if answer.agrees else Reason.REGISTRY_DISAGREES
        return (Finding(reason),)

    async def _ask_risk(self, question: Question) -> tuple[Finding, ...]:
        if self._risk_engine is None:
            return ()
        try:
            answer = await self._risk_engine.ask(question)
        except BankError:
            return (Finding(Reason.RISK_UNAVAILABLE),)
        is_low = answer.score <= answer.limit
        reason = Reason.RISK_LOW if is_low else Reason.RISK_HIGH
        return (Finding(reason, answer.score, answer.limit),)
