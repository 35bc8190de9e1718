"""kill -9 of each process at each stage of a meeting: it goes on, and its recording is whole."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from signaling.robots.agent import AgentPart, RobotAgent
from signaling.robots.customer import CustomerPart, RobotCustomer
from signaling.robots.desk_client import DeskClient, split_join_url
from tests.archive_reader import ArchiveReader, count_kind, ended_after_s
from tests.house import House
from video_bank.sessions.session import CloseReason, Stage

if TYPE_CHECKING:
    from video_bank.ids import SessionId
    from video_bank.sessions.views import AgentView

STAGES: Final = (
    Stage.ARRIVING,
    Stage.WAITING,
    Stage.OFFERED,
    Stage.TALKING,
    Stage.WRAPPING_UP,
)
# Long enough for a call to be missed, moved and seen again where its node was killed.
TALK_S: Final = {"media": 10.0}
_USUAL_TALK_S: Final = 2.0
_MEETING_S: Final = 60.0


class Pause:
    """Stands in one stage until it is let go; a robot looks at it before it acts."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.reached = asyncio.Event()
        self.go_on = asyncio.Event()

    def holds(self, stage: Stage | None) -> bool:
        if stage is self.stage and not self.go_on.is_set():
            self.reached.set()
            return True
        return False


class PausingCustomer(RobotCustomer):
    pause: Pause

    async def act(self) -> None:
        if not self.pause.holds(self._view.stage if self._view else None):
            await super().act()


class PausingAgent(RobotAgent):
    pause: Pause

    async def act(self) -> None:
        if not self.pause.holds(_stage_of(self.view, is_offered=self.offer is not None)):
            await super().act()


def _stage_of(view: "AgentView | None", *, is_offered: bool) -> Stage | None:
    if view is not None:
        return view.stage
    return Stage.OFFERED if is_offered else None


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House(tmp_path / "data") as house:
        yield house


@pytest.mark.timeout(300)
@pytest.mark.parametrize("process", ["signaling", "media", "archivist", "redis-server"])
async def test_a_meeting_outlives_the_kill_of_a_process_at_every_stage(
    house: House, process: str
) -> None:
    reader = ArchiveReader(house)
    for stage in STAGES:
        session_id = await _meet(house, Pause(stage), process)
        await asyncio.to_thread(_is_whole, reader, session_id, (process, stage))


async def _meet(house: House, pause: Pause, process: str) -> "SessionId":
    """Let two robots meet, and kill the process while they stand in the stage."""
    invitation = await asyncio.to_thread(house.invite)
    _, token = split_join_url(invitation.join_url)
    card = house.cards().agent
    part = CustomerPart(talk_s=TALK_S.get(process, _USUAL_TALK_S))
    async with (
        DeskClient(house.url) as phone,
        DeskClient(house.url) as desk,
        asyncio.timeout(_MEETING_S),
        asyncio.TaskGroup() as tasks,
    ):
        await phone.redeem(token)
        carla = PausingCustomer(phone, phone.customer_line(), invitation.session_id, part)
        await desk.sign_in(card.username, card.password)
        amir = PausingAgent(desk.desk_line(), AgentPart(meetings=1))
        carla.pause = amir.pause = pause
        tasks.create_task(carla.play(), name="carla")
        if pause.stage not in {Stage.ARRIVING, Stage.WAITING}:
            tasks.create_task(amir.play(), name="amir")
        await pause.reached.wait()
        await asyncio.to_thread(house.kill, process)
        pause.go_on.set()
        if pause.stage in {Stage.ARRIVING, Stage.WAITING}:
            tasks.create_task(amir.play(), name="amir")
    assert carla.report.close_reason == CloseReason.CUSTOMER_HUNG_UP
    assert carla.report.frames > 0
    return invitation.session_id


def _is_whole(reader: ArchiveReader, session_id: "SessionId", case: tuple[str, Stage]) -> None:
    reader.wait_for(session_id)
    detail = reader.detail(session_id)
    assert detail.integrity.is_trail_whole, case
    assert detail.integrity.is_signature_valid, case
    assert {track.leg for track in detail.legs} == {"customer", "agent"}, case
    for track in detail.legs:
        ends_s = track.starts_at_s + max(reader.decode(track).values())
        assert abs(ends_s - ended_after_s(detail)) < 1, (case, track)
    for once in ("session_ended", "queue_entered", "recording_sealed", "customer_rated"):
        assert count_kind(detail, once) == 1, (case, once)
