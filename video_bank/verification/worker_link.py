"""Messages over a stream socket between the pool and a worker: 4 bytes of length, then content."""

import socket
import struct
from typing import Final

_LENGTH: Final = struct.Struct("!I")
_MOST_BYTES: Final = 64 * 1024 * 1024  # three 4K frames fit; a worker gone wild does not


def send(link: socket.socket, message: bytes) -> None:
    """Raise OSError when the other side is gone, TimeoutError when it does not take it in time."""
    link.sendall(_LENGTH.pack(len(message)) + message)


def receive(link: socket.socket) -> bytes:
    """Raise ConnectionError when the other side is gone, TimeoutError by the socket's timeout."""
    (length,) = _LENGTH.unpack(_read(link, _LENGTH.size))
    if length > _MOST_BYTES:
        raise ConnectionAbortedError
    return _read(link, length)


def _read(link: socket.socket, length: int) -> bytes:
    content = bytearray(length)
    view = memoryview(content)
    while view:
        count = link.recv_into(view)
        if not count:
            raise ConnectionResetError
        view = view[count:]
    return bytes(content)
