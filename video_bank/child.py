"""One process that is kept: started, started again when it dies, stopped when it is not wanted."""

import asyncio
import os
import signal
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, TextIO

import structlog

from video_bank.database.redis_embedded import die_with_parent
from video_bank.errors import EX_CONFIG, SetupError, UnavailableError

FIRST_PAUSE_S: Final = 0.1
LONGEST_PAUSE_S: Final = 5.0
STEADY_AFTER_S: Final = 10.0  # who lived this long begins again with the first pause
STOP_WITHIN_S: Final = 10.0
_TELL_WITHIN_S: Final = 1.0
# glibc gives threads heaps of their own, which calls that come and go leave full of holes. What
# is large has pages of its own and gives them back with its end, however much there was before.
ONE_HEAP: Final[Mapping[str, str]] = MappingProxyType(
    {"MALLOC_ARENA_MAX": "1", "MALLOC_MMAP_THRESHOLD_": "131072"}
)

OnDeath = Callable[[int], Awaitable[None]]

_log = structlog.get_logger()


def tell_where(log: TextIO | None) -> str:
    """Return where a child says why it ended."""
    return f"see {log.name}" if log else "see the lines above"


async def tell_nobody(_pid: int) -> None:
    pass


@dataclass(frozen=True)
class Child:
    """`on_death` hears the pid of each life that ended by itself; `log` None is our own stderr."""

    name: str
    command: Sequence[str]
    log: TextIO | None = None
    pass_fds: tuple[int, ...] = ()
    on_death: OnDeath = tell_nobody
    environment: Mapping[str, str] = field(default_factory=dict)  # beside our own

    async def keep_alive(self) -> None:
        """Live as long as the child is wanted: cancelled, stop it and end.

        Raise SetupError when it ends with EX_CONFIG: it says why in its log.
        """
        loop = asyncio.get_running_loop()
        pause_s = FIRST_PAUSE_S
        while True:
            began = loop.time()
            if await self._live_once() == EX_CONFIG:
                where = tell_where(self.log)
                raise SetupError(f"The {self.name} process cannot work like this; {where}.")
            if loop.time() - began > STEADY_AFTER_S:
                pause_s = FIRST_PAUSE_S
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, LONGEST_PAUSE_S)

    async def _live_once(self) -> int | None:
        """Return the exit code; None when there was no process to be had."""
        try:
            process = await self._spawn()
        except OSError as error:
            _log.error("child not started", child=self.name, errno=error.errno)
            return None
        _log.info("child started", child=self.name, pid=process.pid)
        try:
            code = await process.wait()
        finally:
            if process.returncode is None:
                await _end(process)
                _log.info("child stopped", child=self.name)
        _log.error("child died", child=self.name, code=code, signal=_signal_name(code))
        await self._tell_of_death(process.pid)
        return code

    async def _tell_of_death(self, pid: int) -> None:
        try:
            async with asyncio.timeout(_TELL_WITHIN_S):
                await self.on_death(pid)
        except (TimeoutError, UnavailableError):
            _log.warning("death not told", child=self.name)

    async def _spawn(self) -> Process:
        return await asyncio.create_subprocess_exec(
            *self.command,
            stdin=DEVNULL,
            stdout=self.log,
            stderr=self.log,
            preexec_fn=die_with_parent,
            pass_fds=self.pass_fds,
            env={**ONE_HEAP, **os.environ, **self.environment},
            # Ctrl-C in the terminal reaches the supervisor alone, which knows the order.
            start_new_session=True,
        )


async def _end(process: Process) -> None:
    # At once: SIGTERM would let a media node wait until its calls are moved to another.
    process.send_signal(signal.SIGINT)
    try:
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_WITHIN_S):
                await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def _signal_name(code: int) -> str | None:
    return signal.Signals(-code).name if code < 0 else None
