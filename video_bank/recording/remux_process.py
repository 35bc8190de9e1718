"""Remuxing in a process of its own, at low priority: the archivist's loop stays free."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final

import msgspec

from video_bank.errors import BankError, ErrorCode, UnavailableError
from video_bank.recording.errors import JournalOpenError, RemuxDiedError
from video_bank.recording.remux_order import (
    LENGTH_BYTES,
    RemuxAnswer,
    Remuxed,
    RemuxEmpty,
    RemuxFailed,
    RemuxOrder,
    RemuxProgress,
)
from video_bank.vault.errors import IntegrityError

_CHUNK_BYTES: Final = 256 * 1024
_PROGRAM: Final = ("-I", "-m", "video_bank.recording.remux_worker")
_ENVIRONMENT: Final = {"LC_ALL": "C.UTF-8"}  # nothing of ours: settings hold secrets
_ERRORS: Final[dict[ErrorCode, type[BankError]]] = {
    error.code: error for error in (IntegrityError, JournalOpenError, UnavailableError)
}


class RemuxedFile:
    """The file as it comes from the process, to be read once."""

    def __init__(self, answer: Remuxed, pipe: asyncio.StreamReader) -> None:
        self.answer: Final = answer
        self._pipe = pipe

    async def content(self) -> AsyncIterator[bytes]:
        """Yield the file; raise RemuxDiedError when the process ends before it does."""
        left = self.answer.size_bytes
        while left:
            some = await self._pipe.read(min(left, _CHUNK_BYTES))
            if not some:
                raise RemuxDiedError
            left -= len(some)
            yield some


@asynccontextmanager
async def remux_leg(
    order: RemuxOrder, tell: Callable[[float], None]
) -> AsyncIterator[RemuxedFile | RemuxEmpty]:
    """Remux; raise IntegrityError, JournalOpenError, UnavailableError or RemuxDiedError.

    `tell` is given the share that is done, 0 to 1. The process is ended at the latest when the
    context is.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *_PROGRAM,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env=_ENVIRONMENT,
        cwd="/",
        limit=_CHUNK_BYTES,
    )
    try:
        yield await _ask(process, order, tell)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _ask(
    process: asyncio.subprocess.Process, order: RemuxOrder, tell: Callable[[float], None]
) -> RemuxedFile | RemuxEmpty:
    if process.stdin is None or process.stdout is None:
        raise RemuxDiedError
    try:
        process.stdin.write(msgspec.msgpack.encode(order))
        await process.stdin.drain()
        process.stdin.close()
        while isinstance(answer := await _read_answer(process.stdout), RemuxProgress):
            tell(answer.share)
    except (asyncio.IncompleteReadError, ConnectionError):
        raise RemuxDiedError from None
    if isinstance(answer, RemuxFailed):
        raise _ERRORS.get(answer.code, RemuxDiedError)
    return answer if isinstance(answer, RemuxEmpty) else RemuxedFile(answer, process.stdout)


async def _read_answer(pipe: asyncio.StreamReader) -> RemuxAnswer:
    length = int.from_bytes(await pipe.readexactly(LENGTH_BYTES))
    answer: RemuxAnswer = msgspec.msgpack.decode(await pipe.readexactly(length), type=RemuxAnswer)
    return answer
