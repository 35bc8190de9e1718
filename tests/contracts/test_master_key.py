"""What every master key promises: the same suite over the key file and over a KMS."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from video_bank.clock import SystemClock
from video_bank.ids import new_session_id
from video_bank.vault.aiohttp_kms_key import KmsKey
from video_bank.vault.aws_signature import Credentials
from video_bank.vault.errors import IntegrityError
from video_bank.vault.key_file import KeyFile
from video_bank.vault.keys import RotatingKey

if TYPE_CHECKING:
    from tests.servers import S3Server

CARLA, CARL = new_session_id(), new_session_id()


@pytest.fixture(params=["file", "kms"])
async def keys(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[RotatingKey]:
    if request.param == "file":
        yield KeyFile(tmp_path / "master.key")
        return
    server: S3Server = request.getfixturevalue("s3_server")
    who = Credentials("test", "test")
    async with KmsKey(server.new_kms_key(), who, SystemClock()) as key:
        yield key


async def test_a_data_key_comes_back_for_its_own_session_only(keys: RotatingKey) -> None:
    wrapped = await keys.make_data_key(CARLA)
    data_key = await keys.unwrap(CARLA, wrapped)
    assert len(data_key) == 32
    assert data_key not in wrapped
    assert await keys.unwrap(CARLA, wrapped) == data_key
    with pytest.raises(IntegrityError):
        await keys.unwrap(CARL, wrapped)


async def test_no_two_data_keys_are_the_same(keys: RotatingKey) -> None:
    wrapped = [await keys.make_data_key(CARLA) for _ in range(4)]
    assert len({await keys.unwrap(CARLA, each) for each in wrapped}) == 4


async def test_what_was_destroyed_or_made_up_is_no_key(keys: RotatingKey) -> None:
    for nothing in (b"", b"\x01", b"\x00" * 61, b"\xff" * 200):
        with pytest.raises(IntegrityError):
            await keys.unwrap(CARLA, nothing)


async def test_after_a_rotation_old_keys_unwrap_and_are_wrapped_anew(keys: RotatingKey) -> None:
    wrapped = await keys.make_data_key(CARLA)
    data_key = await keys.unwrap(CARLA, wrapped)
    await keys.rotate()
    assert await keys.unwrap(CARLA, wrapped) == data_key
    rewrapped = await keys.rewrap(CARLA, wrapped)
    assert rewrapped != wrapped
    assert await keys.unwrap(CARLA, rewrapped) == data_key
    with pytest.raises(IntegrityError):
        await keys.rewrap(CARL, wrapped)
    assert await keys.unwrap(CARLA, await keys.make_data_key(CARLA)) != data_key
