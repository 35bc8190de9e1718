"""The nouns of a verification."""

from enum import StrEnum

import msgspec

from video_bank.ids import SessionId


class PartState(StrEnum):
    INTACT = "intact"
    MISSING = "missing"
    ALTERED = "altered"
    OTHER_SESSION = "other_session"  # intact maybe, but of another meeting
    CUT_SHORT = "cut_short"
    UNPROVEN = "unproven"  # no valid signature speaks for it
    ADDED = "added"  # no part of what left the bank


class Part(msgspec.Struct, frozen=True):
    name: str
    state: PartState
    note: str = ""


class Key(msgspec.Struct, frozen=True):
    """The key that a signed file was verified with."""

    signed: str
    fingerprint: str | None
    is_trusted: bool


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """`is_key_given`: the reader knew the bank's key; else the keys within were believed."""

    is_intact: bool
    session_id: SessionId | None
    is_key_given: bool
    keys: tuple[Key, ...]
    parts: tuple[Part, ...]
