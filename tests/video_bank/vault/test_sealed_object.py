import asyncio
import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from video_bank.vault.disk_vault import DiskVault
from video_bank.vault.errors import IntegrityError
from video_bank.vault.sealed_object import (
    PIECE_BYTES,
    SealedReader,
    open_object,
    seal_object,
    seal_stream,
)

KEY = bytes(range(32))
NAME = "recordings/ses_0123456789abcdef01234567/agent.webm"
CONTENT = secrets.token_bytes(3 * PIECE_BYTES + 77)
SEALED_PIECE = PIECE_BYTES + 16
SIZES = [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 2 * PIECE_BYTES, len(CONTENT)]


async def stream(content: bytes, step: int) -> AsyncIterator[bytes]:
    for place in range(0, len(content), step):
        yield content[place : place + step]


@pytest.fixture
def vault(tmp_path: Path) -> DiskVault:
    return DiskVault(tmp_path)


@pytest.mark.parametrize("size", SIZES)
async def test_content_of_every_size_comes_back(vault: DiskVault, size: int) -> None:
    content = CONTENT[:size]
    assert open_object(KEY, NAME, seal_object(KEY, NAME, content)) == content
    for step in (1000, PIECE_BYTES, 10**6):
        await vault.put(NAME, seal_stream(KEY, NAME, stream(content, step)))
        reader = SealedReader(vault, NAME, KEY)
        assert await reader.plain_size() == size
        assert await reader.read(0, size + 10) == content


async def test_any_range_can_be_read_alone(vault: DiskVault) -> None:
    await vault.put(NAME, seal_object(KEY, NAME, CONTENT))
    reader = SealedReader(vault, NAME, KEY)
    for start, end in [(0, 1), (PIECE_BYTES - 1, PIECE_BYTES + 1), (5, 5), (9, 3)]:
        assert await reader.read(start, end) == CONTENT[start:end]
    for start in range(0, len(CONTENT) + 5000, 9973):
        assert await reader.read(start, start + 70_000) == CONTENT[start : start + 70_000]


def test_sealing_twice_gives_different_bytes() -> None:
    assert seal_object(KEY, NAME, b"same") != seal_object(KEY, NAME, b"same")


def test_nothing_of_the_content_is_seen() -> None:
    content = b"a face" * 50_000
    assert b"a face" not in seal_object(KEY, NAME, content)


@pytest.mark.parametrize("pieces", [1, 2, 3])
async def test_an_object_cut_between_pieces_is_refused(vault: DiskVault, pieces: int) -> None:
    cut = seal_object(KEY, NAME, CONTENT)[: 20 + pieces * SEALED_PIECE]
    with pytest.raises(IntegrityError):
        open_object(KEY, NAME, cut)
    await vault.put(NAME, cut)
    reader = SealedReader(vault, NAME, KEY)
    with pytest.raises(IntegrityError):
        await reader.read(0, await reader.plain_size())


def test_reordered_repeated_and_swapped_pieces_are_refused() -> None:
    sealed, other = seal_object(KEY, NAME, CONTENT), seal_object(KEY, NAME, CONTENT)
    head, rest = sealed[:20], sealed[20:]
    pieces = [rest[at : at + SEALED_PIECE] for at in range(0, len(rest), SEALED_PIECE)]
    foreign = other[20 : 20 + SEALED_PIECE]
    for changed in (
        [pieces[1], pieces[0], *pieces[2:]],
        [pieces[0], pieces[0], *pieces[2:]],
        [*pieces[1:]],
        [*pieces, pieces[-1]],
        [foreign, *pieces[1:]],
    ):
        with pytest.raises(IntegrityError):
            open_object(KEY, NAME, head + b"".join(changed))


def test_an_object_of_another_name_or_key_is_refused() -> None:
    sealed = seal_object(KEY, NAME, CONTENT)
    with pytest.raises(IntegrityError):
        open_object(KEY, NAME.replace("agent", "customer"), sealed)
    with pytest.raises(IntegrityError):
        open_object(bytes(32), NAME, sealed)


@settings(max_examples=60)
@given(st.data())
def test_every_flip_and_every_cut_is_found(data: st.DataObject) -> None:
    sealed = seal_object(KEY, NAME, CONTENT[: PIECE_BYTES + 900])
    flipped = bytearray(sealed)
    flipped[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    cut = sealed[: data.draw(st.integers(0, len(sealed) - 1))]
    for changed in (bytes(flipped), cut, sealed + b"\0"):
        with pytest.raises(IntegrityError):
            open_object(KEY, NAME, changed)


@settings(max_examples=30)
@given(flip=st.integers(0, 900), start=st.integers(0, 800), length=st.integers(1, 99))
def test_a_reader_returns_the_truth_or_refuses(
    tmp_path_factory: pytest.TempPathFactory, flip: int, start: int, length: int
) -> None:
    async def check() -> None:
        vault = DiskVault(tmp_path_factory.getbasetemp())
        sealed = bytearray(seal_object(KEY, NAME, CONTENT[:900]))
        sealed[flip] ^= 1
        await vault.put(NAME, bytes(sealed))
        with pytest.raises(IntegrityError):
            await SealedReader(vault, NAME, KEY).read(start, start + length)

    asyncio.run(check())
