"""An offer whose ringing the page has not acknowledged is said again, one that it has is not."""

from signaling.handlers.desk_socket import RING_AGAIN_S
from signaling.messages import (
    AcknowledgeOffer,
    DeclineOffer,
    QualityChanged,
    WelcomeDesk,
)
from tests.signaling.front import QUEUE, Front, Page
from video_bank.caller import Role
from video_bank.ids import OfferId
from video_bank.media.commands import LegName
from video_bank.media.quality import Level, Quality, Way
from video_bank.media.redis_qualities import CallQuality
from video_bank.queues.ticket import AgentState, Ticket
from video_bank.sessions.outgoing import OfferMade, Refused
from video_bank.sessions.session import Offer, Stage

FAIR = Quality(level=Level.FAIR, rtt_ms=350, up=Way(), down=Way(0.05, 9, 300))


async def _ring(front: Front) -> AgentState:
    """Let it ring at a new agent: in the queues, and in the session that has heard of it."""
    staff_id, queues = await front.add_staff(Role.AGENT), front.parts.queues
    session = await front.add_session(stage=Stage.WAITING, arrived_at=1.0)
    await queues.set_ready(staff_id)
    await queues.enter(Ticket(session.session_id, QUEUE, 1.0))
    state = await queues.agent_state(staff_id)
    assert state.offer_id is not None
    offered = await front.add_session(
        stage=Stage.OFFERED, arrived_at=1.0, offer=Offer(state.offer_id, staff_id, 9e9)
    )
    async with front.parts.link.reach() as client:
        await client.hset(f"agent:{staff_id}", "session_id", offered.session_id)
    return await queues.agent_state(staff_id)


async def test_an_offer_is_said_again_until_the_page_rings(front: Front) -> None:
    state = await _ring(front)
    assert state.session_id is not None
    assert state.offer_id is not None
    async with front.signed_in(Role.AGENT, state.staff_id) as browser, browser.page("desk") as page:
        assert (await page.hear_of(WelcomeDesk)).offer.offer_id == state.offer_id
        for _ in range(2):
            assert (await page.hear_of(OfferMade)).offer.offer_id == state.offer_id

        await page.say(AcknowledgeOffer(request_id="1", offer_id=state.offer_id))
        await _be_answered(page)
        front.parts.clock.ahead_s += 2 * RING_AGAIN_S
        await front.parts.qualities.show({state.session_id: CallQuality({LegName.CUSTOMER: FAIR})})
        assert not await _is_rung_before(page, QualityChanged)


async def test_an_acknowledgement_is_of_one_offer(front: Front) -> None:
    state = await _ring(front)
    async with front.signed_in(Role.AGENT, state.staff_id) as browser, browser.page("desk") as page:
        await page.hear_of(WelcomeDesk)
        await page.say(AcknowledgeOffer(request_id="1", offer_id=OfferId("offer_before")))
        assert (await page.hear_of(OfferMade)).offer.offer_id == state.offer_id


async def _be_answered(page: Page) -> None:
    """Requests are carried out in their order: what was said before this one has been, too."""
    await page.say(DeclineOffer(request_id="2", offer_id=OfferId("offer_gone")))
    await page.hear_of(Refused)


async def _is_rung_before(page: Page, sign: type) -> bool:
    """Say whether an offer comes before a sign that is told in the same beat, after it."""
    while True:
        _, message = await page.hear()
        if isinstance(message, OfferMade | sign):
            return isinstance(message, OfferMade)
