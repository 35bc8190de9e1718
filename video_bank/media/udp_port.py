"""The one UDP port of a media node: the guard, and each datagram to the leg that it is for.

STUN goes by the user name in it, else by address; everything else only comes in from an address
that a leg's peer has proved to be its own. No datagram can raise past here.
"""

import asyncio
import errno
import socket
from typing import Final, Protocol, Self

import msgspec

from video_bank.media.datagrams import DatagramKind, find_local_ufrag, tell_kind

Address = tuple[str, int]

_DRAIN_AT_MOST: Final = 128  # datagrams a wake-up takes before others get their turn
_LARGEST: Final = 2_048
_BUFFER_BYTES: Final = 4 << 20  # as much of it as the system allows
_MOST_ADDRESSES: Final = 16  # of one leg


class PortSocket:
    """The port on one of this machine's addresses; what goes out comes from that address."""

    def __init__(self, opened: socket.socket) -> None:
        self.unsent = 0
        self._socket = opened

    @property
    def local(self) -> Address:
        found: Address = self._socket.getsockname()[:2]
        return found

    def fileno(self) -> int:
        return self._socket.fileno()

    def receive(self) -> tuple[bytes, Address]:
        """Raise BlockingIOError when nothing waits."""
        datagram, address = self._socket.recvfrom(_LARGEST)
        return datagram, address[:2]

    def send(self, datagram: bytes, address: Address) -> None:
        """Send or drop: nothing is ever queued behind a full socket."""
        try:
            self._socket.sendto(datagram, address)
        except OSError:
            self.unsent += 1

    def close(self) -> None:
        self._socket.close()


class DatagramTaker(Protocol):
    """A leg's end at the port."""

    def take_stun(self, datagram: bytes, address: Address, via: PortSocket) -> None: ...

    def take_dtls(self, datagram: bytes) -> None: ...

    def take_media(self, datagram: bytes) -> None: ...


class PortCounters(msgspec.Struct):
    """What did not get through."""

    junk: int = 0
    strangers: int = 0
    broken: int = 0


class UdpPort:
    """Made by `open_port`; everything happens in the event loop of that call."""

    def __init__(self, sockets: list[PortSocket]) -> None:
        self.counters = PortCounters()
        self.sockets = sockets
        self._by_ufrag: dict[bytes, DatagramTaker] = {}
        self._by_address: dict[Address, DatagramTaker] = {}
        self._addresses: dict[bytes, list[Address]] = {}
        for each in sockets:
            asyncio.get_running_loop().add_reader(each.fileno(), self._drain, each)

    @classmethod
    def open_port(cls, number: int, addresses: tuple[str, ...]) -> Self:
        """Bind one port on each announced address; 0 takes a free one.

        Where one of them is not this machine's (it is translated on the way), the port is bound
        on all addresses of its family. Raise OSError when the port is taken.
        """
        sockets: list[PortSocket] = []
        try:
            for mark, everywhere in ((".", "0.0.0.0"), (":", "::")):  # noqa: S104 see above
                family = [address for address in addresses if mark in address]
                sockets += _bind_family(
                    sockets[0].local[1] if sockets else number, family, everywhere
                )
        except OSError:
            _close_all(sockets)
            raise
        return cls(sockets)

    @property
    def number(self) -> int:
        return self.sockets[0].local[1]

    def close(self) -> None:
        for each in self.sockets:
            asyncio.get_running_loop().remove_reader(each.fileno())
        _close_all(self.sockets)

    def add(self, ufrag: bytes, taker: DatagramTaker) -> None:
        self._by_ufrag[ufrag] = taker
        self._addresses[ufrag] = []

    def remove(self, ufrag: bytes) -> None:
        """Forget a leg and its addresses, save those that a newer leg has proved since."""
        taker = self._by_ufrag.pop(ufrag, None)
        for address in self._addresses.pop(ufrag, []):
            if self._by_address.get(address) is taker:
                del self._by_address[address]

    def admit(self, ufrag: bytes, address: Address) -> bool:
        """Let an address in, whose holder knows the leg's password; False beyond a leg's share."""
        taker = self._by_ufrag.get(ufrag)
        if taker is None:
            return False
        known = self._addresses[ufrag]
        if address not in known:
            if len(known) >= _MOST_ADDRESSES:
                return False
            known.append(address)
        self._by_address[address] = taker
        return True

    def _drain(self, source: PortSocket) -> None:
        for _ in range(_DRAIN_AT_MOST):
            try:
                datagram, address = source.receive()
            except BlockingIOError:
                return
            except OSError:
                self.counters.broken += 1
                return
            try:
                self._take(datagram, address, source)
            except Exception:  # noqa: BLE001 whatever a datagram sets off, it ends no call
                self.counters.broken += 1

    def _take(self, datagram: bytes, address: Address, via: PortSocket) -> None:
        kind = tell_kind(datagram)
        taker = self._by_address.get(address)
        if kind is DatagramKind.STUN and (ufrag := find_local_ufrag(datagram)) is not None:
            taker = self._by_ufrag.get(ufrag)
        if kind is DatagramKind.JUNK:
            self.counters.junk += 1
        elif taker is None:
            self.counters.strangers += 1
        elif kind is DatagramKind.MEDIA:
            taker.take_media(datagram)
        elif kind is DatagramKind.STUN:
            taker.take_stun(datagram, address, via)
        else:
            taker.take_dtls(datagram)


def _bind_family(number: int, addresses: list[str], everywhere: str) -> list[PortSocket]:
    sockets: list[PortSocket] = []
    try:
        for address in addresses:
            sockets.append(_bind(sockets[0].local[1] if sockets else number, address))
    except OSError as error:
        _close_all(sockets)
        if error.errno != errno.EADDRNOTAVAIL:
            raise
        return [_bind(number, everywhere)]
    return sockets


def _bind(number: int, address: str) -> PortSocket:
    is_ipv6 = ":" in address
    opened = socket.socket(socket.AF_INET6 if is_ipv6 else socket.AF_INET, socket.SOCK_DGRAM)
    try:
        opened.setblocking(False)  # noqa: FBT003 the library's own signature
        for buffer in (socket.SO_RCVBUF, socket.SO_SNDBUF):
            opened.setsockopt(socket.SOL_SOCKET, buffer, _BUFFER_BYTES)
        if is_ipv6:
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        opened.bind((address, number))
    except OSError:
        opened.close()
        raise
    return PortSocket(opened)


def _close_all(sockets: list[PortSocket]) -> None:
    for each in sockets:
        each.close()
