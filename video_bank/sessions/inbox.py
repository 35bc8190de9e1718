"""Everything that can reach a session: requests, news of other rooms, what its host observes."""

import msgspec

from video_bank.ids import NodeId, OfferId, SessionId
from video_bank.media.news import MediaNews
from video_bank.queues.news import QueueNews
from video_bank.sessions.deadlines import Due
from video_bank.sessions.requests import ParticipantRequest
from video_bank.sessions.session import AgentCard
from video_bank.verification.evidence import CheckNews
from video_bank.verification.liveness.progress import LivenessNews

# What the stream holds.
InboxEntry = ParticipantRequest | MediaNews | QueueNews | CheckNews | LivenessNews


# What the host sees by itself.


class AgentJoined(msgspec.Struct, frozen=True):
    """An accepted offer, and who accepted it."""

    session_id: SessionId
    offer_id: OfferId
    card: AgentCard
    is_audio_first: bool = False


class MediaPlaced(msgspec.Struct, frozen=True):
    session_id: SessionId
    node_id: NodeId


class MediaMoved(msgspec.Struct, frozen=True):
    """The call's node wants to leave, and another one has room."""

    session_id: SessionId
    from_node: NodeId
    to_node: NodeId


class NodeLost(msgspec.Struct, frozen=True):
    """The call's media node is dead: it was seen dying, or its lease ran out."""

    session_id: SessionId
    node_id: NodeId


class CustomerPageLost(msgspec.Struct, frozen=True):
    """No page of the customer lives, and none said goodbye."""

    session_id: SessionId


class TimeRanOut(msgspec.Struct, frozen=True):
    session_id: SessionId
    due: Due


class LiveStateLost(msgspec.Struct, frozen=True):
    """Redis forgot what it knew: the session's place there has to be made anew."""

    session_id: SessionId


Observation = (
    AgentJoined
    | MediaPlaced
    | MediaMoved
    | NodeLost
    | CustomerPageLost
    | TimeRanOut
    | LiveStateLost
)
SessionEvent = InboxEntry | Observation
