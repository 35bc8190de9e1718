import errno
import os
import time
from pathlib import Path

import pytest

from video_bank.errors import DiskFullError, NotFoundError, UnavailableError
from video_bank.vault.disk_vault import DiskVault


async def test_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    await DiskVault(tmp_path / "objects").put("a/b/c", b"x")
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "objects/a").rglob("*")}
    assert modes == {0o600, 0o700}


async def test_no_symbolic_link_leads_out_of_the_folder(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    vault = DiskVault(tmp_path / "objects")
    await vault.put("a/b", b"x")
    (tmp_path / "objects/a/link").symlink_to(secret)
    (tmp_path / "objects/out").symlink_to(tmp_path)
    for name in ("a/link", "out/secret"):
        with pytest.raises(NotFoundError):
            await vault.get(name, 0, 6)
    with pytest.raises((NotFoundError, UnavailableError)):
        await vault.put("out/new", b"x")
    await vault.put("a/link", b"y")
    assert secret.read_bytes() == b"secret"
    assert await vault.names("a") == ["a/b", "a/link"]


async def test_a_full_disk_has_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = DiskVault(tmp_path)
    await vault.put("a/b", b"old")

    def full(_number: int, _piece: bytes) -> int:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(DiskFullError):
        await vault.put("a/b", b"new")
    assert await vault.get("a/b", 0, 3) == b"old"
    assert len(os.listdir(tmp_path / "a")) == 1


async def test_leftovers_of_a_killed_process_go_with_the_next_put(tmp_path: Path) -> None:
    vault = DiskVault(tmp_path)
    await vault.put("a/b", b"x")
    stale, fresh = tmp_path / "a/b.0011.half-done", tmp_path / "a/b.2233.half-done"
    for path in (stale, fresh):
        path.write_bytes(b"half")
    long_ago = time.time() - 7200
    os.utime(stale, (long_ago, long_ago))
    await vault.put("a/b", b"y")
    assert not stale.exists()
    assert fresh.exists()
    assert await vault.names("a") == ["a/b"]
