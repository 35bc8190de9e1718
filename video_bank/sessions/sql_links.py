"""One-time links into a session, inside a transaction of their caller's; secrets only as hashes."""

import hashlib
import secrets
from typing import Any, Final

from sqlalchemy import Row, Table, and_, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from video_bank.caller import Role
from video_bank.database.sql_tables import credentials, join_tokens
from video_bank.ids import SessionId, new_token
from video_bank.sessions.access import IssuedHandover, IssuedLink, Seating
from video_bank.sessions.errors import TokenExpiredError, TokenInvalidError, TokenUsedError

LINK_LIFE_S: Final = 600.0
HANDOVER_LIFE_S: Final = 180.0
CODE_DIGITS: Final = 8

_links: Final = join_tokens.c


async def issue_link(
    connection: AsyncConnection, session_id: SessionId, expires_at: float
) -> IssuedLink:
    link = IssuedLink(new_token(), expires_at)
    await _keep(connection, session_id, link, None)
    return link


async def issue_handover(
    connection: AsyncConnection, session_id: SessionId, now: float
) -> IssuedHandover:
    """Whatever the session offered before leads nowhere any more."""
    await withdraw_handover(connection, session_id)
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    offer = IssuedHandover(new_token(), now + HANDOVER_LIFE_S, code)
    await _keep(connection, session_id, offer, hash_secret(code))
    return offer


async def withdraw_handover(connection: AsyncConnection, session_id: SessionId) -> None:
    theirs = and_(
        _links.session_id == session_id, _links.code_hash.is_not(None), _links.used_at.is_(None)
    )
    await connection.execute(delete(join_tokens).where(theirs))


async def find_link(connection: AsyncConnection, links: Table, token: str) -> Row[Any]:
    """Return the row of a one-time link in its table; raise TokenInvalidError."""
    wanted = select(links).where(links.c.token_hash == hash_secret(token))
    row = (await connection.execute(wanted)).one_or_none()
    if row is None:
        raise TokenInvalidError
    return row


async def find_offered(connection: AsyncConnection, code: str, now: float) -> Row[Any]:
    """Raise TokenInvalidError, and nothing that would tell a spent code from a wrong one.

    Two sessions with the same code at the same time lead nowhere, rather than to a stranger.
    """
    wanted = select(join_tokens).where(
        _links.code_hash == hash_secret(code), _links.used_at.is_(None), _links.expires_at > now
    )
    rows = (await connection.execute(wanted)).all()
    if len(rows) != 1:
        raise TokenInvalidError
    return rows[0]


async def use_up(connection: AsyncConnection, links: Table, link: Row[Any], now: float) -> None:
    """Use a link up that nobody used before; raise TokenUsedError or TokenExpiredError."""
    if link.used_at is not None:
        raise TokenUsedError
    if link.expires_at <= now:
        raise TokenExpiredError
    unused = and_(links.c.token_hash == link.token_hash, links.c.used_at.is_(None))
    used = await connection.execute(update(links).where(unused).values(used_at=now))
    if used.rowcount != 1:
        raise TokenUsedError  # somebody else in the same moment


async def take_seat(
    connection: AsyncConnection, link: Row[Any], seated: SessionId | None, now: float, life_s: float
) -> Seating:
    """Use the link up for a seat in its session; a hand-over's ends every other seat there.

    The browser that is `seated` in that session keeps its seat, and the link.
    Raise TokenUsedError or TokenExpiredError.
    """
    session_id, is_handover = SessionId(link.session_id), link.code_hash is not None
    if session_id == seated:
        return Seating(session_id)
    await use_up(connection, join_tokens, link, now)
    if is_handover:
        await _end_seats(connection, session_id, now)
    token = await give_credential(connection, Role.CUSTOMER, session_id, now + life_s)
    return Seating(session_id, token, is_handover)


async def give_credential(
    connection: AsyncConnection, role: Role, subject: str, expires_at: float
) -> str:
    token = new_token()
    row = {
        "token_hash": hash_secret(token),
        "role": role,
        "subject": subject,
        "expires_at": expires_at,
    }
    await connection.execute(insert(credentials).values(row))
    return token


def hash_secret(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


async def _keep(
    connection: AsyncConnection, session_id: SessionId, link: IssuedLink, code_hash: str | None
) -> None:
    row = {
        "token_hash": hash_secret(link.token),
        "session_id": session_id,
        "expires_at": link.expires_at,
        "code_hash": code_hash,
    }
    await connection.execute(insert(join_tokens).values(row))


async def _end_seats(connection: AsyncConnection, session_id: SessionId, now: float) -> None:
    theirs = and_(
        credentials.c.role == Role.CUSTOMER,
        credentials.c.subject == session_id,
        credentials.c.revoked_at.is_(None),
    )
    await connection.execute(update(credentials).where(theirs).values(revoked_at=now))
