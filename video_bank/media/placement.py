"""Which media node takes the next call."""

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from video_bank.database.redis_leases import Leases
from video_bank.database.redis_link import RedisLink
from video_bank.ids import NodeId

LEASE_KIND: Final = "media"
FULL_AT: Final = 0.8  # of a core; beyond, packets begin to wait for each other
# A recorded 1:1 call, until the node has measured what it really takes.
_SHARE_OF_A_CALL: Final = 0.018


class NodeReport(msgspec.Struct, frozen=True):
    """What a media node says of itself.

    `cpu_share` is the part of one core that it used in the last seconds; `fresh_calls` are too
    young to be in it. A node that is leaving wants its calls moved.
    """

    node_id: NodeId
    calls: int
    fresh_calls: int
    cpu_share: float
    is_leaving: bool = False

    @property
    def load(self) -> float:
        """Return the part of a core that its calls take, as far as can be known now."""
        return self.cpu_share + self.fresh_calls * _SHARE_OF_A_CALL


def pick_node(reports: Iterable[NodeReport]) -> NodeId | None:
    """Return the node with the most room; None when all are full or leaving."""
    with_room = [each for each in reports if not each.is_leaving and each.load < FULL_AT]
    if not with_room:
        return None
    return min(with_room, key=lambda each: (each.load, each.calls, each.node_id)).node_id


class NodeDirectory:
    """The media nodes that live, by their leases."""

    def __init__(self, link: RedisLink) -> None:
        self._leases = Leases(link, LEASE_KIND)

    async def alive(self) -> dict[NodeId, NodeReport]:
        found = await self._leases.alive()
        return {
            node_id: msgspec.json.decode(report, type=NodeReport)
            for node_id, report in found.items()
        }

    async def pick(self) -> NodeId | None:
        """Return the node for a call that begins now; None when all are full or leaving."""
        return pick_node((await self.alive()).values())

    async def has_room(self) -> bool:
        """Say whether a call that begins now would find a node."""
        return await self.pick() is not None

    async def buried(self, node_ids: Sequence[NodeId]) -> set[NodeId]:
        """Return those of the nodes that somebody saw die."""
        return await self._leases.buried(node_ids)
