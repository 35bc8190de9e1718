"""The archivist: seals what ended, tries again what failed, and clears away what is sealed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import structlog

from video_bank.audit.trail import Happening
from video_bank.clock import Clock
from video_bank.errors import BankError, ErrorCode, UnavailableError
from video_bank.ids import NodeId, SessionId
from video_bank.recording.errors import ClaimLostError, JournalOpenError
from video_bank.recording.journal_folder import (
    find_journals,
    find_sessions,
    pick_sealed,
    remove_journals,
)
from video_bank.recording.manifest import Manifest, SealState
from video_bank.recording.sealing import Sealed, Sealing
from video_bank.recording.shelf import SealJob, Shelf
from video_bank.vault.keys import MasterKey
from video_bank.vault.signing_key import SigningKey
from video_bank.vault.vault import Vault

if TYPE_CHECKING:
    from video_bank.audit.journal import Journal

POLL_EVERY_S: Final = 0.5
_KEEP_EVERY_S: Final = 5.0
_TIDY_EVERY_S: Final = 60.0
_TIDY_AFTER_S: Final = 60.0  # whoever sealed it has cleared away by then, or is dead
_SEALS_AT_ONCE: Final = 2
_LONGEST_SEAL_S: Final = 1800.0
_PATIENCE: Final = 6  # attempts before a journal that stays open counts as a failure

_log = structlog.get_logger()


class Archivist:
    """Any number of them may run; one that dies leaves its claim to the others."""

    def __init__(  # noqa: PLR0913, PLR0917 its parts, put together once in bank/
        self,
        node_id: NodeId,
        shelf: Shelf,
        vault: Vault,
        master_key: MasterKey,
        signing_key: SigningKey,
        trail: "Journal",
        journal_dir: Path,
        clock: Clock,
    ) -> None:
        self._node_id = node_id
        self._shelf = shelf
        self._trail = trail
        self._journal_dir = journal_dir
        self._clock = clock
        self._sealing = Sealing(vault, master_key, signing_key, trail, journal_dir, clock)

    async def run(self) -> None:
        """Work until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            for _ in range(_SEALS_AT_ONCE):
                tasks.create_task(self._seal_on(), name="seal")
            tasks.create_task(self._tidy_on(), name="tidy journals")

    async def seal_next(self) -> bool:
        """Seal one session; False when none is waiting. Raise UnavailableError without SQL."""
        job = await self._shelf.claim(self._node_id)
        if job is None:
            return False
        try:
            async with self._kept_claim(job), asyncio.timeout(_LONGEST_SEAL_S):
                sealed = await self._sealing.seal(job)
            await self._note(job, sealed)
        except ClaimLostError:
            _log.warning("claim lost", session=job.session_id)
        except Exception as error:  # noqa: BLE001 one bad recording must not stop the others
            await self._note_failed(job, error)
        return True

    async def tidy(self) -> None:
        """Finish what an archivist that died left behind a seal: trail entry, journals."""
        for session_id in await asyncio.to_thread(find_sessions, self._journal_dir):
            recording = await self._shelf.find(session_id)
            if recording is None:
                continue
            if recording.state is SealState.DELETED:
                await self._remove_all(session_id)
            if recording.state is not SealState.SEALED:
                continue
            manifest = recording.manifest
            if manifest and self._clock.now() - manifest.sealed_at > _TIDY_AFTER_S:
                await self._tell_sealed(manifest)
                await self._remove_sealed(manifest)

    async def _seal_on(self) -> None:
        while True:
            try:
                has_sealed = await self.seal_next()
            except UnavailableError:
                _log.warning("the shelf cannot be reached")
                has_sealed = False
            if not has_sealed:
                await asyncio.sleep(POLL_EVERY_S)

    async def _tidy_on(self) -> None:
        while True:
            try:
                await self.tidy()
            except (BankError, OSError) as error:
                _log.warning("journals not cleared away", error=type(error).__name__)
            await asyncio.sleep(_TIDY_EVERY_S)

    async def _note(self, job: SealJob, sealed: Sealed) -> None:
        """Shelf first, then trail, then journals: `tidy` takes up wherever this stops."""
        if sealed.manifest is None:
            await self._shelf.note_empty(job.session_id, self._node_id)
            await self._tell(job.session_id, "recording_empty", {})
        else:
            await self._shelf.note_sealed(sealed.manifest, self._node_id)
            await self._tell_sealed(sealed.manifest)
        await asyncio.to_thread(remove_journals, self._journal_dir, job.session_id, sealed.paths)
        _log.info("recording sealed", session=job.session_id, journals=len(sealed.paths))

    async def _note_failed(self, job: SealJob, error: Exception) -> None:
        code = error.code if isinstance(error, BankError) else ErrorCode.INTERNAL
        _log.error("seal failed", session=job.session_id, error=type(error).__name__)
        try:
            await self._shelf.note_failed(job.session_id, self._node_id, code)
            recording = await self._shelf.find(job.session_id)
            told_at = _PATIENCE if isinstance(error, JournalOpenError) else 1
            if recording and recording.attempts == told_at:
                await self._tell(job.session_id, "recording_seal_failed", {"error": code.value})
        except BankError as again:  # the claim runs out, then the next archivist tries
            _log.error("seal not noted", session=job.session_id, error=type(again).__name__)

    async def _tell_sealed(self, manifest: Manifest) -> None:
        entries = await self._trail.read(manifest.session_id)
        if any(entry.happening.kind == "recording_sealed" for entry in entries):
            return
        facts: dict[str, str | int | float | bool | None] = {
            "merkle_root": manifest.merkle_root,
            "signature": manifest.signature,
            "duration_s": round(manifest.duration_s, 3),
            "legs": len(manifest.legs),
            "journals": len(manifest.journal_hashes),
            "gaps": sum(len(leg.gaps) for leg in manifest.legs),
            "cut_short": any(leg.cut_short for leg in manifest.legs),
        }
        await self._tell(manifest.session_id, "recording_sealed", facts)

    async def _tell(
        self, session_id: SessionId, kind: str, facts: dict[str, str | int | float | bool | None]
    ) -> None:
        happening = Happening(kind, self._node_id, self._clock.now(), facts)
        await self._trail.append(session_id, [happening])

    async def _remove_all(self, session_id: SessionId) -> None:
        """Nobody can read them any more."""
        journals = await asyncio.to_thread(find_journals, self._journal_dir, session_id)
        paths = [path for of_leg in journals.values() for path in of_leg]
        await asyncio.to_thread(remove_journals, self._journal_dir, session_id, paths)

    async def _remove_sealed(self, manifest: Manifest) -> None:
        journals = await asyncio.to_thread(find_journals, self._journal_dir, manifest.session_id)
        paths = [path for of_leg in journals.values() for path in of_leg]
        sealed = await asyncio.to_thread(pick_sealed, paths, manifest.journal_hashes)
        await asyncio.to_thread(remove_journals, self._journal_dir, manifest.session_id, sealed)
        if len(sealed) < len(paths):
            _log.error(
                "journals that are in no recording",
                session=manifest.session_id,
                journals=len(paths) - len(sealed),
            )

    @asynccontextmanager
    async def _kept_claim(self, job: SealJob) -> AsyncIterator[None]:
        """Prolong the claim inside the context; raise ClaimLostError when another one has it."""
        work = asyncio.current_task()
        keeper = asyncio.create_task(self._keep_claim(job, work), name="keep claim")
        try:
            yield
        except asyncio.CancelledError:
            if keeper.done() and work and work.uncancel() == 0:
                raise ClaimLostError from None
            raise
        finally:
            keeper.cancel()
            await asyncio.wait({keeper})

    async def _keep_claim(self, job: SealJob, work: "asyncio.Task[None] | None") -> None:
        while True:
            await asyncio.sleep(_KEEP_EVERY_S)
            try:
                is_ours = await self._shelf.keep_claim(job.session_id, self._node_id)
            except UnavailableError:
                continue  # what cannot be kept is found out when it is to be noted
            if not is_ours and work:
                work.cancel()
                return
