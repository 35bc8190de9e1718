"""The store of objects as a folder: whole objects only, and no way out of the folder."""

import asyncio
import errno
import os
import secrets
import stat
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from video_bank.errors import DiskFullError, NotFoundError, UnavailableError
from video_bank.vault.object_name import parse_name

P = ParamSpec("P")
T = TypeVar("T")

_HALF_DONE: Final = ".half-done"  # no object's name can end so
_STALE_AFTER_S: Final = 3600.0
_FULL: Final = (errno.ENOSPC, errno.EDQUOT)
_NOT_THERE: Final = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.EISDIR)
_FOLDER: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW


class DiskVault:
    """Folders are walked by file descriptor and no symbolic link is followed.

    An object is written beside its place, synced, then renamed: a crash leaves the old object
    or none.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, name: str, content: AsyncIterator[bytes] | bytes) -> None:
        *folders, last = parse_name(name)
        part = _HalfDone(self._folder, folders, last)
        try:
            await _run(part.open)
            if isinstance(content, bytes):
                await _run(part.write, content)
            else:
                async for piece in content:
                    await _run(part.write, piece)
            await _run(part.complete)
        finally:
            await asyncio.shield(asyncio.to_thread(part.close))

    async def get(self, name: str, start: int, end: int) -> bytes:
        return await _run(self._read, parse_name(name), start, end)

    async def size(self, name: str) -> int:
        return await _run(self._size, parse_name(name))

    async def delete(self, name: str) -> None:
        await _run(self._delete, parse_name(name))

    async def names(self, prefix: str) -> list[str]:
        return await _run(self._names, "/".join(parse_name(prefix)))

    def _read(self, segments: Sequence[str], start: int, end: int) -> bytes:
        with self._open(segments) as number:
            found = bytearray()
            while start + len(found) < end:
                piece = os.pread(number, end - start - len(found), start + len(found))
                if not piece:
                    break
                found += piece
            return bytes(found)

    def _size(self, segments: Sequence[str]) -> int:
        with self._open(segments) as number:
            found = os.fstat(number)
            if not stat.S_ISREG(found.st_mode):
                raise NotFoundError
            return found.st_size

    def _delete(self, segments: Sequence[str]) -> None:
        try:
            with _open_folder(self._folder, segments[:-1]) as folder:
                os.unlink(segments[-1], dir_fd=folder)
                os.fsync(folder)
        except FileNotFoundError:
            return

    def _names(self, prefix: str) -> list[str]:
        found = (self._folder / prefix).rglob("*")
        return sorted(
            path.relative_to(self._folder).as_posix()
            for path in found
            if path.suffix != _HALF_DONE and path.is_file() and not path.is_symlink()
        )

    @contextmanager
    def _open(self, segments: Sequence[str]) -> Iterator[int]:
        with _open_folder(self._folder, segments[:-1]) as folder:
            number = os.open(segments[-1], os.O_RDONLY | os.O_NOFOLLOW, dir_fd=folder)
        try:
            yield number
        finally:
            os.close(number)


class _HalfDone:
    """An object on its way into the folder, under a name that no reader asks for.

    A cancelled caller leaves its last step running in a thread: the lock makes `close` wait for
    it, and no step begins after `close`.
    """

    def __init__(self, root: Path, folders: Sequence[str], last: str) -> None:
        self._root = root
        self._folders = folders
        self._last = last
        self._temporary = f"{last}.{secrets.token_hex(8)}{_HALF_DONE}"
        self._steps = threading.Lock()
        self._numbers = ExitStack()
        self._is_closed = False

    def open(self) -> None:
        with self._step():
            self._root.joinpath(*self._folders).mkdir(mode=0o700, parents=True, exist_ok=True)
            self._folder = self._numbers.enter_context(_open_folder(self._root, self._folders))
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
            self._number = os.open(self._temporary, flags, 0o600, dir_fd=self._folder)
            self._numbers.callback(os.close, self._number)
            self._numbers.callback(self._unlink)

    def write(self, piece: bytes) -> None:
        with self._step():
            rest = memoryview(piece)
            while rest:
                rest = rest[os.write(self._number, rest) :]

    def complete(self) -> None:
        with self._step():
            os.fsync(self._number)
            os.rename(self._temporary, self._last, src_dir_fd=self._folder, dst_dir_fd=self._folder)
            os.fsync(self._folder)
            self._sweep()

    def close(self) -> None:
        with self._steps:
            self._is_closed = True
            self._numbers.close()

    @contextmanager
    def _step(self) -> Iterator[None]:
        with self._steps:
            if self._is_closed:
                raise UnavailableError
            yield

    def _unlink(self) -> None:
        with suppress(FileNotFoundError):
            os.unlink(self._temporary, dir_fd=self._folder)

    def _sweep(self) -> None:
        """Remove what processes that were killed left of the same object."""
        for found in os.listdir(self._folder):
            if found.startswith(f"{self._last}.") and found.endswith(_HALF_DONE):
                age_s = time.time() - os.stat(found, dir_fd=self._folder).st_mtime
                if age_s > _STALE_AFTER_S:
                    os.unlink(found, dir_fd=self._folder)


@contextmanager
def _open_folder(root: Path, segments: Sequence[str]) -> Iterator[int]:
    number = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for segment in segments:
            deeper = os.open(segment, _FOLDER, dir_fd=number)
            os.close(number)
            number = deeper
        yield number
    finally:
        os.close(number)


async def _run(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Carry out `work` in a thread; its OSError becomes an error of ours."""
    try:
        return await asyncio.to_thread(work, *args, **kwargs)
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFullError from error
        if error.errno in _NOT_THERE:
            raise NotFoundError from error
        raise UnavailableError from error
