"""`serve`'s supervision: a machine's processes started in order, kept, stopped in reverse."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Final, Self, TextIO

from video_bank.child import Child, tell_where
from video_bank.database.migrations import migrate
from video_bank.database.redis_embedded import EmbeddedRedis
from video_bank.database.sql_engine import Database
from video_bank.errors import SetupError, UnavailableError
from video_bank.settings import Settings

_REDIS_WITHIN_S: Final = 20.0
_LOOK_EVERY_S: Final = 0.1


class Supervisor:
    """Runs as a context: left, everything it started has ended.

    A child that dies is started again, later each time. One that ends with EX_CONFIG is not:
    then `wait_until_ready` and `run` raise SetupError. Children die with this process, however
    it dies.
    """

    def __init__(
        self, settings: Settings, children: Sequence[Child], log: TextIO | None = None
    ) -> None:
        self._settings = settings
        self._children = children
        self._log = log  # where Redis writes; None: where this process does
        self._keepers: list[asyncio.Task[None]] = []
        self._claims: list[int] = []

    async def __aenter__(self) -> Self:
        """Start Redis, where none is set, bring the tables up to date, start the children.

        Raise SetupError, with everything stopped again, when that does not work.
        """
        try:
            if self._settings.redis_url is None:
                await self._start_redis()
            await self._migrate()
        except BaseException:
            await self._stop()
            raise
        for child in self._children:
            self._keep(child)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stop()

    async def wait_until_ready(
        self, is_ready: Callable[[], Awaitable[bool]], within_s: float = 30.0
    ) -> None:
        """Ask `is_ready` again and again; raise SetupError when it takes longer than allowed."""
        try:
            async with asyncio.timeout(within_s):
                self._check()
                while not await is_ready():
                    await asyncio.sleep(_LOOK_EVERY_S)
                    self._check()
        except TimeoutError:
            where = tell_where(self._log)
            raise SetupError(
                f"The service was not ready within {within_s:.0f} seconds; {where}."
            ) from None

    async def run(self) -> None:
        """Wait until a child refuses to work, and raise SetupError; until cancelled otherwise."""
        await asyncio.wait(self._keepers, return_when=asyncio.FIRST_COMPLETED)
        self._check()

    def _check(self) -> None:
        for keeper in self._keepers:
            if keeper.done():
                keeper.result()

    def _keep(self, child: Child) -> None:
        self._keepers.append(asyncio.create_task(child.keep_alive(), name=f"keep {child.name}"))

    async def _start_redis(self) -> None:
        server = EmbeddedRedis(self._settings.data_dir / "redis")
        # Held until the end, so that nobody slips in while a dead server is started again.
        claim = await asyncio.to_thread(server.claim)
        self._claims.append(claim)
        command = await asyncio.to_thread(lambda: server.command)
        self._keep(Child("redis", command, self._log, (claim,)))
        try:
            await self.wait_until_ready(
                partial(asyncio.to_thread, server.is_running), _REDIS_WITHIN_S
            )
        except SetupError:
            raise server.silent from None

    async def _migrate(self) -> None:
        database = Database(self._settings.effective_database_url)
        try:
            await migrate(database)
        except UnavailableError:
            raise SetupError("The database does not answer; is DATABASE_URL right?") from None
        finally:
            await database.close()

    async def _stop(self) -> None:
        """End the last one started first; asked again meanwhile, end all at once, then kill."""
        try:
            for keeper in reversed(self._keepers):
                keeper.cancel()
                await asyncio.wait([keeper])
        finally:
            for keeper in self._keepers:
                keeper.cancel()
            await asyncio.gather(*self._keepers, return_exceptions=True)
            while self._claims:
                os.close(self._claims.pop())
