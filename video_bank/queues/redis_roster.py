"""Who is signed on, and who was paused: for those who hand customers on, and supervisors."""

from typing import Any

import msgspec

from video_bank.database.redis_link import RedisLink
from video_bank.ids import QueueId, StaffId
from video_bank.queues.lines import LineId, Serves
from video_bank.queues.ticket import Presence


class OnDuty(msgspec.Struct, frozen=True):
    """An agent whose page lives. `since` in seconds, UTC."""

    staff_id: StaffId
    presence: Presence
    since: float
    serves: Serves = {}

    def counts_for(self, line: LineId) -> bool:
        """Say whether the agent can be rung for somebody of this line."""
        return self.presence is Presence.READY and line in self.serves


class Paused(msgspec.Struct, frozen=True):
    """An agent who let too many offers ring out, and has not come back since."""

    staff_id: StaffId
    since: float


class RedisRoster:
    """Every method raises UnavailableError when Redis does not answer."""

    def __init__(self, link: RedisLink) -> None:
        self._link = link

    async def on_duty(self) -> list[OnDuty]:
        async with self._link.reach() as client:
            members: Any = await client.zrange("agents", 0, -1)
            pipeline: Any = client.pipeline(transaction=False)
            for member in members:
                pipeline.hmget(f"agent:{member.decode()}", "presence", "since", "serves")
            found: Any = await pipeline.execute()
        return [_on_duty(member, *fields) for member, fields in zip(members, found, strict=True)]

    async def waiting(self, queues: list[QueueId]) -> dict[QueueId, int]:
        """Return how many wait in each queue."""
        async with self._link.reach() as client:
            pipeline: Any = client.pipeline(transaction=False)
            for queue in queues:
                pipeline.zcard(f"queue:{queue}:tickets")
            return dict(zip(queues, await pipeline.execute(), strict=True))

    async def paused(self) -> list[Paused]:
        """Return who is paused, the longest first."""
        async with self._link.reach() as client:
            found: Any = await client.zrange("paused", 0, -1, withscores=True)
        return [Paused(StaffId(staff.decode()), since) for staff, since in found]


def _on_duty(
    member: bytes, presence: bytes | None, since: bytes | None, serves: bytes | None
) -> OnDuty:
    return OnDuty(
        StaffId(member.decode()),
        Presence((presence or b"offline").decode()),
        float(since or 0),
        msgspec.json.decode(serves or b"{}", type=Serves),
    )
