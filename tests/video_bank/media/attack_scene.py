"""Two peers in a call, and a stranger who knows the port."""

import re
import socket
from typing import Final

from aiortc.rtcdtlstransport import RTCDtlsTransport

from tests.eventually import eventually
from tests.video_bank.media.node_bench import NodeBench
from tests.video_bank.media.peers import Peer
from video_bank.media.commands import LegName
from video_bank.media.news import LegAnswered

DTLS_ALERT: Final = b"\x15\xfe\xfd" + bytes(8) + b"\x00\x02\x02\x28"
JUNK_CLIENT_HELLO: Final = b"\x16\xfe\xff" + bytes(8) + b"\x00\x20" + b"\x01" * 32


class Scene:
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
        return int(self._in_answer(r"m=audio (\d+)"))

    @property
    def ufrag(self) -> str:
        return self._in_answer(r"a=ice-ufrag:(\S+)")

    @property
    def peers_ufrag(self) -> str:
        ufrag: str = self.dtls.transport._connection.local_username
        return ufrag

    @property
    def password(self) -> str:
        return self._in_answer(r"a=ice-pwd:(\S+)")

    def _in_answer(self, pattern: str) -> str:
        found = re.search(pattern, self.answer)
        assert found
        return found[1]
