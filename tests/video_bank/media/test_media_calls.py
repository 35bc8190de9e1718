"""What a node's commands do to a running call, and what becomes of its journals."""

import asyncio
import time
from functools import partial
from itertools import pairwise
from pathlib import Path

from aiortc.rtp import RtcpPacket, RtcpSrPacket

from tests.eventually import eventually
from tests.video_bank.media.memory_recorder import MemorySink
from tests.video_bank.media.node_bench import BankAsked, CheckBegan, CheckDone, FaceSeen, NodeBench
from tests.video_bank.media.peers import WIDTH, Peer
from video_bank.database.redis_embedded import EmbeddedRedis
from video_bank.database.redis_link import RedisLink
from video_bank.errors import DiskFullError, ErrorCode
from video_bank.ids import new_check_id, new_picture_id, new_session_id
from video_bank.media.commands import (
    AttachLeg,
    CloseCall,
    DetachLeg,
    EaseChallenge,
    Inquire,
    LegName,
    OpenCall,
    StartCheck,
    WatchFace,
)
from video_bank.media.lines import MediaLine
from video_bank.media.news import (
    CallClosed,
    LegAnswered,
    LegFlowing,
    LegLost,
    RecordingAlive,
    RecordingStalled,
    UnknownCall,
)
from video_bank.media.quality import Level, Quality
from video_bank.recording.errors import RecordingDownError

CUSTOMER, AGENT = LegName.CUSTOMER, LegName.AGENT


async def test_a_repeated_command_gets_the_same_answer_and_does_nothing(bench: NodeBench) -> None:
    async with Peer(200) as customer:
        command = AttachLeg(bench.session_id, CUSTOMER, 1, await customer.offer())
        await bench.tell(command)
        first = await bench.wait_for(LegAnswered)
        await customer.accept(first.answer_sdp)
        await bench.wait_for(LegFlowing)
        await bench.tell(OpenCall(bench.session_id, b"key", 1.0))
        await bench.tell(command)
        await eventually(lambda: bench.count(LegAnswered, 2))
        assert bench.news[-1] == first
        assert len(bench.recorder.sinks) == 1
        for _ in range(2):
            await bench.tell(CloseCall(bench.session_id))
        await eventually(lambda: bench.count(CallClosed, 2))


async def test_a_new_take_goes_on_in_the_other_sides_stream(bench: NodeBench) -> None:
    async with Peer(200) as before, Peer(40) as agent, Peer(120) as after:
        await bench.attach(CUSTOMER, 1, before)
        await bench.attach(AGENT, 1, agent)
        await eventually(lambda: agent.frames > 5, 8, "no pictures")
        await bench.attach(CUSTOMER, 2, after)
        await eventually(lambda: abs(agent.brightness - 120) < 15, 8, "the new take does not show")
        await eventually(lambda: abs(after.brightness - 40) < 20, 8, "the agent does not show")
        assert len(agent.received_ssrcs()) == 2  # one for each kind, as in the answer
        first, second = (bench.sinks(CUSTOMER, take)[0] for take in (1, 2))
        assert first.is_finished
        assert not second.is_finished
        await bench.tell(AttachLeg(bench.session_id, CUSTOMER, 1, "late"))
        await bench.tell(DetachLeg(bench.session_id, CUSTOMER))
        await eventually(lambda: second.is_finished)
        assert not any(isinstance(each, LegLost) for each in await bench.read_news())


async def test_a_journal_holds_both_kinds_and_the_senders_reports(bench: NodeBench) -> None:
    async with Peer(200) as customer:
        await bench.attach(CUSTOMER, 1, customer)
        (sink,) = await eventually(lambda: bench.sinks(CUSTOMER, 1))
        await eventually(lambda: {packet[1] & 0x7F for packet, _ in sink.rtp} == {96, 111})
        await eventually(lambda: len(sink.rtcp) >= 2, why="no reports")
        parsed = [each for packet, _ in sink.rtcp for each in RtcpPacket.parse(packet)]
        assert any(isinstance(each, RtcpSrPacket) for each in parsed)
        arrivals = [arrival for _, arrival in sink.rtp]
        assert arrivals == sorted(arrivals)
        assert 0 < arrivals[0] < arrivals[-1] < 20_000_000
        await bench.tell(CloseCall(bench.session_id))
        await bench.wait_for(CallClosed, node_id=bench.node_id)
        assert sink.is_finished
        assert not bench.recorder.open_calls


