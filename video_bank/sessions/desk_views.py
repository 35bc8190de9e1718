"""What the desks of those see who do not lead the meeting: a colleague, and who handed it on."""

import msgspec

from video_bank.ids import StaffId
from video_bank.sessions.lifecycle import IN_CALL
from video_bank.sessions.seats import DeskSeat, find_seat, unfinished_part, word_to_colleague
from video_bank.sessions.session import HandedOn, Session, Stage
from video_bank.sessions.views import AgentView, OfferView, agent_view
from video_bank.verification.liveness.progress import Sitter


def desk_view(session: Session, staff_id: StaffId) -> AgentView | None:
    """Return what one agent's desk may see; None for who has the session not at hand."""
    match find_seat(session, staff_id):
        case DeskSeat.LEAD:
            return agent_view(session)
        case DeskSeat.COLLEAGUE:
            return _colleague_view(session)
        case _:
            part = unfinished_part(session, staff_id)
            return None if part is None else _former_view(session, part)


def colleague_offer_view(session: Session) -> OfferView | None:
    """Return what rings at the colleague who is asked into the call; None when nothing does."""
    asked = session.consultation
    if asked is None or asked.offer is None or session.stage not in IN_CALL:
        return None
    return OfferView(
        offer_id=asked.offer.offer_id,
        session_id=session.session_id,
        customer=session.customer,
        business=session.business,
        waited_s=0.0,
        expires_at=asked.offer.expires_at,
        word=word_to_colleague(session),
        is_consultation=True,
        is_callback=False,
    )


def _colleague_view(session: Session) -> AgentView:
    """Return the lead's view without what only the lead may decide."""
    return msgspec.structs.replace(
        agent_view(session),
        seat=DeskSeat.COLLEAGUE,
        word=word_to_colleague(session),
        consult=None,
        help_asked_at=None,
        supervisor=None,
        is_whispered=False,
        is_picture_requested=False,
        pictures=(),
        document=None,
        checks=(),
        for_two=(),
        script=None,
        location=None,
    )


def _former_view(session: Session, part: HandedOn) -> AgentView:
    """Return what is needed for the note: nothing in it changes while the meeting goes on."""
    return AgentView(
        session_id=session.session_id,
        customer=session.customer,
        business=session.business,
        stage=Stage.WRAPPING_UP,
        consents=None,
        media_epoch=None,
        is_customer_here=False,
        is_recording=False,
        recording_problem=None,
        device_changed_at=None,
        talking_since=part.talking_since,
        kept_until=None,
        is_picture_requested=False,
        guest=None,
        supervisor=None,
        is_whispered=False,
        screen=None,
        is_leading_over=False,
        pictures=(),
        document=None,
        checks=(),
        for_two=(),
        presence=Sitter.SAME,
        script=None,
        close_reason=None,
        ended_at=part.at,
        wrap_up_until=part.wrap_up_until,
        seat=DeskSeat.FORMER,
    )
