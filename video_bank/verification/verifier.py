"""One identity check from command to outcome: the live face against the one on the document."""

import asyncio

import structlog

from video_bank.clock import Clock
from video_bank.errors import BankError, ErrorCode
from video_bank.media.commands import StartCheck
from video_bank.media.needs import FrameTap
from video_bank.verification.evidence import CheckFailed, CheckFinished, Evidence, Thresholds
from video_bank.verification.live_face import LiveFace, collect_best
from video_bank.verification.picture_store import PictureStore
from video_bank.verification.policy import judge, measure_distance
from video_bank.verification.quality import find_document_flaws, find_live_flaws
from video_bank.verification.worker_jobs import (
    DocumentRead,
    EncodeFaces,
    FacesEncoded,
    ReadDocument,
)
from video_bank.verification.worker_pool import WorkerPool

_log = structlog.get_logger()


class Verifier:
    """A media node's FaceChecks. Encodings live in memory for one check and are never kept."""

    def __init__(
        self, pool: WorkerPool, pictures: PictureStore, thresholds: Thresholds, clock: Clock
    ) -> None:
        """Take the thresholds of the very engine that the pool runs."""
        self._pool = pool
        self._pictures = pictures
        self._thresholds = thresholds
        self._clock = clock

    async def run(
        self, command: StartCheck, wrapped_key: bytes, tap: FrameTap
    ) -> CheckFinished | CheckFailed:
        """Return an outcome whatever was sent; it takes 3 s at most on a free machine."""
        try:
            evidence = await self._compare(command, wrapped_key, tap)
        except BankError as error:
            return CheckFailed(command.session_id, command.check_id, error.code)
        except Exception:  # noqa: BLE001 a session must not wait for ever because of our fault
            _log.exception(
                "A check broke", session_id=command.session_id, check_id=command.check_id
            )
            return CheckFailed(command.session_id, command.check_id, ErrorCode.INTERNAL)
        return CheckFinished(command.session_id, command.check_id, evidence)

    async def _compare(self, command: StartCheck, wrapped_key: bytes, tap: FrameTap) -> Evidence:
        began_at = self._clock.monotonic()
        document, live = await self._look_at_both(command, wrapped_key, tap)
        faces = tuple(face.on_frame for face in live)
        encoded = await self._pool.run(EncodeFaces(faces), FacesEncoded)
        distance = measure_distance(document.encoding, encoded.encodings)
        flaws = (
            *find_document_flaws(document.quality),
            *find_live_flaws([face.quality for face in live]),
        )
        verdict, findings = judge(distance, self._thresholds, flaws, len(live), challenge=None)
        store = self._pictures.put
        return Evidence(
            verdict=verdict,
            distance=distance,
            thresholds=self._thresholds,
            findings=findings,
            engine=document.engine,
            live_frames=len(live),
            document_portrait=await store(command.session_id, wrapped_key, document.portrait),
            live_portrait=await store(command.session_id, wrapped_key, encoded.portrait),
            took_ms=round((self._clock.monotonic() - began_at) * 1000),
        )

    async def _look_at_both(
        self, command: StartCheck, wrapped_key: bytes, tap: FrameTap
    ) -> tuple[DocumentRead, list[LiveFace]]:
        """Read the document while frames come in; what fails first ends both."""
        try:
            async with asyncio.TaskGroup() as tasks:
                document = tasks.create_task(
                    self._read_document(command, wrapped_key), name="read document"
                )
                live = tasks.create_task(
                    collect_best(self._pool, tap, self._clock), name="collect live frames"
                )
            return document.result(), live.result()
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from None

    async def _read_document(self, command: StartCheck, wrapped_key: bytes) -> DocumentRead:
        content = await self._pictures.get(command.session_id, wrapped_key, command.picture_id)
        return await self._pool.run(ReadDocument(content), DocumentRead)
