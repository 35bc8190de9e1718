"""Sealing one session: from its journals to signed, verified objects in the vault."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from video_bank.audit.trail import GENESIS
from video_bank.clock import Clock
from video_bank.errors import NotFoundError
from video_bank.ids import PictureId, SessionId
from video_bank.media.tracks import TrackName
from video_bank.recording.journal_folder import find_journals
from video_bank.recording.manifest import (
    LegRecording,
    Manifest,
    SealedPicture,
    SealedQuality,
)
from video_bank.recording.quality_series import QualitySeries
from video_bank.recording.remux_order import RemuxEmpty, RemuxOrder
from video_bank.recording.remux_process import RemuxedFile, remux_leg
from video_bank.recording.seal import make_manifest
from video_bank.recording.shelf import SealJob
from video_bank.vault.errors import IntegrityError
from video_bank.vault.keys import MasterKey
from video_bank.vault.sealed_object import (
    SealedReader,
    open_object,
    seal_object,
    seal_stream,
)
from video_bank.vault.signing_key import SigningKey
from video_bank.vault.vault import Vault

if TYPE_CHECKING:
    from video_bank.audit.journal import Journal

_REMUXING: Final = 2 / 3
_READ_BYTES: Final = 1024 * 1024


@dataclass(frozen=True)
class Sealed:
    """`manifest` is None where nothing was recorded; `paths` are the journals that were read."""

    manifest: Manifest | None
    paths: tuple[Path, ...]


class Progress:
    """How much of a seal is done: `share`, 0 to 1. Reading and remuxing are two thirds of a leg."""

    def __init__(self) -> None:
        self.share = 0.0
        self._begin = self._end = 0.0

    def begin(self, begin: float, end: float) -> None:
        """Go on with the leg that is this stretch of the whole."""
        self._begin, self._end = begin, end
        self._note(0.0)

    def note_remuxed(self, share: float) -> None:
        self._note(share * _REMUXING)

    async def follow(self, content: AsyncIterator[bytes], size: int) -> AsyncIterator[bytes]:
        """Yield the content while it is put into the vault."""
        done = 0
        async for piece in content:
            yield piece
            done += len(piece)
            self._note(_REMUXING + (1 - _REMUXING) * done / size)

    def _note(self, share: float) -> None:
        self.share = self._begin + (self._end - self._begin) * share


@dataclass(frozen=True)
class Sealing:
    """Writes nothing but objects, and the same ones each time: it may be done again."""

    vault: Vault
    master_key: MasterKey
    signing_key: SigningKey
    trail: "Journal"
    journal_dirs: Sequence[Path]
    clock: Clock

    async def seal(self, job: SealJob, progress: Progress) -> Sealed:
        """Raise IntegrityError, JournalOpenError, DiskFullError, UnavailableError..."""
        await self._ask_vault(job)
        journals = await asyncio.to_thread(find_journals, self.journal_dirs, job.session_id)
        key = await self.master_key.unwrap(job.session_id, job.wrapped_key)
        legs: list[LegRecording] = []
        hashes: list[str] = []
        for number, (leg, paths) in enumerate(journals.items()):
            progress.begin(number / len(journals), (number + 1) / len(journals))
            order = RemuxOrder(job.session_id, leg, tuple(map(str, paths)), key)
            async with remux_leg(order, progress.note_remuxed) as remuxed:
                hashes += _hashes(remuxed)
                if isinstance(remuxed, RemuxedFile):
                    legs.append(await self._keep(order, remuxed, progress))
        read = tuple(path for paths in journals.values() for path in paths)
        pictures = await self._hash_pictures(job.session_id, key) if legs else ()
        manifest = await self._sign(job, legs, hashes, pictures) if legs else None
        return Sealed(manifest, read)

    async def _keep(
        self, order: RemuxOrder, remuxed: RemuxedFile, progress: Progress
    ) -> LegRecording:
        """Put the file into the vault and read it back whole."""
        name = object_name(order)
        answer = remuxed.answer
        content = progress.follow(remuxed.content(), answer.size_bytes)
        await self.vault.put(name, seal_stream(order.data_key, name, content))
        reader = SealedReader(self.vault, name, order.data_key)
        if await _hash(reader) != answer.sha256:
            raise IntegrityError
        return LegRecording(
            track=order.track,
            object_name=name,
            size_bytes=answer.size_bytes,
            sha256=answer.sha256,
            starts_at_s=answer.starts_at_s,
            duration_s=answer.duration_s,
            takes=answer.takes,
            gaps=answer.gaps,
            cut_short=answer.cut_short,
            quality=await self._keep_quality(order, answer.quality),
        )

    async def _ask_vault(self, job: SealJob) -> None:
        """Raise UnavailableError while the vault is away: then nothing is remuxed in vain."""
        with suppress(NotFoundError):
            await self.vault.size(f"recordings/{job.session_id}/{TrackName.CUSTOMER}.webm")

    async def _keep_quality(
        self, order: RemuxOrder, series: QualitySeries
    ) -> SealedQuality | msgspec.UnsetType:
        if not series.at_s:
            return msgspec.UNSET
        content = msgspec.json.encode(series)
        name = f"recordings/{order.session_id}/{order.track}.quality.json"
        await self.vault.put(name, seal_object(order.data_key, name, content))
        return SealedQuality(name, len(content), hashlib.sha256(content).hexdigest())

    async def _hash_pictures(self, session_id: SessionId, key: bytes) -> tuple[SealedPicture, ...]:
        """Return what the verification room keeps of the session, by the names in the vault."""
        found = []
        for name in await self.vault.names(f"pictures/{session_id}"):
            content = open_object(
                key, name, await self.vault.get(name, 0, await self.vault.size(name))
            )
            picture_id = PictureId(name.rpartition("/")[2])
            digest = hashlib.sha256(content).hexdigest()
            found.append(SealedPicture(picture_id, len(content), digest))
        return tuple(found)

    async def _sign(
        self,
        job: SealJob,
        legs: Sequence[LegRecording],
        hashes: Sequence[str],
        pictures: Sequence[SealedPicture],
    ) -> Manifest:
        entries = await self.trail.read(job.session_id)
        head = entries[-1].hash if entries else GENESIS
        manifest = make_manifest(
            job.session_id, job.clock_zero, legs, hashes, head, self.clock.now(), pictures
        )
        return await self.signing_key.sign(manifest)


def object_name(order: RemuxOrder) -> str:
    """Return where the leg's file lies in the vault."""
    return f"recordings/{order.session_id}/{order.track}.webm"


def _hashes(remuxed: RemuxedFile | RemuxEmpty) -> tuple[str, ...]:
    answer = remuxed.answer if isinstance(remuxed, RemuxedFile) else remuxed
    return answer.journal_hashes


async def _hash(reader: SealedReader) -> str:
    size = await reader.plain_size()
    digest = hashlib.sha256()
    for start in range(0, size, _READ_BYTES):
        digest.update(await reader.read(start, start + _READ_BYTES))
    return digest.hexdigest()
