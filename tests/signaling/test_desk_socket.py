"""What an agent's desk asks concerns the queue, or the session at hand and no other."""

import msgspec
import pytest

from signaling.messages import (
    AcceptOffer,
    AgentStateChanged,
    CompleteWrapUp,
    DecideFaceCheck,
    DeclineOffer,
    HangUpCall,
    QualityChanged,
    RequestPicture,
    SendMediaOffer,
    SetReady,
    StartFaceCheck,
    TakeBreak,
    WelcomeDesk,
)
from tests.eventually import eventually
from tests.signaling.front import NAME, QUEUE, Front
from video_bank.caller import Role
from video_bank.ids import OfferId, SessionId, StaffId, new_check_id, new_picture_id
from video_bank.media.commands import LegName
from video_bank.media.quality import Level, Quality, Way
from video_bank.media.redis_qualities import CallQuality
from video_bank.queues.ticket import Presence, Ticket
from video_bank.sessions.outgoing import Refused
from video_bank.sessions.requests import (
    AskForPicture,
    BeginCheck,
    DecideCheck,
    FinishWrapUp,
    HangUp,
    NotePresence,
    OfferMedia,
    ParticipantRequest,
)
from video_bank.sessions.session import Offer, Stage
from video_bank.verification.evidence import Decision

_ID, _AMIR = SessionId("filled in"), StaffId("filled in")
_AGENT = LegName.AGENT
_FAIR = Quality(level=Level.FAIR, rtt_ms=350, up=Way(), down=Way(0.05, 9, 300))
_CHECK, _PICTURE = new_check_id(), new_picture_id()


@pytest.mark.parametrize(
    ("asked", "request_to_session"),
    [
        (
            SendMediaOffer(request_id="1", connection="c", sdp="v=0\r\n"),
            OfferMedia(session_id=_ID, request_id="1", leg=_AGENT, connection="c", sdp="v=0\r\n"),
        ),
        (HangUpCall(request_id="2"), HangUp(session_id=_ID, request_id="2", leg=_AGENT)),
        (RequestPicture(request_id="3"), AskForPicture(session_id=_ID, request_id="3")),
        (
            StartFaceCheck(request_id="4", picture_id=_PICTURE),
            BeginCheck(session_id=_ID, request_id="4", picture_id=_PICTURE),
        ),
        (
            DecideFaceCheck(
                request_id="5", check_id=_CHECK, decision=Decision.REFUSED, reason="另一人"
            ),
            DecideCheck(
                session_id=_ID,
                request_id="5",
                check_id=_CHECK,
                decision=Decision.REFUSED,
                reason="另一人",
            ),
        ),
        (
            CompleteWrapUp(request_id="6", result="done", note="a\nb"),
            FinishWrapUp(
                session_id=_ID, request_id="6", result="done", note="a\nb", staff_id=_AMIR
            ),
        ),
    ],
)
async def test_each_request_reaches_the_session_at_hand(
    front: Front, asked: msgspec.Struct, request_to_session: ParticipantRequest
) -> None:
    staff_id = await front.add_staff(Role.AGENT)
    session = await front.add_meeting(staff_id)
    expected = msgspec.structs.replace(request_to_session, session_id=session.session_id)
    if isinstance(expected, FinishWrapUp):
        expected = msgspec.structs.replace(expected, staff_id=staff_id)
    async with front.signed_in(Role.AGENT, staff_id) as browser, browser.page("desk") as page:
        await page.hear()
        await page.say(asked)
        await eventually(lambda: front.was_asked(expected))


async def test_nothing_can_be_asked_of_a_colleagues_session(front: Front) -> None:
    session = await front.add_meeting(await front.add_staff(Role.AGENT))
    async with front.signed_in(Role.AGENT) as browser, browser.page("desk") as page:
        assert (await page.hear_of(WelcomeDesk)).view is None
        await page.say(HangUpCall(request_id="7"))
        refused = await page.hear_of(Refused)
        assert (refused.request_id, refused.code) == ("7", "not_now")
    assert await front.inbox(session.session_id) == []


