"""A real call on a media node, through its journals, to a recording that plays."""

import asyncio
import time

import pytest

from tests.eventually import eventually
from tests.video_bank.media.node_bench import ADDRESSES, NodeBench, OnePicture
from tests.video_bank.media.peers import Peer
from tests.video_bank.recording.aiortc_player import check_monotonic, play
from tests.video_bank.recording.archive import Archive, Session
from video_bank.clock import SystemClock
from video_bank.database.redis_link import RedisLink
from video_bank.media.commands import CloseCall, LegName, OpenCall
from video_bank.media.news import CallClosed, LegFlowing
from video_bank.media.node import MediaConfig, MediaNode
from video_bank.recording.recorder import Recorder
from video_bank.recording.volumes import Volumes

CUSTOMER, AGENT = LegName.CUSTOMER, LegName.AGENT


class RecordingBench(NodeBench):
    """The media room's bench, with journals on a disk."""

    def __init__(self, link: RedisLink, archive: Archive, session: Session) -> None:
        super().__init__(link)
        self.session_id = session.session_id
        self.wrapped_key = session.wrapped_key
        self.clock = SystemClock()
        self.node = MediaNode(
            self.node_id,
            link,
            Recorder(Volumes([archive.journal_dir], 0), archive.keys, self.clock),
            OnePicture(),
            MediaConfig(port=0, addresses=ADDRESSES),
            self.clock,
        )

    async def start(self) -> None:
        self._task = asyncio.create_task(self.node.run(), name="media node")
        await self.tell(OpenCall(self.session_id, self.wrapped_key, time.time()))


async def test_a_call_with_a_change_of_network_is_recorded_whole(
    link: RedisLink, archive: Archive
) -> None:
    session = await archive.begin_session()
    bench = RecordingBench(link, archive, session)
    await bench.start()
    try:
        await hold_call(bench)
    finally:
        await bench.stop()
    await archive.end_session(session)
    assert await archive.make_archivist().seal_next()
    replay = archive.make_replay()
    customer, agent = (await replay.manifest(bench.session_id)).legs
    assert (customer.takes, agent.takes) == (2, 1)
    for leg in (customer, agent):
        assert not leg.cut_short
        reader = await replay.open_track(bench.session_id, leg.track)
        content = await reader.read(0, leg.size_bytes)
        check_monotonic(content)
        played = play(content)
        assert played.duration_s == pytest.approx(leg.duration_s, abs=0.1)
        assert len(played.pictures) > 10
        assert played.pictures[0] == pytest.approx(played.sound_s[0], abs=0.5)
        assert played.pictures[-1] == pytest.approx(played.sound_s[1], abs=0.5)


async def hold_call(bench: NodeBench) -> None:
    """Let Amir talk to Carla, whose phone leaves its first network half-way."""
    async with Peer(40) as amir:
        async with Peer(200) as carla:
            await bench.attach(CUSTOMER, 1, carla)
            await bench.attach(AGENT, 1, amir)
            await bench.wait_for(LegFlowing, leg=AGENT)
            await eventually(lambda: amir.frames > 15 and carla.frames > 15, 10)
        async with Peer(220) as carla:
            await bench.attach(CUSTOMER, 2, carla)
            await bench.wait_for(LegFlowing, leg=CUSTOMER, take=2)
            await eventually(lambda: carla.frames > 15, 10)
            await bench.tell(CloseCall(bench.session_id))
            await bench.wait_for(CallClosed)
