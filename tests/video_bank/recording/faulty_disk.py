"""A disk that does what disks do: fills up, fails, writes half, forgets what was not synced."""

import errno
import os
import random
from pathlib import Path
from typing import Any, Final

import pytest

_SYSTEM: Final = ("open", "pwrite", "pread", "fdatasync", "fsync", "ftruncate", "statvfs")
_PLENTY: Final = 1 << 30


class KilledError(BaseException):
    """The process ends here: nothing of it may run on."""


class FaultyDisk:
    """Stands between this process and the file system below `folders`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folders: list[Path]) -> None:
        self.folders = folders
        self.broken: dict[Path, int] = {}  # with which errno
        self.nearly_full: set[Path] = set()
        self.writes_halves = False
        self.calls_left: int | None = None  # until the process is killed
        self._random = random.Random(1)
        self._synced: dict[Any, int] = {}  # bytes, by inode
        self._real: dict[str, Any] = {name: getattr(os, name) for name in _SYSTEM}
        for name in _SYSTEM:
            monkeypatch.setattr(os, name, getattr(self, name))

    def open(self, path: Any, flags: int, mode: int = 0o777, **more: Any) -> int:
        if Path(path).suffix in {".draft", ".journal"}:
            self._call(Path(path), is_writing=bool(flags & os.O_CREAT))
        number = int(self._real["open"](path, flags, mode, **more))
        if flags & os.O_CREAT:
            self._synced[_key(number)] = 0  # an inode may have been another file's
        return number

    def pwrite(self, number: int, content: bytes | memoryview, place: int) -> int:
        path = _path(number)
        half = bytes(content)[: len(content) // 2]
        try:
            self._call(path, is_writing=True)
        except (OSError, KilledError):
            self._real["pwrite"](number, half, place)
            raise
        return int(self._real["pwrite"](number, half if self._is_half(half) else content, place))

    def pread(self, number: int, length: int, place: int) -> bytes:
        self._call(_path(number), is_writing=False)
        return bytes(self._real["pread"](number, length, place))

    def fdatasync(self, number: int) -> None:
        path = _path(number)
        size = os.fstat(number).st_size
        synced = self._synced.get(_key(number), 0)
        try:
            self._call(path, is_writing=True)
        except OSError:  # what was dirty is gone, and the next sync will not say so
            self._real["pwrite"](number, bytes(max(0, size - synced)), synced)
            raise
        self._synced[_key(number)] = size

    def fsync(self, number: int) -> None:
        if not Path(_path(number)).is_dir():
            self.fdatasync(number)

    def ftruncate(self, number: int, length: int) -> None:
        path = _path(number)
        self._call(path, is_writing=self._errno(path) != errno.ENOSPC)
        self._real["ftruncate"](number, length)
        self._synced[_key(number)] = min(length, self._synced.get(_key(number), 0))

    def statvfs(self, path: Any) -> os.statvfs_result:
        found = self._real["statvfs"](path)
        left = 0 if Path(path) in self.nearly_full else _PLENTY // found.f_frsize
        return os.statvfs_result((*found[:4], left, *found[5:10]))

    def cut_power(self) -> None:
        """Lose some of what was not synced: the tail of each file, or zeros in its place."""
        for folder in self.folders:
            for path in folder.rglob("*.journal"):
                size, synced = path.stat().st_size, self._synced.get(_key(path), 0)
                keeps = self._random.randint(min(synced, size), size)
                with path.open("r+b") as file:
                    file.truncate(keeps)
                    file.truncate(self._random.choice([keeps, size]))

    def damage(self, path: Path, start: int) -> None:
        """Flip a bit behind `start`."""
        with path.open("r+b") as file:
            place = self._random.randrange(start, path.stat().st_size)
            file.seek(place)
            byte = file.read(1)[0]
            file.seek(place)
            file.write(bytes([byte ^ 0x10]))

    def _call(self, path: Path, *, is_writing: bool) -> None:
        if self.calls_left is not None:
            self.calls_left -= 1
            if self.calls_left < 0:
                raise KilledError
        number = self._errno(path)
        if number == errno.EIO or (number and is_writing):
            raise OSError(number, "injected")

    def _errno(self, path: Path) -> int:
        return next((n for folder, n in self.broken.items() if path.is_relative_to(folder)), 0)

    def _is_half(self, half: bytes) -> bool:
        return self.writes_halves and bool(half) and self._random.random() < 0.5


def _path(number: int) -> Path:
    return Path(os.readlink(f"/proc/self/fd/{number}").removesuffix(" (deleted)"))


def _key(file: int | Path) -> Any:
    found = os.stat(file)
    return found.st_dev, found.st_ino