async def test_the_agent_sees_the_whole_name_of_who_is_at_hand(front: Front) -> None:
    staff_id = await front.add_staff(Role.AGENT)
    session = await front.add_meeting(staff_id)
    async with front.signed_in(Role.AGENT, staff_id) as browser, browser.page("desk") as page:
        view = (await page.hear_of(WelcomeDesk)).view
        assert (view.session_id, view.customer.name) == (session.session_id, NAME)
        seen = await front.inbox(session.session_id)
    assert [(s.leg, s.is_here) for s in seen if isinstance(s, NotePresence)] == [(_AGENT, True)]


async def test_an_agent_gets_ready_is_rung_declines_accepts(front: Front) -> None:
    staff_id = await front.add_staff(Role.AGENT)
    session = await front.add_session(stage=Stage.WAITING)
    async with front.signed_in(Role.AGENT, staff_id) as browser, browser.page("desk") as page:
        assert (await page.hear_of(WelcomeDesk)).state.presence is Presence.OFFLINE
        await page.say(SetReady(request_id="1"))
        assert (await page.hear_of(AgentStateChanged)).state.presence is Presence.READY

        await front.parts.queues.enter(Ticket(session.session_id, QUEUE, 1.0))
        ringing = (await page.hear_of(AgentStateChanged)).state
        assert (ringing.presence, ringing.session_id) == (Presence.RINGING, session.session_id)
        await page.say(DeclineOffer(request_id="2", offer_id=ringing.offer_id))
        await page.hear_of(AgentStateChanged)

        await page.say(AcceptOffer(request_id="3", offer_id=OfferId("offer_gone")))
        refused = await page.hear_of(Refused)
        assert (refused.request_id, refused.code) == ("3", "offer_gone")
        await page.say(TakeBreak(request_id="4"))
        await page.hear_of(AgentStateChanged)
    state = await front.parts.queues.agent_state(staff_id)
    assert state.presence is Presence.BREAK


async def test_a_reloaded_desk_still_rings(front: Front) -> None:
    staff_id = await front.add_staff(Role.AGENT)
    queues = front.parts.queues
    session = await front.add_session(stage=Stage.OFFERED, arrived_at=1.0)
    await queues.set_ready(staff_id)
    await queues.enter(Ticket(session.session_id, QUEUE, 1.0))
    state = await queues.agent_state(staff_id)
    assert state.offer_id is not None
    async with front.signed_in(Role.AGENT, staff_id) as browser:
        async with browser.page("desk") as page:
            welcome = await page.hear_of(WelcomeDesk)
            assert welcome.offer is None, "the session has not heard of it yet, and will say so"
        told = await front.add_session(
            stage=Stage.OFFERED,
            arrived_at=1.0,
            offer=Offer(state.offer_id, staff_id, 9e9),
        )
        async with front.parts.link.reach() as client:
            await client.hset(f"agent:{staff_id}", "session_id", told.session_id)
        async with browser.page("desk") as page:
            offer = (await page.hear_of(WelcomeDesk)).offer
            assert (offer.offer_id, offer.customer.name) == (state.offer_id, NAME)


async def test_an_open_desk_keeps_the_agents_lease(front: Front) -> None:
    staff_id = await front.add_staff(Role.AGENT)
    queues = front.parts.queues
    async with front.signed_in(Role.AGENT, staff_id) as browser, browser.page("desk") as page:
        await page.say(SetReady(request_id="1"))
        await page.hear_of(AgentStateChanged)
        front.parts.clock.ahead_s = 9

        async def is_prolonged() -> bool:
            async with front.parts.link.reach() as client:
                lease = await client.zscore("agents", staff_id)
            return bool(lease and lease > front.parts.clock.now() + 5)

        await eventually(is_prolonged)
        await queues.sweep(has_room=True)
        assert (await queues.agent_state(staff_id)).presence is Presence.READY


async def test_a_desk_is_told_of_the_links_of_the_session_at_hand(front: Front) -> None:
    staff_id = await front.add_staff(Role.AGENT)
    session = await front.add_session(stage=Stage.OFFERED, arrived_at=1.0)
    await front.parts.queues.set_ready(staff_id)
    await front.parts.queues.enter(Ticket(session.session_id, QUEUE, 1.0))
    shown = CallQuality({LegName.CUSTOMER: _FAIR}, behind_s=1.2)
    await front.parts.qualities.show({session.session_id: shown})
    async with front.signed_in(Role.AGENT, staff_id) as browser, browser.page("desk") as page:
        assert await page.hear_of(QualityChanged) == QualityChanged(None, _FAIR, 1.2)
