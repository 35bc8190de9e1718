"""Files that hold secrets of 32 bytes: made once, readable by their owner alone. All of it blocks.

Several processes may come at once: all get the same secrets. Whatever is wrong with a file, that
others may read it above all, raises SecretFileError.
"""

import fcntl
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from video_bank.vault.errors import SecretFileError

SECRET_BYTES: Final = 32
_LOOSE: Final = stat.S_IRWXG | stat.S_IRWXO


def read_or_make_secret(path: Path) -> bytes:
    """Return the one secret, new and random when there is no file yet."""
    return read_or_make_secrets(path, most=1)[0]


def read_or_make_secrets(path: Path, most: int) -> list[bytes]:
    """Return the secrets in their order; a file that is not there is made, with one."""
    try:
        return _read(path, most)
    except FileNotFoundError:
        _make(path)
        return _read(path, most)


def append_secret(path: Path, most: int) -> None:
    """Add a new secret behind the others: readers see the file before or after, never between."""
    read_or_make_secrets(path, most)
    with _locked(path.parent):
        found = _read(path, most)
        if len(found) == most:
            raise SecretFileError(f"{path.name} has {most} versions: no more fit")
        draft = _write_draft(path, [*found, secrets.token_bytes(SECRET_BYTES)])
        try:
            draft.replace(path)
        except OSError:
            draft.unlink()
            raise
        _sync_folder(path.parent)


def _read(path: Path, most: int) -> list[bytes]:
    number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(number, "rb") as file:
        if os.fstat(number).st_mode & _LOOSE:
            raise SecretFileError(f"others may read {path.name}: change its mode to 0600")
        content = file.read(SECRET_BYTES * most + 1)
    count, rest = divmod(len(content), SECRET_BYTES)
    if rest or not 0 < count <= most:
        raise SecretFileError(f"{path.name} is not {SECRET_BYTES} bytes long: restore it")
    return [content[n * SECRET_BYTES : (n + 1) * SECRET_BYTES] for n in range(count)]


def _make(path: Path) -> None:
    """Write a whole file under another name, then give it its own unless somebody was faster."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = _write_draft(path, [secrets.token_bytes(SECRET_BYTES)])
    try:
        path.hardlink_to(draft)
        _sync_folder(path.parent)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def _write_draft(path: Path, content: list[bytes]) -> Path:
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    number = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "wb") as file:
        file.write(b"".join(content))
        file.flush()
        os.fsync(number)
    return draft


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(number, fcntl.LOCK_EX)
        yield
    finally:
        os.close(number)


def _sync_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
