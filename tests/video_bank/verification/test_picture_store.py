"""Pictures lie in the vault under their session's name and key, readable for nobody else."""

from typing import Final

import pytest

from tests.video_bank.verification.vaults import MemoryVault, OpenKey
from video_bank.errors import BankError, ErrorCode, NotFoundError
from video_bank.ids import PictureId, SessionId, new_picture_id, new_session_id
from video_bank.verification.picture_store import PictureStore

SESSION: Final = new_session_id()
OTHER: Final = new_session_id()


@pytest.fixture
def vault() -> MemoryVault:
    return MemoryVault()


@pytest.fixture
def pictures(vault: MemoryVault) -> PictureStore:
    return PictureStore(vault, OpenKey())


async def test_picture_is_read_back_and_lies_encrypted(
    pictures: PictureStore, vault: MemoryVault
) -> None:
    key = await OpenKey().make_data_key(SESSION)
    picture_id = await pictures.put(SESSION, key, b"a face")
    assert await pictures.get(SESSION, key, picture_id) == b"a face"
    [(name, content)] = vault.objects.items()
    assert name == f"pictures/{SESSION}/{picture_id}"
    assert b"a face" not in content


async def test_picture_of_another_session_is_not_there(pictures: PictureStore) -> None:
    key, other_key = [await OpenKey().make_data_key(one) for one in (SESSION, OTHER)]
    picture_id = await pictures.put(SESSION, key, b"a face")
    with pytest.raises(NotFoundError):
        await pictures.get(OTHER, other_key, picture_id)


async def test_picture_in_another_ones_place_is_not_believed(
    pictures: PictureStore, vault: MemoryVault
) -> None:
    key = await OpenKey().make_data_key(SESSION)
    mine, other = [await pictures.put(SESSION, key, face) for face in (b"one", b"two")]
    swapped = vault.objects[f"pictures/{SESSION}/{other}"]
    vault.objects[f"pictures/{SESSION}/{mine}"] = swapped
    with pytest.raises(BankError) as broken:
        await pictures.get(SESSION, key, mine)
    assert broken.value.code is ErrorCode.INTEGRITY_BROKEN


@pytest.mark.parametrize(
    ("session_id", "picture_id"),
    [(SESSION, "../../keys/master.key"), ("..", new_picture_id()), (SESSION, "")],
    ids=["picture climbs out", "session climbs out", "empty"],
)
async def test_name_that_is_no_id_never_reaches_the_vault(
    pictures: PictureStore, session_id: str, picture_id: str
) -> None:
    with pytest.raises(NotFoundError):
        await pictures.get(SessionId(session_id), b"", PictureId(picture_id))