async def test_a_journal_says_each_second_how_the_link_is(bench: NodeBench) -> None:
    async with Peer(200) as customer, Peer(40) as agent:
        await bench.attach(CUSTOMER, 1, customer)
        await bench.attach(AGENT, 1, agent)
        for leg in (CUSTOMER, AGENT):
            (sink,) = await eventually(partial(bench.sinks, leg, 1))
            await eventually(partial(_has_round_trip, sink), 12, "no round trip")
            quality = _newest(sink)
            assert quality.level is Level.GOOD
            assert (quality.rtt_ms or 0) < 200
            assert quality.up.kbps > 20
            assert quality.down.kbps > 20
            assert quality.up.loss == quality.down.loss == 0
            arrivals = [arrival for _, arrival in sink.quality]
            assert all(900_000 < b - a < 2_000_000 for a, b in pairwise(arrivals))


def _has_round_trip(sink: MemorySink) -> bool:
    return bool(sink.quality) and _newest(sink).rtt_ms is not None


def _newest(sink: MemorySink) -> Quality:
    packed, _ = sink.quality[-1]
    return Quality.unpack(packed)


async def test_a_failing_journal_is_told_and_the_call_goes_on(bench: NodeBench) -> None:
    async with Peer(200) as customer, Peer(40) as agent:
        await bench.attach(CUSTOMER, 1, customer)
        await bench.attach(AGENT, 1, agent)
        await eventually(lambda: agent.frames > 3, 8, "no pictures")
        sinks = [bench.sinks(leg, 1)[0] for leg in (CUSTOMER, AGENT)]
        for sink in sinks:
            sink.failure = DiskFullError
        stalled = await bench.wait_for(RecordingStalled)
        assert stalled.code is ErrorCode.DISK_FULL
        frames = agent.frames
        await eventually(lambda: agent.frames > frames + 3, 8, "no pictures")
        sinks[0].lost_packets = 7
        sinks[0].failure = None
        sinks[1].failure = RecordingDownError
        await eventually(lambda: bench.count(RecordingStalled, 2))
        assert bench.news[-1].code is ErrorCode.RECORDING_DOWN
        sinks[1].failure = None
        alive = await bench.wait_for(RecordingAlive)
        await eventually(lambda: bench.count(RecordingAlive, 1))
        assert alive.lost_packets == 7


async def test_what_comes_before_there_is_a_key_is_counted(bench: NodeBench) -> None:
    bench.recorder.has_keys = False
    async with Peer(200) as customer:
        await bench.attach(CUSTOMER, 1, customer)
        stalled = await bench.wait_for(RecordingStalled)
        assert stalled.code is ErrorCode.RECORDING_DOWN
        await bench.wait_for(LegFlowing)
        bench.recorder.has_keys = True
        alive = await bench.wait_for(RecordingAlive)
        assert alive.lost_packets > 0
        (sink,) = bench.sinks(CUSTOMER, 1)
        await eventually(partial(len, sink.rtp))
        assert sink.lost_packets == alive.lost_packets


async def test_a_silent_leg_is_lost_and_flows_again_when_it_is_heard(bench: NodeBench) -> None:
    async with Peer(200) as customer:
        await bench.attach(CUSTOMER, 1, customer)
        await bench.wait_for(LegFlowing)
        with customer.cut_off():
            await bench.wait_for(LegLost, 6.0)
        await eventually(lambda: bench.count(LegFlowing, 2))


async def test_after_an_outage_the_other_picture_begins_anew_at_once(bench: NodeBench) -> None:
    async with Peer(200) as customer, Peer(40) as agent:
        await bench.attach(CUSTOMER, 1, customer)
        await bench.attach(AGENT, 1, agent)
        await eventually(lambda: customer.frames > 5, 8, "no pictures")
        source = bench.leg(AGENT)._sources.newest(MediaLine.FACE)
        assert source is not None
        with customer.cut_off():
            await bench.wait_for(LegLost, 6.0)
            asked_in_vain = time.monotonic()
            bench.leg(AGENT).upstream.ask_key_frame(MediaLine.FACE, asked_in_vain)
            assert source.key_frames._asked_at == asked_in_vain
        await eventually(lambda: source.key_frames._asked_at != asked_in_vain, 2.0, "not asked")
        asked_at = source.key_frames._asked_at
        assert asked_at is not None
        assert asked_at - asked_in_vain < 0.5  # seconds, within which others are not asked again


async def test_after_an_outage_no_loss_is_reported_to_whoever_was_away(bench: NodeBench) -> None:
    async with Peer(200) as customer:
        await bench.attach(CUSTOMER, 1, customer)
        await bench.wait_for(LegFlowing)
        leg = bench.leg(CUSTOMER)
        with customer.cut_off():
            await bench.wait_for(LegLost, 6.0)
            before = [source.reception.received for source in leg._sources.all()]
        counts = [source.reception for source in leg._sources.all()]
        await eventually(
            lambda: all(each.received > n + 3 for each, n in zip(counts, before, strict=True))
        )
        assert [each.report(time.monotonic()).lost for each in counts] == [0, 0]


