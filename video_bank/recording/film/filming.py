"""Films of approved exports: made at the desk that was asked, kept encrypted in the vault."""

import asyncio
import contextlib
from typing import Final

import structlog

from video_bank.errors import BankError, NotFoundError
from video_bank.ids import ExportId, SessionId
from video_bank.recording.evidence.export import Export
from video_bank.recording.film.process import RunningFilm, film
from video_bank.recording.film.redis_progress import RedisProgress
from video_bank.recording.replay import Replay
from video_bank.vault.sealed_object import SealedReader, seal_stream
from video_bank.vault.vault import Vault

_TELL_EVERY_S: Final = 1.0

_log = structlog.get_logger()


class Filming:
    """Who may have a film, and that they had it, is the caller's to check and to write down."""

    def __init__(self, replay: Replay, vault: Vault, progress: RedisProgress) -> None:
        self._replay = replay
        self._vault = vault
        self._progress = progress
        self._work: set[asyncio.Task[None]] = set()

    async def begin(self, export: Export) -> None:
        """Make the film, unless it is there or being made; returns at once."""
        if await self.find(export.session_id, export.export_id) is not None:
            return
        if await self._progress.begin(export.export_id):
            task = asyncio.create_task(self._make(export), name="film")
            self._work.add(task)
            task.add_done_callback(self._work.discard)

    async def share_done(self, export_id: ExportId) -> float | None:
        """Return how far it is, 0 to 1; None where nobody is making it."""
        return await self._progress.read(export_id)

    async def cancel(self, export_id: ExportId) -> None:
        """Whichever desk is making it stops within a second."""
        await self._progress.end(export_id)

    async def find(self, session_id: SessionId, export_id: ExportId) -> SealedReader | None:
        """Return a reader of the whole film, or None."""
        key = await self._replay.data_key(session_id)
        reader = SealedReader(self._vault, _name(session_id, export_id), key)
        try:
            await reader.plain_size()
        except NotFoundError:
            return None
        return reader

    async def close(self) -> None:
        for task in self._work:
            task.cancel()
        await asyncio.gather(*self._work, return_exceptions=True)

    async def _make(self, export: Export) -> None:
        """One that fails or is cancelled leaves nothing behind; it may be begun again."""
        try:
            await self._write(export)
        except BankError as error:
            _log.error("film not made", export=export.export_id, error=type(error).__name__)
        finally:
            with contextlib.suppress(BankError):
                await self._progress.end(export.export_id)

    async def _write(self, export: Export) -> None:
        session_id = export.session_id
        manifest = await self._replay.manifest(session_id)
        persons = [leg for leg in manifest.legs if not leg.track.is_screen]
        legs = [(leg, await self._replay.open_track(session_id, leg.track)) for leg in persons]
        name = _name(session_id, export.export_id)
        key = await self._replay.data_key(session_id)
        async with film(manifest, legs) as running:
            content = seal_stream(key, name, running.content())
            teller = asyncio.create_task(self._tell(export.export_id, running), name="tell film")
            keeping = asyncio.create_task(self._vault.put(name, content), name="keep film")
            try:
                await asyncio.wait({teller, keeping}, return_when=asyncio.FIRST_COMPLETED)
                if keeping.done():
                    await keeping
            finally:
                for task in (teller, keeping):
                    task.cancel()
                await asyncio.gather(teller, keeping, return_exceptions=True)

    async def _tell(self, export_id: ExportId, running: RunningFilm) -> None:
        """Return when it was cancelled."""
        while await self._progress.tell(export_id, running.share):  # noqa: ASYNC110 a heartbeat
            await asyncio.sleep(_TELL_EVERY_S)


def _name(session_id: SessionId, export_id: ExportId) -> str:
    return f"films/{session_id}/{export_id}.mp4"
