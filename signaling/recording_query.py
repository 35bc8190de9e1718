"""What an auditor's list is asked for, read from the address (pure)."""

import math
from collections.abc import Mapping
from typing import Annotated, Final

import msgspec

from signaling.errors import MalformedError
from video_bank.ids import SessionId, is_well_formed
from video_bank.sessions.session import Session
from video_bank.sessions.sql_search import Flag, Place, SessionQuery
from video_bank.verification.evidence import Verdict

PARAMETERS: Final = (
    "search",
    "agent",
    "since",
    "until",
    "product",
    "verdict",
    "kinds",
    "flags",
    "before",
    "limit",
)
_USUAL_ROWS: Final = 50
_MOST_ROWS: Final = 100
_MOST_KINDS: Final = 100
_Text = Annotated[str, msgspec.Meta(max_length=100)]


class ListQuery(msgspec.Struct, frozen=True):
    """`kinds` and `flags` are words with commas between; `before` is an earlier answer's."""

    search: _Text = ""
    agent: _Text = ""
    since: float | None = None
    until: float | None = None
    product: _Text = ""
    verdict: Verdict | None = None
    kinds: Annotated[str, msgspec.Meta(max_length=4000)] = ""
    flags: _Text = ""
    before: _Text = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=_MOST_ROWS)] = _USUAL_ROWS


def read_query(parameters: Mapping[str, str]) -> SessionQuery:
    """Raise MalformedError."""
    try:
        query = msgspec.convert(dict(parameters), ListQuery, strict=False)
        flags = tuple(map(Flag, _words(query.flags)))
    except (msgspec.ValidationError, ValueError) as error:
        raise MalformedError from error
    kinds = _words(query.kinds)
    times = [time for time in (query.since, query.until) if time is not None]
    if not all(map(math.isfinite, times)) or len(kinds) > _MOST_KINDS:
        raise MalformedError
    return SessionQuery(
        text=query.search.strip(),
        agent=query.agent.strip(),
        created_from=query.since,
        created_before=query.until,
        product=query.product,
        verdict=query.verdict,
        kinds=kinds,
        flags=flags,
        after=_read_place(query.before) if query.before else None,
        limit=query.limit,
    )


def write_place(session: Session) -> str:
    """Return where a page ends whose last row is this session's."""
    return f"{session.created_at!r}~{session.session_id}"


def _read_place(text: str) -> Place:
    at, _, session_id = text.partition("~")
    try:
        created_at = float(at)
    except ValueError as error:
        raise MalformedError from error
    if not math.isfinite(created_at) or not is_well_formed(session_id):
        raise MalformedError
    return Place(created_at, SessionId(session_id))


def _words(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split(",")))
