"""Building STUN messages by hand, as a peer or a stranger would."""

import struct

from aioice import stun

COOKIE = 0x2112A442


def make_check(
    username: str | None, password: str | None = None, transaction_id: bytes = bytes(12)
) -> bytes:
    """Without a password the check is signed with a wrong one."""
    message = stun.Message(stun.Method.BINDING, stun.Class.REQUEST, transaction_id)
    message.attributes["PRIORITY"] = 1
    if username is not None:
        message.attributes["USERNAME"] = username
    message.add_message_integrity((password or "wrong").encode())
    return bytes(message)


def make_broken_check(username: str) -> bytes:
    """A PRIORITY of one byte, where four are laid down."""
    name = username.encode()
    attributes = struct.pack("!HH", 6, len(name)) + name + bytes(-len(name) % 4)
    attributes += b"\x00\x24\x00\x01\x01\x00\x00\x00"
    return struct.pack("!HHI12s", 1, len(attributes), COOKIE, bytes(12)) + attributes


def sign(kind: int, transaction_id: bytes, attributes: bytes, password: str) -> bytes:
    """Return a message of any attributes that is signed as it should be."""
    message = struct.pack("!HHI12s", kind, 0, COOKIE, transaction_id) + attributes
    digest = stun.message_integrity(message, password.encode())
    message += b"\x00\x08\x00\x14" + digest
    message = stun.set_body_length(message, len(message) - 20 + 8)
    return message + struct.pack("!HHI", 0x8028, 4, stun.message_fingerprint(message))
