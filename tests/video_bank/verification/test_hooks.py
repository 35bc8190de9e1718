"""The bank's own systems by webhook, against a real server: what goes out, what comes of it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, AsyncExitStack
from pathlib import Path
from typing import Final

import msgspec
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from structlog.testing import capture_logs

from tests.video_bank.sessions.stories import PICTURE, SESSION, evidence
from tests.video_bank.verification.taps import PlayedTap
from video_bank.bank.hooks import open_otp_sender
from video_bank.clock import SystemClock
from video_bank.errors import ErrorCode, SetupError, UnavailableError
from video_bank.ids import CheckId, PictureId, SessionId
from video_bank.media.commands import EaseChallenge, Inquire, JudgeDigits, LegName, StartCheck
from video_bank.media.needs import FrameTap
from video_bank.settings import Settings
from video_bank.verification.aiohttp_demo_phone import is_ours, open_phone
from video_bank.verification.aiohttp_hooks import (
    SIGNATURE,
    Webhook,
    WebhookOtpSender,
    WebhookRegistry,
    WebhookRiskEngine,
)
from video_bank.verification.evidence import (
    CheckFailed,
    CheckFinished,
    Finding,
    InquiryAnswered,
    Reason,
    Verdict,
)
from video_bank.verification.hooked_checks import HookedChecks
from video_bank.verification.hooks import CodeOrder

SECRET: Final = b"known to two machines"
CHECK: Final = CheckId("check_1")
COMMAND: Final = StartCheck(SESSION, CHECK, PICTURE, LegName.CUSTOMER, "DK-1")
ORDER: Final = CodeOrder(SESSION, "DK-1", "482913", 2.0)


Publish = Callable[[msgspec.Struct], None]


class Bank:
    """The bank's system: answers as told, keeps what it was sent."""

    def __init__(self) -> None:
        self.answer: bytes = b"{}"
        self.status = 200
        self.delay_s = 0.0
        self.bodies: list[bytes] = []
        self.signatures: list[str] = []

    async def take(self, request: web.Request) -> web.Response:
        self.bodies.append(await request.read())
        self.signatures.append(request.headers[SIGNATURE])
        await asyncio.sleep(self.delay_s)
        location = {"Location": "/elsewhere"} if self.status == 302 else None
        return web.Response(status=self.status, body=self.answer, headers=location)


class FixedChecks:
    """`Checks` that have one outcome."""

    def __init__(self, outcome: CheckFinished | CheckFailed) -> None:
        self._outcome = outcome
        self.forgotten: list[SessionId] = []

    async def run(
        self, _command: StartCheck, _wrapped_key: bytes, _tap: FrameTap, _publish: Publish
    ) -> CheckFinished | CheckFailed:
        return self._outcome

    async def inquire(self, _command: Inquire) -> msgspec.Struct:
        raise AssertionError("the hooks know, and nobody else")

    def tell(self, _command: EaseChallenge | JudgeDigits) -> None:
        pass

    async def watch(
        self,
        _session_id: SessionId,
        _open_tap: Callable[[], AbstractContextManager[FrameTap]],
        _publish: Publish,
    ) -> None:
        pass

    async def remember(
        self, _session_id: SessionId, _wrapped_key: bytes, _picture_id: PictureId
    ) -> None:
        pass

    def forget(self, session_id: SessionId) -> None:
        self.forgotten.append(session_id)


@pytest.fixture
def bank() -> Bank:
    return Bank()


@pytest.fixture
async def webhook(bank: Bank) -> AsyncIterator[Webhook]:
    app = web.Application()
    app.router.add_post("/hook", bank.take)
    server = TestServer(app)
    await server.start_server(shutdown_timeout=0.1)
    async with Webhook(str(server.make_url("/hook")), SECRET, SystemClock()) as webhook:
        yield webhook
    await server.close()


def _nobody(_news: msgspec.Struct) -> None:
    pass


async def _check(
    registry: WebhookRegistry | None = None,
    risk: WebhookRiskEngine | None = None,
) -> tuple[Verdict, tuple[Finding, ...]]:
    finished = CheckFinished(SESSION, CHECK, evidence(Verdict.PASSED))
    outcome = await HookedChecks(FixedChecks(finished), registry, risk).run(
        COMMAND, b"", PlayedTap([]), _nobody
    )
    assert isinstance(outcome, CheckFinished)
    return outcome.evidence.verdict, outcome.evidence.findings[1:]


@pytest.mark.parametrize(
    ("answer", "reason", "verdict"),
    [
        (b'{"agrees": true}', Reason.REGISTRY_AGREES, Verdict.PASSED),
        (b'{"agrees": false}', Reason.REGISTRY_DISAGREES, Verdict.FAILED),
        (b'{"agrees": "yes"}', Reason.REGISTRY_UNAVAILABLE, Verdict.REVIEW),
        (b"<html>", Reason.REGISTRY_UNAVAILABLE, Verdict.REVIEW),
        (b'{"agrees": true}' + b" " * 70_000, Reason.REGISTRY_UNAVAILABLE, Verdict.REVIEW),
    ],
)
async def test_the_registry_s_word_is_a_finding(
    bank: Bank, webhook: Webhook, answer: bytes, reason: Reason, verdict: Verdict
) -> None:
    bank.answer = answer
    assert await _check(WebhookRegistry(webhook)) == (verdict, (Finding(reason),))


