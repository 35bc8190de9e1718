"""Two robots in a call through a running house, until somebody has seen enough."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

import redis

from signaling.messages import HangUpCall
from signaling.robots.agent import AgentPart, RobotAgent
from signaling.robots.call_side import CallSide
from signaling.robots.customer import CustomerPart, RobotCustomer
from signaling.robots.desk_client import DeskClient, Line, split_join_url
from signaling.robots.robot import new_request_id
from tests.eventually import eventually
from tests.house import House
from video_bank.database.redis_embedded import EmbeddedRedis
from video_bank.ids import SessionId

_SEEN_FRAMES: Final = 5
_MEETING_S: Final = 90.0


@dataclass
class Talk:
    session_id: SessionId
    carla: RobotCustomer
    amir: RobotAgent
    customer_line: Line

    async def both_see(self, frames: int = _SEEN_FRAMES, within_s: float = 20.0) -> None:
        """Wait until both saw so much of the other over the connections that they have now."""
        await eventually(lambda: min(self.frames()) >= frames, within_s, "not seen")

    def frames(self) -> tuple[int, int]:
        """Return how many frames each saw over its newest connection."""
        return _frames(self.carla._call), _frames(self.amir._call)

    def connections(self) -> tuple[int, int]:
        return _connections(self.carla._call), _connections(self.amir._call)

    async def hang_up(self) -> None:
        await self.customer_line.send(HangUpCall(request_id=new_request_id()))


@asynccontextmanager
async def signed_in(house: House) -> AsyncIterator[DeskClient]:
    """The demo's agent at a desk, for one meeting after the other."""
    card = house.cards().agent
    async with DeskClient(house.url) as desk:
        await desk.sign_in(card.username, card.password)
        yield desk


@asynccontextmanager
async def talk(house: House, desk: DeskClient) -> AsyncIterator[Talk]:
    """Enter when both see each other; left, the customer has hung up and both are done."""
    invitation = await asyncio.to_thread(house.invite)
    _, token = split_join_url(invitation.join_url)
    async with (
        asyncio.timeout(_MEETING_S),
        DeskClient(house.url) as phone,
        asyncio.TaskGroup() as tasks,
    ):
        await phone.redeem(token)
        line = phone.customer_line()
        carla = RobotCustomer(phone, line, invitation.session_id, CustomerPart())
        amir = RobotAgent(desk.desk_line(), AgentPart(meetings=1))
        for robot, name in ((amir, "amir"), (carla, "carla")):
            tasks.create_task(robot.play(), name=name)
        meeting = Talk(invitation.session_id, carla, amir, line)
        await meeting.both_see()
        yield meeting
        await meeting.hang_up()


def media_nodes(house: House) -> dict[str, int]:
    """Return the living media nodes and the processes they live in, from their leases in Redis."""
    url = EmbeddedRedis(house.data_dir / "redis").url
    client: Any = redis.Redis.from_url(url, decode_responses=True)
    try:
        found = {key: client.get(key) for key in client.scan_iter("process:*")}
    finally:
        client.close()
    return {
        node: int(key.rpartition(":")[2])
        for key, node in found.items()
        if node and node.startswith("media_")
    }


def _frames(side: CallSide | None) -> int:
    return side.statistics.frames if side else 0


def _connections(side: CallSide | None) -> int:
    return side.report.connections if side else 0
