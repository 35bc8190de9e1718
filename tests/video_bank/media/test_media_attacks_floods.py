"""What a stranger or a peer could make grow, or make the node send: all of it has an end."""

import asyncio
import contextlib
import socket
import tracemalloc
from collections.abc import AsyncIterator, Iterator

import pytest
from aioice import stun

from tests.eventually import eventually
from tests.video_bank.media.attack_scene import Scene
from tests.video_bank.media.checks import make_check
from tests.video_bank.media.memory_recorder import MemorySink
from tests.video_bank.media.node_bench import NodeBench
from tests.video_bank.media.packets import make_rtp
from tests.video_bank.media.peers import Peer
from video_bank.media import rtcp
from video_bank.media.commands import LegName
from video_bank.media.frame_tap import LegFrameTap
from video_bank.media.news import LegFlowing


@contextlib.contextmanager
def strangers(count: int, port: int) -> Iterator[list[socket.socket]]:
    with contextlib.ExitStack() as stack:
        found = []
        for _ in range(count):
            one = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
            one.setblocking(False)
            one.connect(("127.0.0.1", port))
            found.append(one)
        yield found


def waiting_messages(source: socket.socket) -> list[stun.Message]:
    found = []
    with contextlib.suppress(BlockingIOError):
        while True:
            found.append(stun.parse_message(source.recv(2_048)))
    return found


@pytest.fixture
async def scene(bench: NodeBench) -> AsyncIterator[Scene]:
    async with Peer(200) as customer, Peer(40) as agent:
        scene = Scene(bench, customer, agent)
        await scene.connect()
        yield scene
        await scene.media_goes_on()


async def test_a_strangers_checks_are_not_answered(scene: Scene) -> None:
    unknown = make_check(None), make_check("nobody:x"), make_check(f"{scene.ufrag[:-1]}:x")
    known = make_check(f"{scene.ufrag}:x", transaction_id=b"knows a name")
    with strangers(1, scene.port) as (stranger,):
        for datagram in (*unknown, known):
            stranger.send(datagram)
        answer = await eventually(lambda: waiting_messages(stranger))
    (refusal,) = answer
    assert refusal.transaction_id == b"knows a name"
    assert refusal.error_code == 401
    assert len(bytes(refusal)) < len(known)


async def test_of_one_peer_few_addresses_are_checked(scene: Scene) -> None:
    check = make_check(f"{scene.ufrag}:{scene.peers_ufrag}", scene.password)
    with strangers(200, scene.port) as addresses:
        heard: list[set[stun.Class]] = [set() for _ in addresses]

        def all_heard(kind: stun.Class) -> bool:
            for address, kinds in zip(addresses, heard, strict=True):
                kinds |= {each.message_class for each in waiting_messages(address)}
            return all(kind in kinds for kinds in heard)

        for address in addresses:
            address.send(check)
        await eventually(lambda: all_heard(stun.Class.RESPONSE))
        addresses[-1].send(check)  # once its answer is here, every check has gone out too
        heard[-1].clear()
        await eventually(lambda: all_heard(stun.Class.RESPONSE))
    assert 0 < sum(stun.Class.REQUEST in kinds for kinds in heard) <= 16


async def test_of_one_peer_few_streams_are_kept(scene: Scene) -> None:
    transport = scene.bench.leg(LegName.CUSTOMER)._transport
    streams = range(1, 301)
    await scene.send_keyed(*[make_rtp(1, ssrc=ssrc, payload_type=97) for ssrc in streams])
    await scene.send_keyed(*[rtcp.write_receiver_report(ssrc, []) for ssrc in streams])
    await eventually(lambda: transport.broken_packets >= 2 * (300 - 32))
    assert len(scene.bench.leg(LegName.CUSTOMER)._sources.all()) <= 8


def test_pictures_that_nobody_takes_are_given_up() -> None:
    asked: list[None] = []
    tap = LegFrameTap(lambda: asked.append(None))
    for number in range(1_000):
        payload = b"\x10\x00key" if number == 0 else b"\x10\x01on"
        tap.take_packet(make_rtp(number, marker=True, payload=payload))
        assert len(tap._frames) <= 300
    assert asked


async def test_media_that_nobody_receives_is_not_kept(
    bench: NodeBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MemorySink, "write_rtp", lambda *_: None)
    async with Peer(200) as customer:
        await bench.attach(LegName.CUSTOMER, 1, customer)
        scene = Scene(bench, customer, customer)
        await bench.wait_for(LegFlowing)
        sources = bench.leg(LegName.CUSTOMER)._sources
        source = await eventually(lambda: sources.known(scene.video_ssrc))
        first, before = source.reception._highest + 1, source.reception.received
        tracemalloc.start()
        try:
            for number in range(first, first + 4_000):
                load = make_rtp(number, ssrc=source.ssrc, payload_type=97, payload=bytes(1_000))
                await scene.send_keyed(load)
                await asyncio.sleep(0)
            await eventually(lambda: source.reception.received > before + 3_900)
            grown, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert grown < 1_000_000
