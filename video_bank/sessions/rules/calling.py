"""The call itself: where its media lives, who is connected, who is missing."""

from video_bank.errors import NotNowError
from video_bank.ids import NodeId
from video_bank.media.commands import (
    ArrangeCall,
    Arrangement,
    AttachLeg,
    CloseCall,
    DetachLeg,
    LegName,
    OpenCall,
    WatchFace,
)
from video_bank.media.news import (
    LegAnswered,
    LegConnected,
    LegFlowing,
    LegLost,
    LegRefused,
    RecordingAlive,
    RecordingStalled,
)
from video_bank.sessions.draft import Draft
from video_bank.sessions.effects import TellNode
from video_bank.sessions.inbox import MediaMoved, MediaPlaced
from video_bank.sessions.lifecycle import IN_CALL
from video_bank.sessions.outgoing import MediaAnswered, MediaRefused
from video_bank.sessions.requests import NoteHandover, OfferMedia
from video_bank.sessions.rules.other_way import ask_bank
from video_bank.sessions.session import CheckState, Session, Stage

LegNews = LegAnswered | LegRefused | LegConnected | LegFlowing | LegLost


def wants_node(session: Session) -> bool:
    """Say whether a media node has to be found for the call."""
    return session.stage in IN_CALL and session.media_node is None


def place_media(draft: Draft, placed: MediaPlaced) -> None:
    session = draft.session
    if not wants_node(session):
        return
    clock_zero = draft.now if session.clock_zero is None else session.clock_zero
    draft.change(
        media_node=placed.node_id,
        media_epoch=session.media_epoch + 1,
        media_missing_since=None,
        clock_zero=clock_zero,
        is_seal_asked=False,
    )
    draft.note("media_placed", node=placed.node_id, epoch=draft.session.media_epoch)
    opening = OpenCall(session.session_id, session.wrapped_key, clock_zero)
    draft.do(TellNode(placed.node_id, opening))
    if draft.session.arrangement != Arrangement():
        arrange(draft)
    _watch_on(draft, placed.node_id)
    ask_bank(draft, placed.node_id)


def _watch_on(draft: Draft, node_id: NodeId) -> None:
    """Have a node that checked nothing look for the face that was checked at another one."""
    session = draft.session
    evidence = next((each.evidence for each in reversed(session.checks) if each.evidence), None)
    if evidence is not None:
        portrait = evidence.live_portrait
        draft.do(TellNode(node_id, WatchFace(session.session_id, portrait, LegName.CUSTOMER)))


def arrange(draft: Draft) -> None:
    """Have the call's node bind everybody's lines as they are to be now."""
    session = draft.session
    if session.media_node is not None:
        command = ArrangeCall(session.session_id, session.arrangement)
        draft.do(TellNode(session.media_node, command))


def can_move(session: Session) -> bool:
    """Say whether a call may change its node now: a check in the middle would be lost."""
    is_checking = any(check.state is CheckState.RUNNING for check in session.checks)
    return session.stage in IN_CALL and not is_checking


def move_media(draft: Draft, moved: MediaMoved) -> None:
    """Go on at another node: the pages connect there, in the same recording."""
    if draft.session.media_node != moved.from_node or not can_move(draft.session):
        return
    draft.note("media_moved", from_node=moved.from_node, to_node=moved.to_node)
    release_media(draft)
    if draft.session.stage is Stage.TALKING:
        draft.advance(Stage.CONNECTING)
    place_media(draft, MediaPlaced(moved.session_id, moved.to_node))
    draft.do(TellNode(moved.from_node, CloseCall(moved.session_id)))


def offer_media(draft: Draft, offered: OfferMedia) -> None:
    """Connect a page; each of its connections is a new take of the leg."""
    session = draft.session
    if session.stage not in IN_CALL or session.media_node is None:
        raise NotNowError
    if not _may_connect(session, offered):
        raise NotNowError
    leg = session.leg(offered.leg)
    if leg.connection == offered.connection:
        return
    take = leg.take + 1
    draft.change_leg(offered.leg, take=take, connection=offered.connection)
    attach = AttachLeg(session.session_id, offered.leg, take, offered.sdp)
    draft.do(TellNode(session.media_node, attach))


