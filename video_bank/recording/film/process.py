"""Filming in a process of its own, at the lowest priority: legs go in, the film comes out."""

import asyncio
import contextlib
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final

import msgspec

from video_bank.recording.errors import FilmDiedError
from video_bank.recording.film.order import FilmLeg, FilmOrder
from video_bank.recording.manifest import LegRecording, Manifest
from video_bank.vault.sealed_object import SealedReader

_CHUNK_BYTES: Final = 256 * 1024
_PROGRAM: Final = ("-I", "-m", "video_bank.recording.film.worker")
_ENVIRONMENT: Final = {"LC_ALL": "C.UTF-8"}  # nothing of ours: settings hold secrets


class RunningFilm:
    """`share` of it is done, 0 to 1."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.share = 0.0

    async def content(self) -> AsyncIterator[bytes]:
        """Yield the MP4; raise FilmDiedError when the process ends before it does."""
        output = self._process.stdout
        while output is not None and (piece := await output.read(_CHUNK_BYTES)):
            yield piece
        if await self._process.wait() != 0:
            raise FilmDiedError

    async def listen(self) -> None:
        """Keep `share` true until the process ends."""
        told = self._process.stderr
        while told is not None and (line := await told.readline()):
            with contextlib.suppress(ValueError):  # a codec's own words
                self.share = float(line)


@asynccontextmanager
async def film(
    manifest: Manifest, legs: Sequence[tuple[LegRecording, SealedReader]]
) -> AsyncIterator[RunningFilm]:
    """Film the legs side by side, in this order; the process is ended with the context.

    What a leg cannot deliver (IntegrityError) ends the film with FilmDiedError.
    """
    async with AsyncExitStack() as stack:
        pairs = [socket.socketpair() for _ in legs]
        for pair in pairs:
            for end in pair:
                stack.callback(end.close)
        order = FilmOrder(
            manifest.session_id,
            manifest.clock_zero,
            manifest.duration_s,
            tuple(
                FilmLeg(leg.track, leg.starts_at_s, theirs.fileno())
                for (leg, _), (_, theirs) in zip(legs, pairs, strict=True)
            ),
        )
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *_PROGRAM,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            pass_fds=[theirs.fileno() for _, theirs in pairs],
            env=_ENVIRONMENT,
            cwd="/",
            limit=_CHUNK_BYTES,
        )
        stack.push_async_callback(_end, process)
        await _tell(process, order)
        running = RunningFilm(process)
        work = [asyncio.create_task(running.listen(), name="film progress")]
        for (_, reader), (ours, theirs) in zip(legs, pairs, strict=True):
            theirs.close()
            work.append(asyncio.create_task(_feed(reader, ours, process), name="film leg"))
        stack.push_async_callback(_stop, work)
        yield running


async def _tell(process: asyncio.subprocess.Process, order: FilmOrder) -> None:
    if process.stdin is None:
        raise FilmDiedError
    process.stdin.write(msgspec.msgpack.encode(order))
    process.stdin.close()


async def _feed(
    reader: SealedReader, ours: socket.socket, process: asyncio.subprocess.Process
) -> None:
    """Send the leg as fast as it is taken; without the whole of it there is no film."""
    ours.settimeout(0)  # as asyncio asks for
    _, writer = await asyncio.open_unix_connection(sock=ours)
    try:
        size = await reader.plain_size()
        for start in range(0, size, _CHUNK_BYTES):
            writer.write(await reader.read(start, start + _CHUNK_BYTES))
            await writer.drain()
    except ConnectionError:
        return  # it needs no more of it, or is dead, which its output will tell
    except Exception:
        if process.returncode is None:
            process.kill()
        raise
    finally:
        writer.close()


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
    await process.wait()


async def _stop(work: Sequence[asyncio.Task[None]]) -> None:
    for task in work:
        task.cancel()
    await asyncio.gather(*work, return_exceptions=True)
