"""Which media node takes the next call."""

from collections.abc import Iterable
from typing import Final

import msgspec

from video_bank.database.redis_leases import Leases
from video_bank.database.redis_link import RedisLink
from video_bank.ids import NodeId

LEASE_KIND: Final = "media"


class NodeReport(msgspec.Struct, frozen=True):
    """What a media node says of itself. `cpu_share` is the part of one core that it used lately."""

    node_id: NodeId
    calls: int
    cpu_share: float
    accepts: bool


def pick_node(reports: Iterable[NodeReport]) -> NodeId | None:
    """Return the accepting node with the fewest calls, of several the least busy one."""
    accepting = [report for report in reports if report.accepts]
    if not accepting:
        return None
    return min(accepting, key=lambda each: (each.calls, each.cpu_share, each.node_id)).node_id


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
