"""Identifiers: opaque, unguessable, safe in a path, each kind a type of its own."""

import re
import secrets
from typing import Final, NewType

SessionId = NewType("SessionId", str)
StaffId = NewType("StaffId", str)
QueueId = NewType("QueueId", str)
NodeId = NewType("NodeId", str)
OfferId = NewType("OfferId", str)
CheckId = NewType("CheckId", str)
PictureId = NewType("PictureId", str)
GuestId = NewType("GuestId", str)
ExportId = NewType("ExportId", str)
CommentId = NewType("CommentId", str)
MessageId = NewType("MessageId", str)

_WELL_FORMED: Final = re.compile(r"[a-z]{2,8}_[0-9a-f]{24}")
_TOKEN_BYTES: Final = 32  # 256 bits; OWASP ASVS 5.0 asks for at least 128


def new_session_id() -> SessionId:
    return SessionId(_new("ses"))


def new_staff_id() -> StaffId:
    return StaffId(_new("staff"))


def new_offer_id() -> OfferId:
    return OfferId(_new("offer"))


def new_check_id() -> CheckId:
    return CheckId(_new("check"))


def new_picture_id() -> PictureId:
    return PictureId(_new("pic"))


def new_guest_id() -> GuestId:
    return GuestId(_new("guest"))


def new_export_id() -> ExportId:
    return ExportId(_new("export"))


def new_message_id() -> MessageId:
    return MessageId(_new("msg"))


def new_comment_id() -> CommentId:
    return CommentId(_new("comment"))


def new_node_id(kind: str) -> NodeId:
    """Return a name for one life of a process; a restarted process is another node."""
    return NodeId(_new(kind))


def new_token() -> str:
    """Return a secret of 256 random bits, URL-safe. Only its SHA-256 may be stored."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def is_well_formed(text: str) -> bool:
    """Say whether `text` could be an id of ours; anything else never reaches a path or a query."""
    return _WELL_FORMED.fullmatch(text) is not None


def _new(prefix: str) -> str:
    return f"{prefix}_{secrets.token_hex(12)}"
