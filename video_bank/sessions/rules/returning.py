"""Back into the queue: the customer keeps link, recording and consents, and goes to the front."""

from video_bank.errors import ErrorCode
from video_bank.media.commands import CloseCall
from video_bank.sessions.draft import Draft
from video_bank.sessions.effects import TellNode
from video_bank.sessions.rules.arrival import take_place
from video_bank.sessions.rules.calling import release_media
from video_bank.sessions.rules.checking import fail_running_checks
from video_bank.sessions.rules.consulting import drop_colleague
from video_bank.sessions.rules.scripting import drop_open_step
from video_bank.sessions.session import LegState, Stage


def send_back(draft: Draft) -> None:
    """The call ends here and the wait begins; the journals so far are finished.

    Whose customer it was is the caller's to free, before this.
    """
    session = draft.session
    fail_running_checks(draft, ErrorCode.NOT_NOW)
    drop_open_step(draft)
    drop_colleague(draft)
    if session.media_node is not None:
        draft.do(TellNode(session.media_node, CloseCall(session.session_id)))
    release_media(draft)
    draft.advance(Stage.WAITING)
    draft.change(
        agent=None,
        re_entered_at=draft.now,
        agent_leg=LegState(take=session.agent_leg.take),
        supervision=None,
        supervisor_leg=LegState(take=session.supervisor_leg.take),
        screen=None,
        held_since=None,
        help_asked_at=None,
        media_missing_since=None,
        device_changed_at=None,
        talking_since=None,
        is_picture_requested=False,
    )
    take_place(draft)
