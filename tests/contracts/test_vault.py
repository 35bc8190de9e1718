"""What every store of objects promises: the same suite over a folder and over S3."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from video_bank.errors import NotFoundError, UnavailableError
from video_bank.vault.disk_vault import DiskVault
from video_bank.vault.errors import MalformedNameError
from video_bank.vault.obstore_vault import ObstoreVault
from video_bank.vault.vault import Vault

NAME = "recordings/ses_0123456789abcdef01234567/customer.webm"


@pytest.fixture(params=["disk", "s3"])
def vault(request: pytest.FixtureRequest, tmp_path: Path) -> Vault:
    if request.param == "disk":
        return DiskVault(tmp_path / "objects")
    url = request.getfixturevalue("s3_url")
    return ObstoreVault(url, access_key_id="test", secret_access_key="test")  # noqa: S106


async def stream(*pieces: bytes, error: Exception | None = None) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece
    if error:
        raise error


async def test_an_object_comes_back_as_it_was_put(vault: Vault) -> None:
    await vault.put(NAME, b"0123456789")
    assert await vault.size(NAME) == 10
    assert await vault.get(NAME, 0, 10) == b"0123456789"
    assert await vault.get(NAME, 3, 5) == b"34"
    assert await vault.get(NAME, 8, 99) == b"89"


async def test_a_stream_of_many_megabytes_is_put_whole(vault: Vault) -> None:
    pieces = [bytes([number]) * 1_000_003 for number in range(18)]
    await vault.put(NAME, stream(*pieces))
    assert await vault.size(NAME) == 18 * 1_000_003
    assert await vault.get(NAME, 1_000_000, 1_000_006) == b"\0\0\0\1\1\1"
    assert await vault.get(NAME, 0, await vault.size(NAME)) == b"".join(pieces)


async def test_an_empty_stream_makes_an_empty_object(vault: Vault) -> None:
    await vault.put(NAME, stream())
    assert await vault.size(NAME) == 0


async def test_a_later_object_of_the_name_replaces_the_earlier(vault: Vault) -> None:
    await vault.put(NAME, b"an earlier, longer one")
    await vault.put(NAME, stream(b"later"))
    assert await vault.get(NAME, 0, await vault.size(NAME)) == b"later"


@pytest.mark.parametrize("megabytes", [0, 20])
async def test_a_broken_stream_leaves_what_was_there(vault: Vault, megabytes: int) -> None:
    await vault.put(NAME, b"old")
    with pytest.raises(UnavailableError):
        await vault.put(NAME, stream(*[bytes(1 << 20)] * megabytes, error=UnavailableError()))
    assert await vault.get(NAME, 0, 3) == b"old"
    other = NAME.replace("customer", "agent")
    with pytest.raises(UnavailableError):
        await vault.put(other, stream(*[bytes(1 << 20)] * megabytes, error=UnavailableError()))
    assert await vault.names("recordings") == [NAME]


async def test_a_cancelled_put_leaves_nothing(vault: Vault) -> None:
    began = asyncio.Event()

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield bytes(1 << 16)
            began.set()
            await asyncio.sleep(0)

    putting = asyncio.create_task(vault.put(NAME, endless()))
    await began.wait()
    putting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await putting
    assert await vault.names("recordings") == []


async def test_what_is_not_there_is_not_found(vault: Vault) -> None:
    with pytest.raises(NotFoundError):
        await vault.get(NAME, 0, 1)
    with pytest.raises(NotFoundError):
        await vault.size(NAME)
    await vault.delete(NAME)
    assert await vault.names("recordings/nothing") == []


async def test_a_deleted_object_is_gone(vault: Vault) -> None:
    await vault.put(NAME, b"x")
    await vault.delete(NAME)
    with pytest.raises(NotFoundError):
        await vault.size(NAME)
    assert await vault.names("recordings") == []


async def test_names_lists_a_folder_and_nothing_beside_it(vault: Vault) -> None:
    for name in ("a/b/two", "a/b/one.webm", "a/bc/three", "b/four"):
        await vault.put(name, b"x")
    assert await vault.names("a/b") == ["a/b/one.webm", "a/b/two"]
    assert await vault.names("a") == ["a/b/one.webm", "a/b/two", "a/bc/three"]


BAD_NAMES = (
    *("", "/", "a/", "/a", "../a", "a/../b", "a//b", ".", "a/.", "~/a", "%2e%2e/a", "a\\b"),
    *("a\0b", "a\n", "a b", "a/B", "ａ", "a/-", "a/b.half-done", "a/" * 8 + "a", "x" * 64),
)


@pytest.mark.parametrize("name", BAD_NAMES)
async def test_a_malformed_name_reaches_no_store(vault: Vault, name: str) -> None:
    with pytest.raises(MalformedNameError):
        await vault.put(name, b"x")
    with pytest.raises(MalformedNameError):
        await vault.get(name, 0, 1)
    with pytest.raises(MalformedNameError):
        await vault.size(name)
    with pytest.raises(MalformedNameError):
        await vault.delete(name)
    with pytest.raises(MalformedNameError):
        await vault.names(name)
