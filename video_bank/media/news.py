"""What a media node reports, into the session's inbox stream `session:{session_id}:inbox`."""

import msgspec

from video_bank.errors import ErrorCode
from video_bank.ids import NodeId, SessionId
from video_bank.media.commands import LegName


class LegAnswered(msgspec.Struct, frozen=True, tag="leg_answered"):
    session_id: SessionId
    leg: LegName
    take: int
    answer_sdp: str


class LegRefused(msgspec.Struct, frozen=True, tag="leg_refused"):
    """The offer was not one; nothing was kept of it."""

    session_id: SessionId
    leg: LegName
    take: int
    code: ErrorCode


class LegConnected(msgspec.Struct, frozen=True, tag="leg_connected"):
    """ICE and DTLS are up."""

    session_id: SessionId
    leg: LegName
    take: int


class LegFlowing(msgspec.Struct, frozen=True, tag="leg_flowing"):
    """The first RTP packet of the take was received and journalled."""

    session_id: SessionId
    leg: LegName
    take: int


class LegLost(msgspec.Struct, frozen=True, tag="leg_lost"):
    """The transport ended or nothing was received for `media.leg.SILENCE_S`."""

    session_id: SessionId
    leg: LegName
    take: int


class RecordingStalled(msgspec.Struct, frozen=True, tag="recording_stalled"):
    """A journal of the session cannot be written or proven; forwarding goes on."""

    session_id: SessionId
    code: ErrorCode


class RecordingAlive(msgspec.Struct, frozen=True, tag="recording_alive"):
    """Journals are written and proven again after `RecordingStalled`.

    `lost_packets` came meanwhile and could not be kept; 0 where the stall was too short for that.
    """

    session_id: SessionId
    lost_packets: int = 0


class CallClosed(msgspec.Struct, frozen=True, tag="call_closed"):
    """Every journal of this node is finished and on disk."""

    session_id: SessionId
    node_id: NodeId


class UnknownCall(msgspec.Struct, frozen=True, tag="unknown_call"):
    """A command named a session that this node does not have."""

    session_id: SessionId
    node_id: NodeId


MediaNews = (
    LegAnswered
    | LegRefused
    | LegConnected
    | LegFlowing
    | LegLost
    | RecordingStalled
    | RecordingAlive
    | CallClosed
    | UnknownCall
)
