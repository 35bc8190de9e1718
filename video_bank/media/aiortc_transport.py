"""One leg's ICE, DTLS and SRTP on the shared port: every touch of private names of aiortc and kin.

Media goes around aiortc's queues and tasks: a datagram is decrypted and handed on in the call
that received it. `PRIVATE_NAMES` and `PRIVATE_SIGNATURES` are what a new version must still
have; a test compares.
"""

import asyncio
import contextlib
import secrets
from collections import deque
from collections.abc import Callable
from typing import Any, Final, Protocol, cast

from aioice import Candidate, Connection
from aioice.candidate import candidate_foundation, candidate_priority
from aioice.ice import CandidatePair, StunProtocol, get_host_addresses
from aioice.stun import Message
from aiortc import RTCCertificate
from aiortc.rtcdtlstransport import RTCDtlsFingerprint, RTCDtlsParameters, RTCDtlsTransport
from aiortc.rtcicetransport import RTCIceGatherer, RTCIceParameters, RTCIceTransport
from pylibsrtp import SRTP_MAX_SRTCP_TRAILER_LEN, SRTP_MAX_TRAILER_LEN
from pylibsrtp import Error as SrtpError
from pylibsrtp._binding import ffi, lib

from video_bank.clock import Clock
from video_bank.media.udp_port import Address, PortSocket, UdpPort

PRIVATE_NAMES: Final = {
    "Connection": ("_protocols", "_queue", "_check_list", "_nominated"),
    "CandidatePair": ("task", "state", "remote_addr", "component", "protocol"),
    "StunProtocol": ("transport", "local_candidate"),
    "RTCIceGatherer": ("_connection",),
    "RTCDtlsTransport": ("_rx_srtp", "_tx_srtp", "_task"),
    "Session": ("_srtp", "_cdata", "_buffer"),
}
PRIVATE_SIGNATURES: Final = {
    "aioice.ice:Connection:get_component_candidates": "component addresses timeout",
    "aioice.ice:Connection:check_incoming": "message addr protocol",
    "aioice.ice:Connection:check_complete": "pair",
    "aioice.ice:Connection:check_state": "pair state",
    "aioice.ice:Connection:data_received": "data component",
    "aioice.ice:StunProtocol:datagram_received": "data addr",
    "aioice.ice:StunProtocol:connection_lost": "exc",
    "aiortc.rtcdtlstransport:RTCDtlsTransport:_set_role": "role",
}

_UFRAG_BYTES: Final = 8  # as hex: unguessable, so a stranger's STUN is not even answered
_PASSWORD_BYTES: Final = 16
_EARLY_MEDIA: Final = 64  # datagrams that overtake the end of the handshake
_EARLY_DTLS: Final = 64
_MOST_SSRCS: Final = 32
_CLOSE_WITHIN_S: Final = 5.0


class MediaReceiver(Protocol):
    """Takes what a leg's peer sends, decrypted, in the call that received the datagram."""

    def rtp_received(self, packet: bytes) -> None: ...

    def rtcp_received(self, packet: bytes) -> None: ...

    def transport_closed(self) -> None:
        """The peer said goodbye or cannot be reached any more. Called once."""
        ...