def change_device(draft: Draft, _noted: NoteHandover) -> None:
    """The customer goes on elsewhere: from now on nothing of the former device gets through.

    The place is kept as for anybody whose connection was lost, until the new one's pictures come.
    """
    session = draft.session
    draft.note("handed_over", session.session_id)
    if session.stage not in IN_CALL:
        return
    draft.change(device_changed_at=draft.now)
    draft.change_leg(LegName.CUSTOMER, is_flowing=False, connection="")
    if session.media_node is not None:
        draft.do(TellNode(session.media_node, DetachLeg(session.session_id, LegName.CUSTOMER)))
    if session.stage is Stage.TALKING:
        draft.advance(Stage.PARKED)


def note_leg(draft: Draft, news: LegNews) -> None:
    """Follow a leg's newest take; what an older one still says is over."""
    leg = draft.session.leg(news.leg)
    if news.take != leg.take or draft.session.stage not in IN_CALL:
        return
    match news:
        case LegAnswered():
            draft.tell(news.leg, MediaAnswered(leg.connection, news.answer_sdp))
        case LegRefused():
            draft.note("leg_refused", leg=news.leg, take=news.take, code=news.code)
            draft.tell(news.leg, MediaRefused(leg.connection, news.code))
        case LegConnected():
            draft.note("leg_connected", leg=news.leg, take=news.take)
        case LegFlowing():
            draft.change_leg(news.leg, is_flowing=True, lost_since=None)
            draft.note("leg_flowing", leg=news.leg, take=news.take)
            _begin_talking(draft)
        case LegLost():
            draft.change_leg(news.leg, is_flowing=False, lost_since=draft.now)
            draft.note("leg_lost", leg=news.leg, take=news.take)
            if news.leg is LegName.CUSTOMER and draft.session.stage is Stage.TALKING:
                draft.advance(Stage.PARKED)
                draft.note("customer_vanished", draft.session.session_id)


def note_recording(draft: Draft, news: RecordingStalled | RecordingAlive) -> None:
    """Follow what the node says; both entries together tell a gap's length, cause and size."""
    code = news.code if isinstance(news, RecordingStalled) else None
    if draft.session.recording_stalled is code:
        return
    draft.change(recording_stalled=code)
    if isinstance(news, RecordingStalled):
        draft.note("recording_stalled", code=news.code)
    else:
        draft.note("recording_alive", lost_packets=news.lost_packets)


def release_media(draft: Draft) -> None:
    draft.change(media_node=None, recording_stalled=None)
    for leg in LegName:
        draft.change_leg(leg, is_flowing=False, connection="")


def hide_screen(draft: Draft, leg: LegName) -> None:
    """End the showing of this leg's screen, if it is the one that is shown."""
    if draft.session.screen is leg:
        draft.note("screen_hidden", draft.actor(leg), leg=leg)
        draft.change(screen=None)
        arrange(draft)


def detach(draft: Draft, leg: LegName) -> None:
    """Have the node end a leg's connection; the others' go on."""
    session = draft.session
    if session.media_node is not None and session.leg(leg).take:
        draft.do(TellNode(session.media_node, DetachLeg(session.session_id, leg)))


def _may_connect(session: Session, offered: OfferMedia) -> bool:
    match offered.leg:
        case LegName.CUSTOMER:
            return True
        case LegName.GUEST:
            guest = session.guest
            is_theirs = guest is not None and guest.guest_id == offered.guest_id
            return is_theirs and guest is not None and guest.consented_at is not None
        case LegName.SUPERVISOR:
            return session.supervision is not None
        case LegName.COLLEAGUE:
            return session.colleague is not None
        case LegName.AGENT:
            return session.lead is LegName.AGENT


def _begin_talking(draft: Draft) -> None:
    session = draft.session
    if session.stage is Stage.PARKED and session.customer_leg.is_flowing:
        draft.advance(Stage.TALKING)
        draft.note("customer_returned", session.session_id)
    elif session.stage is Stage.CONNECTING and (
        session.customer_leg.is_flowing and session.lead_leg.is_flowing
    ):
        gap_s = round(draft.now - session.stage_since, 1)
        draft.advance(Stage.TALKING)
        if session.talking_since is None:
            draft.change(talking_since=draft.now)
            draft.note("talking_began")
        else:
            draft.note("talking_resumed", gap_s=gap_s)
