"""Files that hold one secret of 32 bytes: made once, readable by their owner alone."""

import os
import secrets
import stat
from pathlib import Path
from typing import Final

from video_bank.vault.errors import SecretFileError

SECRET_BYTES: Final = 32
_LOOSE: Final = stat.S_IRWXG | stat.S_IRWXO


def read_or_make_secret(path: Path) -> bytes:
    """Return the secret, new and random when there is no file yet. Blocks.

    Several processes may come first at once: all get the same secret. Raise SecretFileError when
    others may read the file or it is not a secret.
    """
    try:
        return _read(path)
    except FileNotFoundError:
        _make(path)
        return _read(path)


def _read(path: Path) -> bytes:
    number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(number, "rb") as file:
        if os.fstat(number).st_mode & _LOOSE:
            raise SecretFileError(f"others may read {path.name}: change its mode to 0600")
        secret = file.read(SECRET_BYTES + 1)
    if len(secret) != SECRET_BYTES:
        raise SecretFileError(f"{path.name} is not {SECRET_BYTES} bytes long: restore it")
    return secret


def _make(path: Path) -> None:
    """Write a whole file under another name, then give it its own unless somebody was faster."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    number = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(secrets.token_bytes(SECRET_BYTES))
            file.flush()
            os.fsync(number)
        path.hardlink_to(draft)
        _sync_folder(path.parent)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def _sync_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