@pytest.mark.parametrize(
    ("score", "reason", "verdict"),
    [(0.7, Reason.RISK_LOW, Verdict.PASSED), (0.71, Reason.RISK_HIGH, Verdict.REVIEW)],
)
async def test_a_risk_above_the_engine_s_limit_is_for_people(
    bank: Bank, webhook: Webhook, score: float, reason: Reason, verdict: Verdict
) -> None:
    bank.answer = msgspec.json.encode({"score": score, "limit": 0.7})
    found = await _check(risk=WebhookRiskEngine(webhook))
    assert found == (verdict, (Finding(reason, score, 0.7),))


@pytest.mark.parametrize("status", [302, 400, 500])
async def test_who_does_not_answer_passes_nobody(bank: Bank, webhook: Webhook, status: int) -> None:
    bank.status = status
    verdict, findings = await _check(WebhookRegistry(webhook), WebhookRiskEngine(webhook))
    assert verdict is Verdict.REVIEW
    assert findings == (Finding(Reason.REGISTRY_UNAVAILABLE), Finding(Reason.RISK_UNAVAILABLE))


async def test_a_slow_answer_is_waited_for_three_seconds(bank: Bank, webhook: Webhook) -> None:
    bank.delay_s = 10
    async with asyncio.timeout(4):
        verdict, _ = await _check(WebhookRegistry(webhook))
    assert verdict is Verdict.REVIEW


async def test_a_check_that_was_not_made_stays_one(bank: Bank, webhook: Webhook) -> None:
    bank.answer = b'{"agrees": true}'
    failed = CheckFailed(SESSION, CHECK, ErrorCode.NO_FACE)
    checks = HookedChecks(FixedChecks(failed), WebhookRegistry(webhook), None)
    assert await checks.run(COMMAND, b"", PlayedTap([]), _nobody) == failed


async def test_where_no_face_is_compared_the_bank_is_asked_all_the_same(
    bank: Bank, webhook: Webhook
) -> None:
    bank.answer = b'{"agrees": false}'
    behind = FixedChecks(CheckFailed(SESSION, CHECK, ErrorCode.NO_FACE))
    checks = HookedChecks(behind, WebhookRegistry(webhook), WebhookRiskEngine(webhook))
    answered = await checks.inquire(Inquire(SESSION, CHECK, "DK-1"))
    found = (Finding(Reason.REGISTRY_DISAGREES), Finding(Reason.RISK_UNAVAILABLE))
    assert answered == InquiryAnswered(SESSION, CHECK, found)
    assert len(bank.bodies) == 2


def test_a_call_that_is_over_is_forgotten_behind_the_hooks_too() -> None:
    behind = FixedChecks(CheckFailed(SESSION, CHECK, ErrorCode.NO_FACE))
    HookedChecks(behind, None, None).forget(SESSION)
    assert behind.forgotten == [SESSION]


async def test_nothing_but_the_bank_s_own_reference_goes_out_and_it_is_signed(
    bank: Bank, webhook: Webhook
) -> None:
    await _check(WebhookRegistry(webhook))
    [body], [signature] = bank.bodies, bank.signatures
    assert msgspec.json.decode(body) == {
        "session_id": SESSION,
        "check_id": CHECK,
        "reference": "DK-1",
    }
    now = SystemClock().now()
    assert is_ours(SECRET, signature, body, now)
    assert not is_ours(b"another", signature, body, now)
    assert not is_ours(SECRET, signature, body + b" ", now)
    assert not is_ours(SECRET, signature, body, now + 301)
    assert not is_ours(SECRET, "t=,v1=", body, now)


async def test_a_code_is_in_no_log_and_no_error(bank: Bank, webhook: Webhook) -> None:
    sender = WebhookOtpSender(webhook)
    await sender.send(ORDER)
    assert msgspec.json.decode(bank.bodies[0], type=CodeOrder) == ORDER
    bank.status = 500
    with capture_logs() as logs, pytest.raises(UnavailableError) as refused:
        await sender.send(ORDER)
    assert ORDER.code not in str((logs, refused.value, refused.getrepr()))


async def test_the_demo_s_phone_shows_what_the_front_desk_sends(tmp_path: Path) -> None:
    shown: list[str] = []
    clock = SystemClock()
    async with open_phone(tmp_path, clock, shown.append) as environment:
        settings = Settings.from_environment(environment)
        assert settings.hook_secret_file is not None
        secret = await asyncio.to_thread(settings.hook_secret_file.read_bytes)
        assert settings.otp_url is not None
        async with Webhook(settings.otp_url, secret, clock) as webhook:
            await WebhookOtpSender(webhook).send(ORDER)
        async with Webhook(settings.otp_url, b"another", clock) as webhook:
            with pytest.raises(UnavailableError):
                await WebhookOtpSender(webhook).send(ORDER)
    assert shown == [ORDER.code]


@pytest.mark.parametrize("name", [None, "short", "missing"])
async def test_webhooks_are_not_used_unsigned(tmp_path: Path, name: str | None) -> None:
    (tmp_path / "short").write_text("short")
    path = tmp_path / name if name else None
    settings = Settings(otp_url="http://127.0.0.1/", hook_secret_file=path)
    async with AsyncExitStack() as stack:
        with pytest.raises(SetupError, match="VIDEO_BANK_HOOK_SECRET_FILE"):
            await open_otp_sender(settings, SystemClock(), stack)