class AiortcTransport:
    """Opened by the constructor (the port listens for it from then on), ended by `close`."""

    def __init__(self, port: UdpPort, receiver: MediaReceiver, clock: Clock) -> None:
        self.heard_at = clock.monotonic()
        self.broken_packets = 0
        self._port = port
        self._clock = clock
        self._receiver = receiver
        self._certificate = RTCCertificate.generateCertificate()
        self._connection = _SharedPortConnection(port, self._nominate)
        gatherer = RTCIceGatherer(iceServers=[])
        gatherer._connection = self._connection
        self._gatherer = gatherer
        self._ice = RTCIceTransport(gatherer)
        self._dtls = RTCDtlsTransport(self._ice, [self._certificate])
        self._rx: SrtpSession | None = None
        self._tx: SrtpSession | None = None
        self._peer: tuple[PortSocket, Address] | None = None
        self._early: deque[bytes] = deque(maxlen=_EARLY_MEDIA)
        self._ssrcs: set[bytes] = set()
        self._is_closed = False
        port.add(self._connection.local_username.encode(), self)

    @property
    def ufrag(self) -> str:
        return self._connection.local_username

    @property
    def password(self) -> str:
        return self._connection.local_password

    @property
    def fingerprint(self) -> str:
        """Return the certificate's SHA-256 as SDP writes it."""
        found = self._certificate.getFingerprints()
        return next(each.value for each in found if each.algorithm == "sha-256")

    async def connect(
        self,
        ufrag: str,
        password: str,
        fingerprints: tuple[tuple[str, str], ...],
        *,
        is_active: bool,
    ) -> None:
        """Wait for the peer's checks and shake hands; raise ConnectionError when that fails.

        Waits for ever: the caller bounds it. `is_active` says who opens the DTLS handshake.
        """
        await self._gatherer.gather()
        await self._ice.start(RTCIceParameters(usernameFragment=ufrag, password=password))
        if self._ice.state != "completed":
            raise ConnectionError("no address pair works")
        self._dtls._set_role("client" if is_active else "server")
        digests = [RTCDtlsFingerprint(algorithm, value) for algorithm, value in fingerprints]
        await self._dtls.start(RTCDtlsParameters(fingerprints=digests))
        if self._dtls.state != "connected":
            raise ConnectionError("no handshake")
        self._dtls.on("statechange", self._notice_end)
        self._rx = SrtpSession(self._dtls._rx_srtp)
        self._tx = SrtpSession(self._dtls._tx_srtp)
        while self._early:
            self._decrypt(self._early.popleft())

    def send_rtp(self, packet: bytes) -> None:
        """Encrypt and send at once; dropped while nobody is connected or the socket is full."""
        if self._tx is not None and self._peer is not None:
            try:
                self._peer[0].send(self._tx.protect(packet), self._peer[1])
            except (SrtpError, ValueError):  # too long for libsrtp's buffer
                self.broken_packets += 1

    def send_rtcp(self, packet: bytes) -> None:
        if self._tx is not None and self._peer is not None:
            try:
                self._peer[0].send(self._tx.protect_rtcp(packet), self._peer[1])
            except (SrtpError, ValueError):
                self.broken_packets += 1

    def take_stun(self, datagram: bytes, address: Address, via: PortSocket) -> None:
        self.heard_at = self._clock.monotonic()
        if (protocol := self._connection.protocols_by_socket.get(via)) is not None:
            protocol.datagram_received(datagram, address)

    def take_dtls(self, datagram: bytes) -> None:
        self.heard_at = self._clock.monotonic()
        self._connection.data_received(datagram, 1)

    def take_media(self, datagram: bytes) -> None:
        if self._rx is None:
            self._early.append(datagram)
        else:
            self._decrypt(datagram)

    async def close(self) -> None:
        """Say goodbye and free everything; half-made parts too, within five seconds."""
        self._is_closed = True
        self._rx = self._tx = None
        pump = self._dtls._task
        for stop in (self._dtls.stop, self._ice.stop):
            with contextlib.suppress(Exception):  # a half-made part may fail in its own way
                await asyncio.wait_for(stop(), _CLOSE_WITHIN_S)
        if pump is not None:
            await asyncio.wait([pump], timeout=_CLOSE_WITHIN_S)
        self._port.remove(self._connection.local_username.encode())

    def _decrypt(self, datagram: bytes) -> None:
        is_rtcp = 192 <= datagram[1] <= 223  # RFC 5761 §4
        ssrc = datagram[4:8] if is_rtcp else datagram[8:12]
        # libsrtp keeps state for every SSRC that ever spoke, and looks for it in a list.
        if ssrc not in self._ssrcs and len(self._ssrcs) >= _MOST_SSRCS:
            self.broken_packets += 1
            return
        rx = self._rx
        if rx is None:
            return
        try:
            packet = rx.unprotect_rtcp(datagram) if is_rtcp else rx.unprotect(datagram)
        except (SrtpError, ValueError):  # not from the peer, a repetition, or too long
            self.broken_packets += 1
            return
        self._ssrcs.add(ssrc)
        self.heard_at = self._clock.monotonic()
        if is_rtcp:
            self._receiver.rtcp_received(packet)
        else:
            self._receiver.rtp_received(packet)

    def _nominate(self, via: PortSocket, address: Address) -> None:
        self._peer = via, address

    def _notice_end(self) -> None:
        if self._dtls.state in {"closed", "failed"} and not self._is_closed:
            self._is_closed = True
            self._rx = self._tx = None
            self._receiver.transport_closed()


