"""Playing a sealed recording: what it says of itself, and its legs, piece by piece."""

import hashlib
from collections.abc import Collection

import msgspec

from video_bank.errors import NotFoundError
from video_bank.ids import PictureId, SessionId
from video_bank.media.tracks import TrackName
from video_bank.recording.errors import KeyDestroyedError, NotSealedYetError
from video_bank.recording.manifest import Manifest, Recording, SealState
from video_bank.recording.quality_series import QualitySeries
from video_bank.recording.seal import is_genuine
from video_bank.recording.shelf import Shelf
from video_bank.vault.errors import IntegrityError
from video_bank.vault.keys import MasterKey
from video_bank.vault.sealed_object import SealedReader
from video_bank.vault.vault import Vault


class Replay:
    """Who may see it, and that they did, is the caller's to check and to write down."""

    def __init__(self, shelf: Shelf, vault: Vault, master_key: MasterKey) -> None:
        self._shelf = shelf
        self._vault = vault
        self._master_key = master_key

    async def find_all(self, session_ids: Collection[SessionId]) -> dict[SessionId, Recording]:
        """Return what is known of each session's recording, sealed or not; some have none."""
        return await self._shelf.find_all(session_ids)

    async def manifest(self, session_id: SessionId) -> Manifest:
        """Raise NotFoundError where nothing was recorded, NotSealedYetError before the seal.

        Raise KeyDestroyedError after the deletion.
        """
        return (await self._find(session_id))[1]

    async def open_track(self, session_id: SessionId, track: TrackName) -> SealedReader:
        """Return a reader of the track's WebM: `plain_size()`, `read(start, end)`.

        Raise NotFoundError, NotSealedYetError, or IntegrityError when the object is not the
        sealed one.
        """
        recording, manifest = await self._find(session_id)
        entry = next((each for each in manifest.legs if each.track is track), None)
        if entry is None:
            raise NotFoundError
        return await self._open(recording, entry.object_name, entry.size_bytes)

    async def read_quality(self, session_id: SessionId) -> dict[TrackName, QualitySeries]:
        """Return how each leg's link was, where it was measured; raise as `open_track` does."""
        recording, manifest = await self._find(session_id)
        found = {}
        for leg in manifest.legs:
            if leg.quality is msgspec.UNSET:
                continue
            sealed = leg.quality
            reader = await self._open(recording, sealed.object_name, sealed.size_bytes)
            content = await reader.read(0, sealed.size_bytes)
            if hashlib.sha256(content).hexdigest() != sealed.sha256:
                raise IntegrityError
            found[leg.track] = msgspec.json.decode(content, type=QualitySeries)
        return found

    async def open_quality(self, session_id: SessionId, track: TrackName) -> SealedReader | None:
        """Return a reader of the series as JSON; None where nothing was measured."""
        recording, manifest = await self._find(session_id)
        for leg in manifest.legs:
            if leg.track is track and leg.quality is not msgspec.UNSET:
                return await self._open(recording, leg.quality.object_name, leg.quality.size_bytes)
        return None

    async def open_pictures(self, session_id: SessionId) -> dict[PictureId, SealedReader]:
        """Return a reader of each evidence picture, a JPEG."""
        key = await self.data_key(session_id)
        names = await self._vault.names(f"pictures/{session_id}")
        return {
            PictureId(name.rpartition("/")[2]): SealedReader(self._vault, name, key)
            for name in names
        }

    async def data_key(self, session_id: SessionId) -> bytes:
        """Return the key that everything of a sealed session is encrypted under."""
        recording, _ = await self._find(session_id)
        return await self._master_key.unwrap(session_id, recording.wrapped_key)

    def verify_signature(self, manifest: Manifest) -> bool:
        """Say whether the manifest is as it was signed, by the key that it names."""
        return is_genuine(manifest)

    async def _open(self, recording: Recording, name: str, size_bytes: int) -> SealedReader:
        key = await self._master_key.unwrap(recording.session_id, recording.wrapped_key)
        reader = SealedReader(self._vault, name, key)
        if await reader.plain_size() != size_bytes:
            raise IntegrityError
        return reader

    async def _find(self, session_id: SessionId) -> tuple[Recording, Manifest]:
        recording = await self._shelf.find(session_id)
        if recording is None or recording.state is SealState.EMPTY:
            raise NotFoundError
        if recording.state in {SealState.DELETING, SealState.DELETED}:
            raise KeyDestroyedError
        if recording.manifest is None or recording.state is not SealState.SEALED:
            raise NotSealedYetError
        return recording, recording.manifest
