"""A check and, at the same time, what the bank's own systems say about the customer."""

import asyncio
from typing import Protocol

import msgspec

from video_bank.errors import BankError
from video_bank.media.commands import StartCheck
from video_bank.media.needs import FrameTap
from video_bank.verification.evidence import CheckFailed, CheckFinished, Finding, Reason
from video_bank.verification.hooks import Question, Registry, RiskEngine
from video_bank.verification.policy import judge_further


class Checks(Protocol):
    async def run(
        self, command: StartCheck, wrapped_key: bytes, tap: FrameTap
    ) -> CheckFinished | CheckFailed: ...


class HookedChecks:
    """`Checks` that ask a registry and a risk engine too, where there are any.

    Each is a finding among the others; one that does not answer is a finding too.
    """

    def __init__(
        self, checks: Checks, registry: Registry | None, risk_engine: RiskEngine | None
    ) -> None:
        self._checks = checks
        self._registry = registry
        self._risk_engine = risk_engine

    async def run(
        self, command: StartCheck, wrapped_key: bytes, tap: FrameTap
    ) -> CheckFinished | CheckFailed:
        question = Question(command.session_id, command.check_id, command.reference)
        async with asyncio.TaskGroup() as tasks:
            outcome = tasks.create_task(self._checks.run(command, wrapped_key, tap), name="check")
            registry = tasks.create_task(self._ask_registry(question), name="ask the registry")
            risk = tasks.create_task(self._ask_risk(question), name="ask the risk engine")
        finished = outcome.result()
        if isinstance(finished, CheckFailed):
            return finished
        found = (*registry.result(), *risk.result())
        evidence = judge_further(finished.evidence, found)
        return msgspec.structs.replace(finished, evidence=evidence)

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
