"""A write whose entry on the trail is in the same transaction: both are there, or neither."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from sqlalchemy import exc
from sqlalchemy.ext.asyncio import AsyncConnection

from video_bank.audit.sql_journal import append_in
from video_bank.audit.trail import Happening
from video_bank.database.sql_engine import Database
from video_bank.errors import UnavailableError
from video_bank.ids import SessionId

_ATTEMPTS: Final = 8
_PAUSE_S: Final = 0.02
_Written = TypeVar("_Written")


async def write_noted(
    database: Database,
    session_id: SessionId,
    write: Callable[[AsyncConnection], Awaitable[tuple[_Written, Happening]]],
) -> _Written:
    """Do `write`, put what happened on the trail, and return what was written.

    `write` begins anew when somebody else takes the place in the chain first. Raise
    UnavailableError, or whatever `write` raises.
    """
    for attempt in range(_ATTEMPTS):
        try:
            async with database.transaction() as connection:
                written, happening = await write(connection)
                await append_in(connection, session_id, [happening])
        except exc.IntegrityError:
            await asyncio.sleep(_PAUSE_S * (attempt + 1))
        else:
            return written
    raise UnavailableError
