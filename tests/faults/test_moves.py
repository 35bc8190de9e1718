"""A call whose media node dies or leaves goes on at the other one, in the same recording."""

import asyncio
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.archive_reader import ArchiveReader, count_kind, ended_after_s
from tests.eventually import eventually
from tests.house import House
from tests.talk import Talk, media_nodes, signed_in, talk
from video_bank.ids import SessionId

RECORDED_FRAMES = 50  # two seconds and a half


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House(tmp_path / "data", {"VIDEO_BANK_MEDIA_NODES": "2"}) as house:
        yield house


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    ("how", "told"), [(signal.SIGKILL, "media_node_lost"), (signal.SIGTERM, "media_moved")]
)
async def test_a_call_goes_on_at_another_node(house: House, how: signal.Signals, told: str) -> None:
    reader = await asyncio.to_thread(ArchiveReader, house)
    async with signed_in(house) as desk, talk(house, desk) as meeting:
        pid = await asyncio.to_thread(_node_of, house, reader, meeting.session_id)
        # A kill may lose the last second of what was recorded: there has to be more than that.
        await meeting.both_see(frames=RECORDED_FRAMES)
        os.kill(pid, how)
        await eventually(lambda: min(meeting.connections()) == 2, 10, "nobody connected anew")
        await meeting.both_see()
    await asyncio.to_thread(_is_one_recording, reader, meeting, told)
    await eventually(lambda: pid not in house.family(), 10, "the node has not left")


def _node_of(house: House, reader: ArchiveReader, session_id: SessionId) -> int:
    placed = [line for line in reader.detail(session_id).trail if line.kind == "media_placed"]
    return media_nodes(house)[str(placed[-1].facts["node"])]


def _is_one_recording(reader: ArchiveReader, meeting: Talk, told: str) -> None:
    reader.wait_for(meeting.session_id)
    detail = reader.detail(meeting.session_id)
    assert count_kind(detail, told) == 1
    assert count_kind(detail, "media_placed") == 2
    assert {track.takes for track in detail.legs} == {2}
    for track in detail.legs:
        ends_s = track.starts_at_s + max(reader.decode(track).values())
        assert abs(ends_s - ended_after_s(detail)) < 1, track
