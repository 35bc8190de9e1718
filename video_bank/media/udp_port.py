"""The one UDP port of a media node: the guard, and each datagram to the leg that it is for.

STUN goes by the user name in it, else by address; everything else only comes in from an address
that a leg's peer has proved to be its own. No datagram can raise past here.
"""

import asyncio
import socket
from typing import Final, Protocol, Self

import msgspec

from video_bank.media.datagrams import DatagramKind, find_local_ufrag, tell_kind

Address = tuple[str, int]

_DRAIN_AT_MOST: Final = 128  # datagrams a wake-up takes before others get their turn
_LARGEST: Final = 2_048
_BUFFER_BYTES: Final = 4 << 20  # as much of it as the system allows
_MOST_ADDRESSES: Final = 16  # of one leg


class DatagramTaker(Protocol):
    """A leg's end at the port."""

    def take_stun(self, datagram: bytes, address: Address) -> None: ...

    def take_dtls(self, datagram: bytes) -> None: ...

    def take_media(self, datagram: bytes) -> None: ...


class PortCounters(msgspec.Struct):
    """What did not get through."""

    junk: int = 0
    strangers: int = 0
    broken: int = 0
    unsent: int = 0


class UdpPort:
    """Made by `open_port`; everything happens in the event loop of that call."""

    def __init__(self, sockets: dict[bool, socket.socket]) -> None:
        self.counters = PortCounters()
        self._sockets = sockets
        self._by_ufrag: dict[bytes, DatagramTaker] = {}
        self._by_address: dict[Address, DatagramTaker] = {}
        self._addresses: dict[bytes, list[Address]] = {}
        for each in sockets.values():
            asyncio.get_running_loop().add_reader(each.fileno(), self._drain, each)

    @classmethod
    def open_port(cls, number: int, addresses: tuple[str, ...]) -> Self:
        """Bind one port on every interface, for IPv4 and, when announced, IPv6; 0 takes a free one.

        Raise OSError when it is taken.
        """
        sockets: dict[bool, socket.socket] = {}
        for is_ipv6 in sorted({":" in address for address in addresses}):
            opened = _bind(number, is_ipv6=is_ipv6)
            number = opened.getsockname()[1]
            sockets[is_ipv6] = opened
        return cls(sockets)

    @property
    def number(self) -> int:
        found: int = next(iter(self._sockets.values())).getsockname()[1]
        return found

    def close(self) -> None:
        for each in self._sockets.values():
            asyncio.get_running_loop().remove_reader(each.fileno())
            each.close()

    def add(self, ufrag: bytes, taker: DatagramTaker) -> None:
        self._by_ufrag[ufrag] = taker
        self._addresses[ufrag] = []

    def remove(self, ufrag: bytes) -> None:
        """Forget a leg and its addresses, save those that a newer leg has proved since."""
        taker = self._by_ufrag.pop(ufrag, None)
        for address in self._addresses.pop(ufrag, []):
            if self._by_address.get(address) is taker:
                del self._by_address[address]

    def admit(self, ufrag: bytes, address: Address) -> None:
        """Let an address in: its holder knows the leg's password."""
        taker = self._by_ufrag.get(ufrag)
        if taker is None or self._by_address.get(address) is taker:
            return
        known = self._addresses[ufrag]
        if len(known) < _MOST_ADDRESSES:
            known.append(address)
            self._by_address[address] = taker

    def send(self, datagram: bytes, address: Address) -> None:
        """Send or drop: nothing is ever queued behind a full socket."""
        try:
            self._sockets[":" in address[0]].sendto(datagram, address)
        except (OSError, KeyError):
            self.counters.unsent += 1

    def _drain(self, source: socket.socket) -> None:
        for _ in range(_DRAIN_AT_MOST):
            try:
                datagram, address = source.recvfrom(_LARGEST)
            except BlockingIOError:
                return
            except OSError:
                self.counters.broken += 1
                return
            try:
                self._take(datagram, address[:2])
            except Exception:  # noqa: BLE001 whatever a datagram sets off, it ends no call
                self.counters.broken += 1

    def _take(self, datagram: bytes, address: Address) -> None:
        kind = tell_kind(datagram)
        if kind is DatagramKind.JUNK:
            self.counters.junk += 1
            return
        taker = self._by_address.get(address)
        if kind is DatagramKind.STUN:
            ufrag = find_local_ufrag(datagram)
            taker = taker if ufrag is None else self._by_ufrag.get(ufrag)
        if taker is None:
            self.counters.strangers += 1
        elif kind is DatagramKind.MEDIA:
            taker.take_media(datagram)
        elif kind is DatagramKind.STUN:
            taker.take_stun(datagram, address)
        else:
            taker.take_dtls(datagram)


def _bind(number: int, *, is_ipv6: bool) -> socket.socket:
    opened = socket.socket(socket.AF_INET6 if is_ipv6 else socket.AF_INET, socket.SOCK_DGRAM)
    try:
        opened.setblocking(False)  # noqa: FBT003 the library's own signature
        for buffer in (socket.SO_RCVBUF, socket.SO_SNDBUF):
            opened.setsockopt(socket.SOL_SOCKET, buffer, _BUFFER_BYTES)
        if is_ipv6:
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        opened.bind(("::" if is_ipv6 else "0.0.0.0", number))  # noqa: S104 media comes from anywhere
    except OSError:
        opened.close()
        raise
    return opened