async def test_a_peer_that_says_goodbye_is_lost_at_once(bench: NodeBench) -> None:
    async with Peer(200) as customer:
        await bench.attach(CUSTOMER, 1, customer)
        await bench.wait_for(LegFlowing)
    await bench.wait_for(LegLost, 1.0)


async def test_a_check_gets_pictures_of_the_leg(bench: NodeBench) -> None:
    async with Peer(200) as customer:
        await bench.attach(CUSTOMER, 1, customer)
        await bench.wait_for(LegFlowing)
        command = StartCheck(bench.session_id, new_check_id(), new_picture_id(), CUSTOMER)
        await bench.tell(command)
        done = await bench.wait_for(CheckDone)
        assert done.width == WIDTH
        assert abs(done.brightness - 200) < 20
        await bench.tell(command)
        await eventually(lambda: bench.count(CheckDone, 2))
        assert await bench.count(CheckBegan, 1)


async def test_after_a_check_single_key_frames_are_looked_at(bench: NodeBench) -> None:
    async with Peer(200) as customer:
        await bench.attach(CUSTOMER, 1, customer)
        await bench.wait_for(LegFlowing)
        check_id = new_check_id()
        await bench.tell(StartCheck(bench.session_id, check_id, new_picture_id(), CUSTOMER))
        await bench.wait_for(CheckDone)
        await eventually(lambda: bench.count(FaceSeen, 2))
        await bench.tell(CloseCall(bench.session_id))
        await bench.wait_for(CallClosed)
        assert bench.session_id in bench.checks.forgotten
        assert {each.frames for each in bench.news if isinstance(each, FaceSeen)} == {1}


async def test_a_face_that_was_checked_elsewhere_is_looked_for_here(bench: NodeBench) -> None:
    async with Peer(200) as customer:
        await bench.attach(CUSTOMER, 1, customer)
        await bench.wait_for(LegFlowing)
        picture_id = new_picture_id()
        for _ in range(2):  # a host that died may say it once more
            await bench.tell(WatchFace(bench.session_id, picture_id, CUSTOMER))
        await eventually(lambda: bench.count(FaceSeen, 2))
        assert bench.checks.remembered == [(bench.session_id, picture_id)]


async def test_the_bank_is_asked_once_and_no_picture_is_taken_for_it(bench: NodeBench) -> None:
    inquire = Inquire(bench.session_id, new_check_id(), "DK-1")
    for _ in range(2):  # a host that died may say it once more
        await bench.tell(inquire)
    await eventually(lambda: bench.count(BankAsked, 2))
    assert {each.times for each in bench.news if isinstance(each, BankAsked)} == {1}


async def test_what_is_said_of_a_prompt_reaches_the_check(bench: NodeBench) -> None:
    said = [EaseChallenge(bench.session_id, new_check_id(), 2)]
    await bench.tell(said[0])
    await eventually(lambda: bench.checks.told == said)


async def test_a_session_that_is_not_here_is_said_to_be_unknown(bench: NodeBench) -> None:
    bench.session_id = new_session_id()
    await bench.tell(DetachLeg(bench.session_id, CUSTOMER))
    await bench.wait_for(UnknownCall, node_id=bench.node_id)


async def test_a_stopped_node_leaves_finished_journals(link: RedisLink) -> None:
    bench = NodeBench(link)
    await bench.start()
    async with Peer(200) as customer:
        await bench.attach(CUSTOMER, 1, customer)
        (sink,) = await eventually(lambda: bench.sinks(CUSTOMER, 1))
        await eventually(lambda: sink.rtp)
        await bench.stop()
        assert sink.is_finished


async def test_calls_go_on_without_redis_and_the_news_come_later(tmp_path: Path) -> None:
    server = EmbeddedRedis(tmp_path)
    process = await asyncio.to_thread(server.start)
    link = RedisLink(server.url)
    bench = NodeBench(link)
    await bench.start()
    async with Peer(200) as customer, Peer(40) as agent:
        await bench.attach(CUSTOMER, 1, customer)
        await bench.attach(AGENT, 1, agent)
        await bench.wait_for(LegFlowing, leg=AGENT)
        process.kill()
        process.wait()
        frames = agent.frames
        await eventually(lambda: agent.frames > frames + 10, 8, "no pictures without redis")
        await customer.close()
        process = await asyncio.to_thread(server.start)
        await bench.wait_for(LegLost, 10.0, leg=CUSTOMER)
    await bench.stop()
    await link.close()
    process.terminate()
    process.wait()
