"""What a host sees by itself, twice a second (pure but for its memory of what was missing)."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from video_bank.ids import NodeId, SessionId
from video_bank.media.placement import NodeReport, pick_node
from video_bank.sessions.deadlines import next_due
from video_bank.sessions.inbox import (
    CustomerPageLost,
    LiveStateLost,
    MediaMoved,
    MediaPlaced,
    NodeLost,
    Observation,
    TimeRanOut,
)
from video_bank.sessions.lifecycle import AT_HAND, IN_QUEUE
from video_bank.sessions.rules.calling import can_move, wants_node
from video_bank.sessions.session import Session

# One look may come just after Redis did: leases that ran out meanwhile are back soon after,
# nodes' within half a second, pages' within two.
MISSED_LOOKS: Final = 3
MISSED_PAGE_LOOKS: Final = 6


class Observer:
    """`look` is called about twice a second with what was found alive."""

    def __init__(self) -> None:
        self._missing_nodes: Counter[NodeId] = Counter()
        self._missing_pages: Counter[SessionId] = Counter()
        self._missing_places: Collection[SessionId] = ()

    def note_nodes(self, missing: Collection[NodeId], buried: Collection[NodeId]) -> None:
        """Take note of the nodes with calls that have no lease, and of those known to be dead."""
        self._missing_nodes = Counter(
            {
                node: MISSED_LOOKS if node in buried else self._missing_nodes[node] + 1
                for node in missing
            }
        )

    def note_pages(self, without_page: Collection[SessionId]) -> None:
        self._missing_pages = Counter(
            {session_id: self._missing_pages[session_id] + 1 for session_id in without_page}
        )

    def note_places(self, without_place: Collection[SessionId]) -> None:
        self._missing_places = without_place

    def look(
        self, session: Session, alive: Mapping[NodeId, NodeReport], now: float
    ) -> Iterator[Observation]:
        """Yield what follows for one session."""
        session_id, node_id = session.session_id, session.media_node
        if session_id in self._missing_places:
            yield LiveStateLost(session_id)
        due = next_due(session)
        if due is not None and due[0] <= now:
            yield TimeRanOut(session_id, due[1])
        if wants_node(session) and (picked := pick_node(alive.values())):
            yield MediaPlaced(session_id, picked)
        if node_id is not None:
            yield from self._look_at_node(session, node_id, alive)
        if waits_for_page(session) and self._missing_pages[session_id] >= MISSED_PAGE_LOOKS:
            yield CustomerPageLost(session_id)

    def _look_at_node(
        self, session: Session, node_id: NodeId, alive: Mapping[NodeId, NodeReport]
    ) -> Iterator[Observation]:
        report = alive.get(node_id)
        if session.stage in AT_HAND and self._missing_nodes[node_id] >= MISSED_LOOKS:
            yield NodeLost(session.session_id, node_id)
        wants_to_move = report is not None and report.is_leaving and can_move(session)
        if wants_to_move and (picked := pick_node(alive.values())):
            yield MediaMoved(session.session_id, node_id, picked)


def nodes_without_lease(sessions: Collection[Session], alive: Collection[NodeId]) -> list[NodeId]:
    used = {session.media_node for session in sessions if session.media_node}
    return sorted(used.difference(alive))


def has_place(session: Session) -> bool:
    """Say whether the session stands in a queue or has an agent."""
    return session.stage in IN_QUEUE | AT_HAND


def waits_for_page(session: Session) -> bool:
    """Say whether it matters that the customer's page lives, and it did until now."""
    is_here = session.stage in IN_QUEUE and session.customer_leg.away_since is None
    return is_here and not session.is_callback
