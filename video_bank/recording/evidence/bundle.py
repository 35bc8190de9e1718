"""The evidence bundle as it leaves the house: a zip, decrypted piece by piece on its way."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from video_bank.clock import Clock
from video_bank.errors import NotNowError
from video_bank.recording.evidence.export import Export
from video_bank.recording.evidence.layout import (
    MANIFEST,
    README,
    STATEMENT,
    SUMS,
    TRAIL,
    TRAIL_TEXT,
    Statement,
    key_of,
    leg_file,
    picture_file,
    quality_file,
    signature_of,
    sums_of_manifest,
    write_sums,
)
from video_bank.recording.evidence.readme import write_readme
from video_bank.recording.evidence.signed_file import fingerprint_of, write_pem
from video_bank.recording.evidence.trail_text import write_trail
from video_bank.recording.evidence.zip_stream import ZipStream
from video_bank.recording.manifest import Manifest
from video_bank.recording.replay import Replay
from video_bank.vault.errors import IntegrityError
from video_bank.vault.sealed_object import SealedReader
from video_bank.vault.signing_key import SigningKey, signed_bytes

if TYPE_CHECKING:
    from video_bank.audit.journal import Journal

_PIECE_BYTES: Final = 1024 * 1024


@dataclass(frozen=True)
class Bundles:
    """Who may have one is the caller's to check, and to write on the trail before it begins."""

    replay: Replay
    signing_key: SigningKey
    trail: "Journal"
    clock: Clock

    async def write(self, export: Export) -> AsyncIterator[bytes]:
        """Yield the zip of an approved export.

        Raise NotFoundError or NotSealedYetError before the first byte; IntegrityError in the
        middle, where something in the vault is not what was sealed: that zip must not end well.
        """
        manifest = await self.replay.manifest(export.session_id)
        stream = ZipStream(self.clock.now())
        async for piece in self._write_texts(stream, export, manifest):
            yield piece
        async for piece in self._write_media(stream, manifest):
            yield piece
        for name, sealed in sums_of_manifest(manifest).items():
            if stream.sums.get(name) != sealed:
                raise IntegrityError
        sums = write_sums(export.session_id, stream.sums)
        signed = await self.signing_key.sign_bytes(sums)
        yield stream.add_document(SUMS, sums)
        yield stream.add_document(signature_of(SUMS), signed.signature)
        yield stream.add_document(key_of(SUMS), write_pem(signed.public_key))
        yield stream.close()

    async def _write_texts(
        self, stream: ZipStream, export: Export, manifest: Manifest
    ) -> AsyncIterator[bytes]:
        if export.decided_by is None:
            raise NotNowError
        entries = await self.trail.read(export.session_id)
        statement = Statement(
            session_id=export.session_id,
            export_id=export.export_id,
            asked_by=export.asked_by,
            approved_by=export.decided_by,
            purpose=export.purpose,
            made_at=self.clock.now(),
            trail_entries=len(entries),
            trail_head=entries[-1].hash,
        )
        public_key = bytes.fromhex(manifest.public_key)
        readme = write_readme(statement, fingerprint_of(public_key))
        text = write_trail(export.session_id, entries, manifest.clock_zero)
        lines = b"".join(msgspec.json.encode(entry) + b"\n" for entry in entries)
        yield stream.add_document(README, readme.encode())
        yield stream.add_document(STATEMENT, msgspec.json.encode(statement))
        yield stream.add_document(MANIFEST, signed_bytes(manifest))
        yield stream.add_document(signature_of(MANIFEST), bytes.fromhex(manifest.signature))
        yield stream.add_document(key_of(MANIFEST), write_pem(public_key))
        yield stream.add_document(TRAIL, lines)
        yield stream.add_document(TRAIL_TEXT, text.encode())

    async def _write_media(self, stream: ZipStream, manifest: Manifest) -> AsyncIterator[bytes]:
        session_id = manifest.session_id
        files: dict[str, SealedReader] = {}
        for picture_id, reader in (await self.replay.open_pictures(session_id)).items():
            files[picture_file(picture_id)] = reader
        for leg in manifest.legs:
            quality = await self.replay.open_quality(session_id, leg.track)
            if quality is not None:
                files[quality_file(leg.track)] = quality
            files[leg_file(leg.track)] = await self.replay.open_track(session_id, leg.track)
        for name, reader in files.items():
            async for piece in stream.add(name, read_pieces(reader)):
                yield piece


async def read_pieces(reader: SealedReader) -> AsyncIterator[bytes]:
    """Yield the whole content; memory holds a piece of it."""
    size = await reader.plain_size()
    for start in range(0, size, _PIECE_BYTES):
        yield await reader.read(start, start + _PIECE_BYTES)
