"""`video-bank verify` as a process: what it prints, and its exit status."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.video_bank.recording.archive import Archive
from tests.video_bank.recording.evidence.bundles import export, pack, record, unpack


@pytest.fixture
async def path(archive: Archive, tmp_path: Path) -> Path:
    path = tmp_path / "evidence.zip"
    path.write_bytes(await export(archive, await record(archive)))
    return path


def test_it_says_so_of_every_part(path: Path) -> None:
    done = run(path)
    assert done.returncode == 0, done.stdout
    assert done.stdout.endswith("\nINTACT\n")
    assert "legs/customer.webm" in done.stdout
    assert "were believed" in done.stdout
    path.write_bytes(pack({**unpack(path.read_bytes()), "trail.txt": b"nothing happened"}))
    done = run(path)
    assert done.returncode == 1
    assert "CUT SHORT: 16 of" in done.stdout
    assert done.stdout.endswith("\nNOT INTACT\n")


def test_as_json_and_with_the_bank_s_key(path: Path) -> None:
    believed = json.loads(run(path, "--json").stdout)
    assert believed["is_intact"]
    assert not believed["is_key_given"]
    fingerprint = believed["keys"][0]["fingerprint"]
    pairs = ":".join(fingerprint[at : at + 2].upper() for at in range(0, 64, 2))
    done = run(path, "--json", "--key", pairs)
    assert done.returncode == 0
    assert json.loads(done.stdout)["is_key_given"]
    assert run(path, "--key", "0" * 64).returncode == 1


def test_what_is_no_bundle(path: Path) -> None:
    assert run(path.with_name("missing.zip")).returncode == 2
    assert run(path, "--key", "our key").returncode == 2
    path.write_bytes(b"not a zip")
    assert run(path).returncode == 1


def test_common_tools_come_to_the_same(path: Path, tmp_path: Path) -> None:
    """The very commands of the README."""
    folder = tmp_path / "unpacked"
    shutil.unpack_archive(path, folder)
    readme = (folder / "README.txt").read_text().split("\n\n1. The files")[1]
    commands = [
        " ".join(command.split())
        for command in readme.replace("\\\n", " ").splitlines()
        if command.startswith(("    openssl", "    sha256sum"))
    ]
    assert len(commands) == 4
    done = [
        subprocess.run(  # noqa: S602
            command, shell=True, cwd=folder, capture_output=True, text=True, check=False
        )
        for command in commands
    ]
    assert [each.returncode for each in done] == [0] * 4, done
    fingerprint = json.loads(run(path, "--json").stdout)["keys"][0]["fingerprint"]
    assert done[-1].stdout.split()[0] == fingerprint


def run(path: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    """Run it without any of the environment: no settings, no services."""
    command = [sys.executable, "-m", "video_bank.cli", "verify", str(path), *options]
    return subprocess.run(command, capture_output=True, text=True, env={}, check=False)
