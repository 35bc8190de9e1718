"""A challenge between pages and their session: what is asked, and what is shown at once."""

import time

import msgspec
import pytest

from signaling.messages import (
    ChallengeGuided,
    ConfirmDigits,
    DescribeCamera,
    SkipCustomerPrompt,
    SkipPrompt,
    WelcomeCustomer,
)
from tests.eventually import eventually
from tests.signaling.front import Front
from video_bank.caller import Role
from video_bank.ids import SessionId, new_check_id
from video_bank.media.commands import LegName
from video_bank.sessions.requests import (
    EasePrompt,
    JudgePrompt,
    ParticipantRequest,
    PrepareChallenge,
)
from video_bank.sessions.session import Stage
from video_bank.verification.liveness.camera import CameraHints
from video_bank.verification.liveness.guidance import Guidance
from video_bank.verification.liveness.hints import Hint
from video_bank.verification.liveness.redis_guide import RedisGuide

_ID = SessionId("filled in")


def described(label: str, abilities: int) -> DescribeCamera:
    return DescribeCamera(
        request_id="1", label=label, abilities=abilities, is_slow=True, has_flash=False
    )


def prepared(camera: CameraHints) -> PrepareChallenge:
    return PrepareChallenge(
        session_id=_ID, request_id="1", camera=camera, is_slow=True, has_flash=False
    )


@pytest.mark.parametrize(
    ("asked", "request_to_session"),
    [
        (described("FaceTime HD Camera", 12), prepared(CameraHints())),
        (described("OBS Virtual Camera", 12), prepared(CameraHints(looks_virtual=True))),
        (described("ManyCam", 0), prepared(CameraHints(looks_virtual=True, lacks_abilities=True))),
        (described("/clips/genuine.mjpeg", 9), prepared(CameraHints(looks_virtual=True))),
        (
            SkipPrompt(request_id="2", prompt=3),
            EasePrompt(session_id=_ID, request_id="2", leg=LegName.CUSTOMER, prompt=3),
        ),
    ],
)
async def test_what_the_customer_s_page_says_reaches_the_session_and_no_label_does(
    front: Front, asked: msgspec.Struct, request_to_session: ParticipantRequest
) -> None:
    session = await front.add_session(stage=Stage.TALKING)
    expected = msgspec.structs.replace(request_to_session, session_id=session.session_id)
    async with front.seated(session.session_id) as browser, browser.page("customer") as page:
        await page.hear()
        await page.say(asked)
        await eventually(lambda: front.was_asked(expected))


@pytest.mark.parametrize(
    ("asked", "request_to_session"),
    [
        (
            SkipCustomerPrompt(request_id="1", prompt=3),
            EasePrompt(session_id=_ID, request_id="1", leg=LegName.AGENT, prompt=3),
        ),
        (
            ConfirmDigits(request_id="2", prompt=4, is_right=True),
            JudgePrompt(session_id=_ID, request_id="2", prompt=4, is_right=True),
        ),
    ],
)
async def test_what_the_agent_says_reaches_the_session(
    front: Front, asked: msgspec.Struct, request_to_session: ParticipantRequest
) -> None:
    staff_id = await front.add_staff(Role.AGENT)
    session = await front.add_meeting(staff_id)
    expected = msgspec.structs.replace(request_to_session, session_id=session.session_id)
    async with front.signed_in(Role.AGENT, staff_id) as browser, browser.page("desk") as page:
        await page.hear()
        await page.say(asked)
        await eventually(lambda: front.was_asked(expected))


async def test_a_hint_is_at_the_page_at_once_and_has_no_number(front: Front) -> None:
    session = await front.add_session(stage=Stage.TALKING)
    guide = RedisGuide(front.parts.link)
    check_id = new_check_id()
    async with front.seated(session.session_id) as browser, browser.page("customer") as page:
        await page.hear_of(WelcomeCustomer)
        for hint, colour in ((Hint.CLOSER, None), (None, "#ffffff"), (None, None)):
            asked_at = time.monotonic()
            await guide.show(session.session_id, Guidance(check_id, hint, colour))
            assert await page.hear_of(ChallengeGuided) == ChallengeGuided(check_id, hint, colour)
            assert time.monotonic() - asked_at < 0.3


async def test_hints_of_one_moment_keep_their_order(front: Front) -> None:
    session = await front.add_session(stage=Stage.TALKING)
    guide = RedisGuide(front.parts.link)
    check_id = new_check_id()
    async with front.seated(session.session_id) as browser, browser.page("customer") as page:
        await page.hear_of(WelcomeCustomer)
        sent = [Guidance(check_id, hint) for hint in Hint]
        for each in sent:
            await guide.show(session.session_id, each)
        heard = [(await page.hear_of(ChallengeGuided)).hint for _ in sent]
    assert heard == list(Hint)
