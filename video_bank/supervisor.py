"""`serve`'s supervision: a machine's processes started in order, kept, stopped in reverse."""

import asyncio
import os
import signal
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Final, Self, TextIO

import structlog

from video_bank.database.migrations import migrate
from video_bank.database.redis_embedded import EmbeddedRedis, die_with_parent
from video_bank.database.sql_engine import Database
from video_bank.errors import SetupError, UnavailableError
from video_bank.settings import Settings

EX_CONFIG: Final = 78  # sysexits.h: what was set cannot work; trying again is of no use
FIRST_PAUSE_S: Final = 0.1
LONGEST_PAUSE_S: Final = 5.0
STEADY_AFTER_S: Final = 10.0  # who lived this long begins again with the first pause
STOP_WITHIN_S: Final = 10.0
_REDIS_WITHIN_S: Final = 20.0
_LOOK_EVERY_S: Final = 0.1

_log = structlog.get_logger()


@dataclass(frozen=True)
class ChildSpec:
    """A process to keep; it says on stderr why it ends with EX_CONFIG."""

    name: str
    command: tuple[str, ...]


class Supervisor:
    """Runs as a context: left, everything it started has ended.

    A child that dies is started again, later each time. One that ends with EX_CONFIG is not:
    then `wait_until_ready` and `run` raise SetupError. Children die with this process, however
    it dies.
    """

    def __init__(
        self, settings: Settings, children: Sequence[ChildSpec], log: TextIO | None = None
    ) -> None:
        self._settings = settings
        self._where = f"see {log.name}" if log else "see the lines above"
        self._log = log  # where the children write; None: where this process does
        self._children = children
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
            self._keep(child.name, partial(_spawn, child.command, self._log))
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
            raise SetupError(
                f"The service was not ready within {within_s:.0f} seconds; {self._where}."
            ) from None

    async def run(self) -> None:
        """Wait until a child refuses to work, and raise SetupError; until cancelled otherwise."""
        await asyncio.wait(self._keepers, return_when=asyncio.FIRST_COMPLETED)
        self._check()

    def _check(self) -> None:
        for keeper in self._keepers:
            if keeper.done():
                keeper.result()

    def _keep(self, name: str, spawn: Callable[[], Awaitable[Process]]) -> None:
        self._keepers.append(
            asyncio.create_task(_keep_alive(name, spawn, self._where), name=f"keep {name}")
        )

    async def _start_redis(self) -> None:
        server = EmbeddedRedis(self._settings.data_dir / "redis")
        # Held until the end, so that nobody slips in while a dead server is started again.
        claim = await asyncio.to_thread(server.claim)
        self._claims.append(claim)
        command = await asyncio.to_thread(lambda: server.command)
        self._keep("redis", partial(_spawn, command, self._log, (claim,)))
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


async def _keep_alive(name: str, spawn: Callable[[], Awaitable[Process]], where: str) -> None:
    """Live as long as the child is wanted: cancelled, it stops the child and ends."""
    loop = asyncio.get_running_loop()
    pause_s = FIRST_PAUSE_S
    while True:
        began = loop.time()
        code = await _live_once(name, spawn)
        if code == EX_CONFIG:
            raise SetupError(f"The {name} process cannot work like this; {where}.")
        if loop.time() - began > STEADY_AFTER_S:
            pause_s = FIRST_PAUSE_S
        await asyncio.sleep(pause_s)
        pause_s = min(2 * pause_s, LONGEST_PAUSE_S)


async def _live_once(name: str, spawn: Callable[[], Awaitable[Process]]) -> int | None:
    """Return the exit code; None when there was no process to be had."""
    try:
        process = await spawn()
    except OSError as error:
        _log.error("child not started", child=name, errno=error.errno)
        return None
    _log.info("child started", child=name, pid=process.pid)
    try:
        code = await process.wait()
    finally:
        if process.returncode is None:
            await _end(process)
            _log.info("child stopped", child=name)
    _log.error("child died", child=name, code=code, signal=_signal_name(code))
    return code


async def _end(process: Process) -> None:
    process.terminate()
    try:
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_WITHIN_S):
                await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _spawn(
    command: Sequence[str], log: TextIO | None, pass_fds: tuple[int, ...] = ()
) -> Process:
    return await asyncio.create_subprocess_exec(
        *command,
        stdin=DEVNULL,
        stdout=log,
        stderr=log,
        preexec_fn=die_with_parent,
        pass_fds=pass_fds,
        # Ctrl-C in the terminal reaches the supervisor alone, which knows the order.
        start_new_session=True,
    )


def _signal_name(code: int) -> str | None:
    return signal.Signals(-code).name if code < 0 else None
