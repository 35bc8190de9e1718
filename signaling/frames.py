"""What is in a frame of a socket, beside the message itself."""

from typing import Final

import msgspec
from aiohttp import WSMessage

LONGEST_NAME: Final = 64  # of a request or a connection, which a page makes up


def has_long_names(message: msgspec.Struct) -> bool:
    """Say whether a name that the page made up is longer than any page of ours makes."""
    names = (getattr(message, "request_id", ""), getattr(message, "connection", ""))
    return any(len(name) > LONGEST_NAME for name in names)


class _Named(msgspec.Struct):
    request_id: str = ""


def read_request_id(asked: msgspec.Struct | WSMessage | None) -> str:
    """Return the request's own name where it can be read, so that its page stops waiting."""
    if isinstance(asked, msgspec.Struct):
        return getattr(asked, "request_id", "")
    try:
        return msgspec.json.decode(asked.data, type=_Named).request_id if asked else ""
    except (msgspec.MsgspecError, UnicodeDecodeError, TypeError):
        return ""


def encode(message: msgspec.Struct) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(message))
