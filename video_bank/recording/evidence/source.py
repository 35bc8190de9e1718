"""Where a bundle's files are read from: the zip itself, or a folder that it was unpacked into.

Nothing is unpacked, nothing is written; what cannot be read is damage, never a crash.
"""

import hashlib
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, NamedTuple, Protocol

_PIECE_BYTES: Final = 1024 * 1024
_HEAD_BYTES: Final = 64 * 1024
_DOCUMENT_BYTES: Final = 256 * 1024 * 1024  # the longest trail; a video is never read whole
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)


class Digest(NamedTuple):
    """`head` is how the file begins; `is_broken` where it could not be read to its end."""

    sha256: str
    size_bytes: int
    head: bytes
    is_broken: bool


class Source(Protocol):
    """The files of a bundle by name."""

    def names(self) -> list[str]:
        """Return every file's name, as often as it is there."""
        ...

    def open(self, name: str) -> IO[bytes]: ...


class ZipSource:
    """Raise zipfile.BadZipFile where it is no whole zip."""

    def __init__(self, file: IO[bytes]) -> None:
        try:
            self._zip = zipfile.ZipFile(file)
        except _DAMAGE as error:  # a table of contents can be broken in many ways
            raise zipfile.BadZipFile from error

    def names(self) -> list[str]:
        return [info.filename for info in self._zip.infolist() if not info.is_dir()]

    def open(self, name: str) -> IO[bytes]:
        return self._zip.open(name)


class FolderSource:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> list[str]:
        files = (path for path in self._folder.rglob("*") if path.is_file())
        return [path.relative_to(self._folder).as_posix() for path in files]

    def open(self, name: str) -> IO[bytes]:
        return (self._folder / name).open("rb")


@contextmanager
def open_source(path: Path) -> Iterator[Source]:
    """Raise OSError where there is nothing to read, zipfile.BadZipFile for no whole zip."""
    if path.is_dir():
        yield FolderSource(path)
        return
    with path.open("rb") as file:
        yield ZipSource(file)


def digest(source: Source, name: str) -> Digest:
    """Read the whole file, a piece at a time."""
    sha256, size, head, is_broken = hashlib.sha256(), 0, b"", False
    try:
        with source.open(name) as file:
            while piece := file.read(_PIECE_BYTES):
                sha256.update(piece)
                size += len(piece)
                head += piece[: _HEAD_BYTES - len(head)]
    except _DAMAGE:
        is_broken = True
    return Digest(sha256.hexdigest(), size, head, is_broken)


def read_document(source: Source, name: str) -> bytes | None:
    """Return the whole file; None where it is not there or cannot be read."""
    try:
        with source.open(name) as file:
            content = file.read(_DOCUMENT_BYTES)
    except (KeyError, *_DAMAGE):
        return None
    return content
