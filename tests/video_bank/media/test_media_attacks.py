"""Datagrams that end a stock aiortc call: here the call goes on."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from tests.video_bank.media.attack_scene import DTLS_ALERT, JUNK_CLIENT_HELLO, Scene
from tests.video_bank.media.checks import make_broken_check
from tests.video_bank.media.node_bench import NodeBench
from tests.video_bank.media.packets import make_rtp
from tests.video_bank.media.peers import Peer
from video_bank.media import rtcp
from video_bank.media.commands import AttachLeg, CloseCall, LegName
from video_bank.media.news import CallClosed, LegAnswered, LegLost


async def send_nothing(scene: Scene) -> None:
    scene.send_from_elsewhere(b"", b"\x80", b"\x16")
    scene.send_from_the_peer(b"", b"\x80", b"\x16")


async def send_foreign_dtls(scene: Scene) -> None:
    scene.send_from_elsewhere(DTLS_ALERT, JUNK_CLIENT_HELLO)


async def send_broken_stun(scene: Scene) -> None:
    scene.send_from_elsewhere(*[make_broken_check(f"{scene.ufrag}:x")] * 50)


async def send_short_extension(scene: Scene) -> None:
    block = b"\x30\x01\x00\x00"
    number = scene.recent_sequence - 2
    packet = make_rtp(number, ssrc=scene.video_ssrc, payload_type=97, extension=block)
    await scene.send_keyed(packet)


async def send_short_feedback(scene: Scene) -> None:
    remb = b"\x8f\xce\x00\x04" + bytes(8) + b"REMB\x05\x00\x00\x00"
    nack = b"\x81\xcd\x00\x01" + bytes(4)
    report = b"\x9f\xc8\x00\x01" + bytes(4)
    await scene.send_keyed(remb, nack, report, b"\x80\xcb\xff\xff" + bytes(4))


async def send_many_streams(scene: Scene) -> None:
    await scene.send_keyed(*[make_rtp(1, ssrc=ssrc, payload_type=97) for ssrc in range(1, 71)])
    await scene.send_keyed(*[rtcp.write_receiver_report(ssrc, []) for ssrc in range(1, 71)])


@pytest.mark.parametrize(
    "attack",
    [
        send_nothing,
        send_foreign_dtls,
        send_broken_stun,
        send_short_extension,
        send_short_feedback,
        send_many_streams,
    ],
)
async def test_a_call_goes_on_and_can_be_closed(
    bench: NodeBench, attack: Callable[[Scene], Awaitable[None]]
) -> None:
    async with Peer(200) as customer, Peer(40) as agent:
        scene = Scene(bench, customer, agent)
        await scene.connect()
        await attack(scene)
        await scene.media_goes_on()
        assert not any(isinstance(each, LegLost) for each in await bench.read_news())
        await bench.tell(CloseCall(bench.session_id))
        await bench.wait_for(CallClosed, 2.0)


async def test_foreign_dtls_does_not_spoil_the_handshake(bench: NodeBench) -> None:
    async with Peer(200) as customer, Peer(40) as agent:
        scene = Scene(bench, customer, agent)
        await bench.tell(AttachLeg(bench.session_id, LegName.CUSTOMER, 1, await customer.offer()))
        answered = await bench.wait_for(LegAnswered)
        accepting = asyncio.create_task(customer.accept(answered.answer_sdp))
        while customer.pc.connectionState != "connected":
            scene.send_from_elsewhere(DTLS_ALERT, JUNK_CLIENT_HELLO)
            await asyncio.sleep(0.005)
        await accepting
        await bench.attach(LegName.AGENT, 1, agent)
        await scene.media_goes_on()
