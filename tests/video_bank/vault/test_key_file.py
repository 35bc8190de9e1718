import asyncio
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from video_bank.ids import new_session_id
from video_bank.vault.errors import IntegrityError, SecretFileError
from video_bank.vault.key_file import KeyFile


async def test_a_data_key_comes_back_for_its_session_alone(tmp_path: Path) -> None:
    keys = KeyFile(tmp_path / "keys/master.key")
    carla, other = new_session_id(), new_session_id()
    wrapped = await keys.make_data_key(carla)
    data_key = await keys.unwrap(carla, wrapped)
    assert len(data_key) == 32
    assert data_key not in wrapped
    assert await KeyFile(tmp_path / "keys/master.key").unwrap(carla, wrapped) == data_key
    with pytest.raises(IntegrityError):
        await keys.unwrap(other, wrapped)
    with pytest.raises(IntegrityError):
        await KeyFile(tmp_path / "another.key").unwrap(carla, wrapped)


async def test_every_data_key_is_new(tmp_path: Path) -> None:
    keys = KeyFile(tmp_path / "master.key")
    session_id = new_session_id()
    wrapped = [await keys.make_data_key(session_id) for _ in range(2)]
    assert len({await keys.unwrap(session_id, each) for each in wrapped}) == 2


async def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys/master.key"
    await KeyFile(path).make_data_key(new_session_id())
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert os.listdir(path.parent) == ["master.key"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o777])
async def test_a_looser_mode_is_refused_in_clear_words(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "master.key"
    await KeyFile(path).make_data_key(new_session_id())
    path.chmod(mode)
    with pytest.raises(SecretFileError, match=r"others may read master\.key: change its mode"):
        await KeyFile(path).make_data_key(new_session_id())


async def test_a_damaged_key_file_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    path.touch(0o600)
    with pytest.raises(SecretFileError, match="restore it"):
        await KeyFile(path).make_data_key(new_session_id())
    assert path.read_bytes() == b""


async def test_processes_that_come_first_together_get_one_key(tmp_path: Path) -> None:
    session_id = new_session_id()
    keys = [KeyFile(tmp_path / "master.key") for _ in range(8)]
    wrapped = await asyncio.gather(*(each.make_data_key(session_id) for each in keys))
    for each in wrapped:
        await keys[0].unwrap(session_id, each)
    assert os.listdir(tmp_path) == ["master.key"]


@given(place=st.integers(0, 60), flip=st.integers(1, 255), cut=st.integers(0, 60))
def test_a_changed_wrapped_key_is_refused(
    tmp_path_factory: pytest.TempPathFactory, place: int, flip: int, cut: int
) -> None:
    async def check() -> None:
        keys = KeyFile(tmp_path_factory.getbasetemp() / "flipped.key")
        session_id = new_session_id()
        wrapped = await keys.make_data_key(session_id)
        flipped = bytearray(wrapped)
        flipped[place] ^= flip
        for changed in (bytes(flipped), wrapped[:cut]):
            with pytest.raises(IntegrityError):
                await keys.unwrap(session_id, changed)

    asyncio.run(check())


async def test_a_process_learns_of_a_rotation_when_it_meets_the_new_version(tmp_path: Path) -> None:
    path, session_id = tmp_path / "master.key", new_session_id()
    one, other = KeyFile(path), KeyFile(path)
    old = await one.make_data_key(session_id)
    await other.rotate()
    new = await other.make_data_key(session_id)
    assert (old[0], new[0]) == (1, 2)
    assert len(await one.unwrap(session_id, new)) == 32
    assert (await one.make_data_key(session_id))[0] == 2
    assert path.stat().st_mode & 0o777 == 0o600
    assert os.listdir(tmp_path) == ["master.key"]


async def test_rotations_at_once_lose_no_version(tmp_path: Path) -> None:
    path, session_id = tmp_path / "master.key", new_session_id()
    first = await KeyFile(path).make_data_key(session_id)
    await asyncio.gather(*(KeyFile(path).rotate() for _ in range(8)))
    assert path.stat().st_size == 9 * 32
    await KeyFile(path).unwrap(session_id, first)


async def test_a_file_that_is_full_of_versions_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    path.touch(0o600)
    path.write_bytes(bytes(range(256)) * 32)
    with pytest.raises(SecretFileError, match="restore it"):
        await KeyFile(path).rotate()
    path.write_bytes(bytes(255 * 32))
    with pytest.raises(SecretFileError, match="no more fit"):
        await KeyFile(path).rotate()
    assert path.stat().st_size == 255 * 32
