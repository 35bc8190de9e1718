"""Datagrams and offers that end a stock aiortc call: here the call goes on."""

import asyncio
import re
import socket
import struct
from collections.abc import Awaitable, Callable

import pytest
from aiortc.rtcdtlstransport import RTCDtlsTransport

from tests.eventually import eventually
from tests.video_bank.media.node_bench import NodeBench
from tests.video_bank.media.packets import make_rtp
from tests.video_bank.media.peers import Peer
from video_bank.errors import ErrorCode
from video_bank.media.commands import AttachLeg, CloseCall, LegName
from video_bank.media.news import CallClosed, LegAnswered, LegLost, LegRefused

DTLS_ALERT = b"\x15\xfe\xfd" + bytes(8) + b"\x00\x02\x02\x28"
JUNK_CLIENT_HELLO = b"\x16\xfe\xff" + bytes(8) + b"\x00\x20" + b"\x01" * 32


class Scene:
    """Two peers in a call, and a stranger who knows the port."""

    def __init__(self, bench: NodeBench, customer: Peer, agent: Peer) -> None:
        self.bench = bench
        self.customer = customer
        self.agent = agent

    async def connect(self) -> None:
        await self.bench.attach(LegName.CUSTOMER, 1, self.customer)
        await self.bench.attach(LegName.AGENT, 1, self.agent)
        await self.media_goes_on()

    async def media_goes_on(self) -> None:
        """Both sides get new pictures."""
        before = self.customer.frames, self.agent.frames
        await eventually(
            lambda: self.customer.frames > before[0] + 4 and self.agent.frames > before[1] + 4,
            8,
            f"no new pictures after {before}",
        )

    def send_from_elsewhere(self, *datagrams: bytes) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
            for datagram in datagrams:
                stranger.sendto(datagram, ("127.0.0.1", self.port))

    def send_from_the_peer(self, *datagrams: bytes) -> None:
        pair = self.dtls.transport._connection._nominated[1]
        for datagram in datagrams:
            pair.protocol.transport.sendto(datagram, pair.remote_addr)

    async def send_keyed(self, *packets: bytes) -> None:
        """Send what only somebody with the call's keys can send."""
        for packet in packets:
            await self.dtls._send_rtp(packet)

    @property
    def dtls(self) -> RTCDtlsTransport:
        dtls: RTCDtlsTransport = self.customer.dtls
        return dtls

    @property
    def video_ssrc(self) -> int:
        ssrc: int = self.customer.pc.getSenders()[1]._ssrc
        return ssrc

    @property
    def recent_sequence(self) -> int:
        """A number that the customer's video has just used."""
        (sink,) = self.bench.sinks(LegName.CUSTOMER, 1)
        packet = next(each for each, _ in reversed(sink.rtp) if each[1] & 0x7F == 96)
        return int.from_bytes(packet[2:4], "big")

    @property
    def answer(self) -> str:
        answer: str = next(
            each for each in self.bench.news if isinstance(each, LegAnswered)
        ).answer_sdp
        return answer

    @property
    def port(self) -> int:
        found = re.search(r"m=audio (\d+)", self.answer)
        assert found
        return int(found[1])


async def send_nothing(scene: Scene) -> None:
    scene.send_from_elsewhere(b"", b"\x80", b"\x16")
    scene.send_from_the_peer(b"", b"\x80", b"\x16")


async def send_foreign_dtls(scene: Scene) -> None:
    scene.send_from_elsewhere(DTLS_ALERT, JUNK_CLIENT_HELLO)


async def send_broken_stun(scene: Scene) -> None:
    ufrag = re.search(r"a=ice-ufrag:(\S+)", scene.answer)
    assert ufrag
    name = f"{ufrag[1]}:x".encode()
    attributes = struct.pack("!HH", 6, len(name)) + name + bytes(-len(name) % 4)
    attributes += b"\x00\x24\x00\x01\x01\x00\x00\x00"  # PRIORITY of one byte
    message = struct.pack("!HHI12s", 1, len(attributes), 0x2112A442, bytes(12)) + attributes
    scene.send_from_elsewhere(*[message] * 50)


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


async def send_seventy_streams(scene: Scene) -> None:
    await scene.send_keyed(*[make_rtp(1, ssrc=ssrc, payload_type=97) for ssrc in range(1, 71)])


@pytest.mark.parametrize(
    "attack",
    [
        send_nothing,
        send_foreign_dtls,
        send_broken_stun,
        send_short_extension,
        send_short_feedback,
        send_seventy_streams,
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


async def test_an_offer_that_is_none_is_refused_and_leaves_nothing(bench: NodeBench) -> None:
    huge = "v=0\n" + "a=candidate:1 1 udp 1 192.0.2.7 9 typ host\n" * 50_000
    async with Peer(200) as customer:
        half = (await customer.offer()).replace("a=mid:1", "a=mid:0")
        for take, sdp in enumerate(("", huge, half), start=1):
            await bench.tell(AttachLeg(bench.session_id, LegName.CUSTOMER, take, sdp))
            refused = await bench.wait_for(LegRefused, take=take)
            assert refused.code is ErrorCode.OFFER_REFUSED
        assert not bench.recorder.sinks
        await bench.attach(LegName.CUSTOMER, 4, customer)
        await eventually(lambda: customer.pc.connectionState == "connected")