class SrtpSession:
    """A pylibsrtp session without what its methods do anew for every packet.

    Each takes a packet and returns another; raises SrtpError, or ValueError for one too long.
    """

    def __init__(self, session: Any) -> None:
        self._session = session  # its memory lives as long as this does
        self.protect = self._bind(lib.srtp_protect, SRTP_MAX_TRAILER_LEN)
        self.protect_rtcp = self._bind(lib.srtp_protect_rtcp, SRTP_MAX_SRTCP_TRAILER_LEN)
        self.unprotect = self._bind(lib.srtp_unprotect, 0)
        self.unprotect_rtcp = self._bind(lib.srtp_unprotect_rtcp, 0)

    def _bind(self, function: Callable[..., int], trailer: int) -> Callable[[bytes], bytes]:
        session = self._session
        srtp, memory, window = session._srtp[0], session._cdata, session._buffer
        length = ffi.new("int *")
        longest = len(memory) - trailer

        def apply(packet: bytes) -> bytes:
            size = len(packet)
            if size > longest:
                raise ValueError("packet is too long")
            length[0] = size
            window[0:size] = packet
            if function(srtp, memory, length):
                raise SrtpError
            found: bytes = window[0 : length[0]]
            return found

        return apply


class _SharedPortConnection(Connection):
    """aioice's agent on the shared port; it learns the peer's addresses from the peer's checks.

    The addresses that an offer names are never contacted.
    """

    def __init__(self, port: UdpPort, nominate: Callable[[PortSocket, Address], None]) -> None:
        super().__init__(
            ice_controlling=False,
            local_username=secrets.token_hex(_UFRAG_BYTES),
            local_password=secrets.token_hex(_PASSWORD_BYTES),
        )
        self.protocols_by_socket: dict[PortSocket, StunProtocol] = {}
        self._port = port
        self._nominate = nominate

    async def get_component_candidates(
        self, component: int, addresses: list[str], timeout: int = 5
    ) -> list[Candidate]:
        """Take the port's sockets for candidates, not the machine's `addresses`."""
        for via in self._port.sockets:
            protocol = StunProtocol(self)
            protocol.connection_made(_SocketTransport(via, protocol))
            host, number = via.local
            protocol.local_candidate = Candidate(
                foundation=candidate_foundation("host", "udp", host),
                component=component,
                transport="udp",
                priority=candidate_priority(component, "host"),
                host=host,
                port=number,
                type="host",
            )
            self.protocols_by_socket[via] = protocol
            self._protocols.append(protocol)
        return [protocol.local_candidate for protocol in self._protocols]

    def check_incoming(self, message: Message, addr: Address, protocol: StunProtocol) -> None:
        """Take a check whose password was right; every address costs memory and checks."""
        if not self._port.admit(self.local_username.encode(), addr):
            return
        for pair in self._check_list:
            is_same = pair.protocol is protocol and pair.remote_addr == addr
            # `connect` leaves other pairs cancelled half-way: the peer may still move to one.
            if is_same and pair.task is not None and pair.task.done():
                pair.task = None
                self.check_state(pair, CandidatePair.State.WAITING)
        super().check_incoming(message, addr, protocol)

    def data_received(self, data: bytes, component: int) -> None:
        """Queue what is for the handshake; malformed STUN comes here too."""
        if self._queue.qsize() < _EARLY_DTLS:
            super().data_received(data, component)

    def check_complete(self, pair: CandidatePair) -> None:
        super().check_complete(pair)
        if self._nominated.get(pair.component) is pair:
            transport = cast("_SocketTransport", pair.protocol.transport)
            self._nominate(transport.via, pair.remote_addr)


class _SocketTransport(asyncio.DatagramTransport):
    """One of the port's sockets as aioice's protocol sees it."""

    def __init__(self, via: PortSocket, protocol: StunProtocol) -> None:
        super().__init__()
        self.via = via
        self._protocol = protocol

    def sendto(self, data: Any, addr: Any = None) -> None:
        self.via.send(data, addr)

    def close(self) -> None:
        self._protocol.connection_lost(None)


def machine_addresses() -> list[str]:
    """Return this machine's own addresses, the loopback one last."""
    return [*get_host_addresses(use_ipv4=True, use_ipv6=True), "127.0.0.1"]
