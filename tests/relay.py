"""A network in between that loses, delays and swallows what goes through it, like `tc netem`.

Many kernels come without netem. Here every frame between two interfaces of this network namespace
goes through a thread: whoever lives behind one of them has the network that a `Weather` describes.
"""

import asyncio
import random
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Final

_EVERYTHING: Final = 0x0003  # ETH_P_ALL
_SOL_PACKET: Final = 263
_PACKET_VNET_HDR: Final = 15
_VNET: Final = 10  # bytes in front of a frame: what the kernel leaves to the next one to compute
_NEEDS_CHECKSUM: Final = 1
_LARGEST: Final = 1 << 17  # segments not cut yet come as one
_LONGEST_QUEUE_S: Final = 0.8  # as long as a cheap router's
_IPV4: Final = b"\x08\x00"
_IPV6: Final = b"\x86\xdd"
_UDP: Final = 17
_PORT: Final = struct.Struct("!H")


@dataclass
class Weather:
    """What happens to the frames of both directions; changed while they pass."""

    loss: float = 0.0
    delay_s: float = 0.0  # of one direction
    jitter_s: float = 0.0  # on top, at most; frames may overtake each other
    bits_per_s: float | None = None  # of one direction; what is more waits, then is dropped
    is_silent: bool = False
    port_shift: int = 0  # of UDP, as a NAT does: another number is another binding


@dataclass
class _Relay:
    inner: socket.socket
    outer: socket.socket
    weather: Weather = field(default_factory=Weather)
    _free_at: dict[socket.socket, float] = field(default_factory=dict)
    _chance: random.Random = field(default_factory=lambda: random.Random(1))

    def take(self, frame: bytes, to: socket.socket, loop: asyncio.AbstractEventLoop) -> None:
        weather = self.weather
        is_ip = frame[_VNET + 12 : _VNET + 14] in {_IPV4, _IPV6}
        if weather.is_silent or (is_ip and self._chance.random() < weather.loss):
            return
        if weather.port_shift:
            frame = _shift_port(frame, weather.port_shift, is_outgoing=to is self.outer)
        delay_s = weather.delay_s + self._chance.random() * weather.jitter_s
        if weather.bits_per_s is not None:
            queued_s = self._queue(frame, to, loop.time(), weather.bits_per_s)
            if queued_s > _LONGEST_QUEUE_S:
                return
            delay_s += queued_s
        if delay_s:
            loop.call_later(delay_s, _send, to, frame)
        else:
            _send(to, frame)

    def _queue(self, frame: bytes, to: socket.socket, now: float, bits_per_s: float) -> float:
        """Return after how long the frame is through; what would wait too long takes no room."""
        begins = max(now, self._free_at.get(to, now))
        ends = begins + (len(frame) - _VNET) * 8 / bits_per_s
        if begins - now <= _LONGEST_QUEUE_S:
            self._free_at[to] = ends
        return ends - now


@contextmanager
def open_relay(inner: str, outer: str) -> Iterator[Weather]:
    """Join two interfaces of this namespace until left; behind `inner` is the NAT's inside."""
    with _open(inner) as inner_socket, _open(outer) as outer_socket:
        relay = _Relay(inner_socket, outer_socket)
        loop = asyncio.new_event_loop()
        for source, to in ((inner_socket, outer_socket), (outer_socket, inner_socket)):
            loop.add_reader(source, _drain, relay, source, to, loop)
        thread = Thread(target=loop.run_forever, name=f"relay {inner}", daemon=True)
        thread.start()
        try:
            yield relay.weather
        finally:
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()


def _open(interface: str) -> socket.socket:
    opened = socket.socket(socket.AF_PACKET, socket.SOCK_RAW | socket.SOCK_NONBLOCK, 0)
    opened.setsockopt(_SOL_PACKET, _PACKET_VNET_HDR, 1)
    opened.bind((interface, _EVERYTHING))
    return opened


def _drain(
    relay: _Relay, source: socket.socket, to: socket.socket, loop: asyncio.AbstractEventLoop
) -> None:
    while True:
        try:
            frame, (_, _, kind, *_) = source.recvfrom(_LARGEST)
        except BlockingIOError:
            return
        if kind != socket.PACKET_OUTGOING:  # its own, seen once more
            relay.take(frame, to, loop)


def _send(to: socket.socket, frame: bytes) -> None:
    try:
        to.send(frame)
    except OSError:
        return  # the interface is down or full: lost, as on any network


def _shift_port(frame: bytes, shift: int, *, is_outgoing: bool) -> bytes:
    """Give a UDP packet over IPv4 that leaves another source port, one that comes its own again."""
    start = _VNET + 14
    if frame[start - 2 : start] != _IPV4 or frame[start + 9] != _UDP:
        return frame
    udp = start + (frame[start] & 0x0F) * 4
    place = udp if is_outgoing else udp + 2
    (port,) = _PORT.unpack_from(frame, place)
    changed = bytearray(frame)
    _PORT.pack_into(changed, place, (port + (shift if is_outgoing else -shift)) & 0xFFFF)
    if not frame[0] & _NEEDS_CHECKSUM:
        _PORT.pack_into(changed, udp + 6, 0)  # none, RFC 768
    return bytes(changed)
