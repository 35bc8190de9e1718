"""A session's pictures in the vault, each encrypted under the session's data key."""

from video_bank.errors import NotFoundError
from video_bank.ids import PictureId, SessionId, is_well_formed, new_picture_id
from video_bank.vault.keys import MasterKey
from video_bank.vault.sealed_object import open_object, seal_object
from video_bank.vault.vault import Vault


class PictureStore:
    """Names are `pictures/{session_id}/{picture_id}`, bound to the content by its encryption."""

    def __init__(self, vault: Vault, master_key: MasterKey) -> None:
        self._vault = vault
        self._master_key = master_key

    async def put(self, session_id: SessionId, wrapped_key: bytes, content: bytes) -> PictureId:
        """Keep the picture under a new id."""
        picture_id = new_picture_id()
        name = _name(session_id, picture_id)
        key = await self._master_key.unwrap(session_id, wrapped_key)
        await self._vault.put(name, seal_object(key, name, content))
        return picture_id

    async def get(self, session_id: SessionId, wrapped_key: bytes, picture_id: PictureId) -> bytes:
        """Raise NotFoundError, or IntegrityError when it is not what was put there."""
        name = _name(session_id, picture_id)
        key = await self._master_key.unwrap(session_id, wrapped_key)
        return open_object(key, name, await self._vault.get(name, 0, await self._vault.size(name)))

    async def delete_all(self, session_id: SessionId) -> int:
        """Delete every picture of the session and return how many there were."""
        names = await self._vault.names(f"pictures/{session_id}")
        for name in names:
            await self._vault.delete(name)
        return len(names)


def _name(session_id: SessionId, picture_id: PictureId) -> str:
    if not (is_well_formed(session_id) and is_well_formed(picture_id)):
        raise NotFoundError
    return f"pictures/{session_id}/{picture_id}"
