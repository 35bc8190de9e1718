"""The port's guard, aioice behind it, and a peer's checks while a leg waits or connects."""

import asyncio
import contextlib
from collections import deque
from typing import Any, Final
from unittest.mock import patch

from aioice import stun
from aiortc import RTCCertificate

from tests.fakes.clock import FakeClock
from tests.fuzz.oracle import cut
from tests.video_bank.media.checks import make_check, sign
from video_bank.media.aiortc_transport import AiortcTransport
from video_bank.media.udp_port import Address, PortSocket, UdpPort

UFRAG, PASSWORD = "0123456789abcdef", "p" * 32
PEER_UFRAG, PEER_PASSWORD = "peer", "q" * 24
_FINGERPRINTS: Final = (("sha-256", "00"),)
_MOST_ADDRESSES: Final = 16
_ARRIVALS: Final = 64
_CERTIFICATE: Final = RTCCertificate.generateCertificate()  # a new one takes its time


def check(data: bytes) -> None:
    """The first byte says whether the leg is connecting already.

    A datagram's first byte: in its lowest two bits what it is (0 as it stands, 1 the attributes
    of a check, 2 and 3 those of a good and a bad answer to what the node sent last, these three
    signed by the peer); in the others which port it comes from.
    """
    with (
        patch.object(RTCCertificate, "generateCertificate", lambda: _CERTIFICATE),
        asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner,
    ):
        runner.run(_check(data))


async def _check(data: bytes) -> None:
    scene = _Scene()
    asyncio.get_running_loop().set_exception_handler(scene.note_failure)
    await scene.open(is_connecting=bool(data[:1] and data[0] & 1))
    for datagram in cut(data[1:]):
        if datagram:
            await scene.take(scene.dress(datagram), ("127.0.0.1", 50_000 + (datagram[0] >> 2)))
        scene.look_at_bounds()
    await scene.answers_its_peer()
    await scene.close()


class _Scene:
    """A leg's end at a port without a network."""

    def __init__(self) -> None:
        self.failures: list[dict[str, Any]] = []
        self.socket = _Socket()
        self.port = UdpPort([])
        self.port.sockets = [self.socket]
        self.transport = AiortcTransport(self.port, _Receiver(), FakeClock())
        self.connection = self.transport._connection
        self.port.remove(self.transport.ufrag.encode())
        self.connection._local_username, self.connection._local_password = UFRAG, PASSWORD
        self.port.add(UFRAG.encode(), self.transport)
        self.connecting: asyncio.Task[None] | None = None

    async def open(self, *, is_connecting: bool) -> None:
        if is_connecting:
            connecting = self.transport.connect(
                PEER_UFRAG, PEER_PASSWORD, _FINGERPRINTS, is_active=True
            )
            self.connecting = asyncio.create_task(connecting)
        else:
            await self.connection.gather_candidates()
        for _ in range(8 * is_connecting):
            await asyncio.sleep(0)
        assert self.connection._early_checks_done is is_connecting

    def note_failure(self, _: object, context: dict[str, Any]) -> None:
        self.failures.append(context)

    def dress(self, datagram: bytes) -> bytes:
        kind, rest = datagram[0] & 3, datagram[1:]
        if kind == 0:
            return rest
        if kind == 1:
            return sign(0x0001, bytes(12), _NAME + rest, PASSWORD)
        answer = 0x0101 if kind == 2 else 0x0111
        return sign(answer, self.socket.newest_request, rest, PEER_PASSWORD)

    async def take(self, datagram: bytes, address: Address) -> None:
        self.socket.waiting.append((datagram, address))
        self.port._drain(self.socket)
        for _ in range(4):  # what it set off runs to where it waits for the network
            await asyncio.sleep(0)

    def look_at_bounds(self) -> None:
        assert len(self.connection._check_list) <= _MOST_ADDRESSES
        assert len(self.connection._remote_candidates) <= _MOST_ADDRESSES
        assert len(self.port._by_address) <= _MOST_ADDRESSES
        assert self.connection._queue.qsize() <= _ARRIVALS
        assert len(self.transport._early) <= _ARRIVALS

    async def answers_its_peer(self) -> None:
        """Whatever came before, a good check is still answered."""
        name = f"{UFRAG}:{PEER_UFRAG}"
        self.socket.sent.clear()
        await self.take(make_check(name, PASSWORD, b"still there?"), ("127.0.0.1", 50_000))
        answers = [stun.parse_message(sent) for sent, _ in self.socket.sent if sent[0] == 1]
        good = [each for each in answers if each.transaction_id == b"still there?"]
        assert [each.message_class for each in good] == [stun.Class.RESPONSE]

    async def close(self) -> None:
        """End as a leg does: a task that misses its cancellation ends with the transport."""
        if self.connecting is not None:
            self.connecting.cancel()
            await asyncio.wait([self.connecting], timeout=0.1)
        await self.transport.close()
        if self.connecting is not None:
            with contextlib.suppress(Exception, asyncio.CancelledError):
                await asyncio.wait_for(self.connecting, 1.0)
            assert self.connecting.done()
        assert not self.port._by_ufrag
        assert not self.port._by_address
        assert not self.failures, self.failures


class _Socket(PortSocket):
    def __init__(self) -> None:
        self.waiting: deque[tuple[bytes, Address]] = deque()
        self.sent: list[tuple[bytes, Address]] = []

    @property
    def local(self) -> Address:
        return "127.0.0.1", 40_000

    def receive(self) -> tuple[bytes, Address]:
        if not self.waiting:
            raise BlockingIOError
        return self.waiting.popleft()

    def send(self, datagram: bytes, address: Address) -> None:
        self.sent.append((datagram, address))

    @property
    def newest_request(self) -> bytes:
        """Return its transaction id."""
        requests = (sent for sent, _ in reversed(self.sent) if sent[:2] == b"\x00\x01")
        return next(requests, bytes(20))[8:20]


class _Receiver:
    def rtp_received(self, packet: bytes) -> None:
        raise AssertionError("media without keys")

    rtcp_received = rtp_received

    def transport_closed(self) -> None:
        pass


_NAME: Final = make_check(f"{UFRAG}:{PEER_UFRAG}")[28:56]
