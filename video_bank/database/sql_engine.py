"""The SQL engine: SQLite in WAL mode on one machine, PostgreSQL on many."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, Final

import aiosqlite
from sqlalchemy import event, exc
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from video_bank.errors import UnavailableError

_CACHE_KIB: Final = 512  # of each connection, and every write of another one empties it
_BUSY_TIMEOUT_MS: Final = 10_000
_SWITCH_ATTEMPTS: Final = 100
_SWITCH_PAUSE_S: Final = 0.05


class Database:
    """Opened once per process; every write of a room goes through `transaction()`."""

    def __init__(self, url: str) -> None:
        self.engine: AsyncEngine = create_async_engine(
            async_url(url), pool_pre_ping=True, **_pool(url)
        )
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(self.engine.sync_engine, "begin", _begin)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """Commit at the end, roll back on any exception.

        A breach of a table's keys stays SQLAlchemy's IntegrityError, for the room that expects
        it; any other failure of the database becomes UnavailableError.

        SQLite takes its write lock at BEGIN, so a reader inside never finds that its snapshot
        has grown too old to write.
        """
        with _failures_in_our_words():
            async with self.engine.begin() as connection:
                yield connection

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Lend a connection that only reads: nobody who writes is in its way, nor it in theirs."""
        with _failures_in_our_words():
            async with self.engine.connect() as connection:
                yield await connection.execution_options(reads_only=True)

    async def close(self) -> None:
        await self.engine.dispose()


def async_url(url: str) -> str:
    """Return `url` with the asyncio driver of its database."""
    scheme, _, rest = url.partition("://")
    drivers = {
        "sqlite": "sqlite+aiosqlite",
        "postgres": "postgresql+asyncpg",
        "postgresql": "postgresql+asyncpg",
    }
    return f"{drivers.get(scheme, scheme)}://{rest}"


class _SqliteConnection(sqlite3.Connection):
    """Ends its transaction before it closes.

    A task that is cancelled in the middle of one has its connection closed; while any cursor of
    it is still referred to, SQLite would keep it, and the write lock with it (sqlite3_close_v2).
    """

    def close(self) -> None:
        if self.in_transaction:
            self.rollback()
        super().close()


def _pool(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        return {"connect_args": {"factory": _SqliteConnection}}
    return {"pool_size": 10, "max_overflow": 10}


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own BEGIN comes too late for IMMEDIATE; `_begin` says it instead.
    connection.isolation_level = None
    connection.run_async(_set_pragmas)


async def _set_pragmas(driver: aiosqlite.Connection) -> None:
    await driver.execute(f"PRAGMA busy_timeout={_BUSY_TIMEOUT_MS}")
    await _switch_to_wal(driver)
    await driver.execute("PRAGMA synchronous=FULL")
    await driver.execute("PRAGMA foreign_keys=ON")
    await driver.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")


async def _switch_to_wal(driver: aiosqlite.Connection) -> None:
    """SQLite refuses the switch at once, its busy timeout aside, while another one switches."""
    for _ in range(_SWITCH_ATTEMPTS):
        try:
            await driver.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            await asyncio.sleep(_SWITCH_PAUSE_S)
        else:
            return
    await driver.execute("PRAGMA journal_mode=WAL")


def _begin(connection: Any) -> None:
    reads_only = connection.get_execution_options().get("reads_only", False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


@contextmanager
def _failures_in_our_words() -> Iterator[None]:
    try:
        yield
    except exc.IntegrityError:
        raise
    except (exc.DBAPIError, exc.TimeoutError, OSError) as error:
        raise UnavailableError from error
