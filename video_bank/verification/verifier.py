"""One identity check from command to outcome: the live face against the one on the document."""

import asyncio
import statistics
from collections.abc import Callable, Coroutine
from contextlib import AbstractContextManager
from typing import Any, TypeVar

import msgspec
import structlog

from video_bank.clock import Clock
from video_bank.errors import BankError, ErrorCode, UnavailableError
from video_bank.ids import PictureId, SessionId
from video_bank.media.commands import EaseChallenge, Inquire, JudgeDigits, StartCheck
from video_bank.media.needs import FrameTap
from video_bank.verification.evidence import (
    ActionSeen,
    ChallengeSeen,
    CheckFailed,
    CheckFinished,
    Evidence,
    Finding,
    FlashSeen,
    InquiryAnswered,
    Thresholds,
)
from video_bank.verification.face_encoder import FaceEncoder
from video_bank.verification.live_face import LiveFace, collect_best
from video_bank.verification.liveness import signals
from video_bank.verification.liveness.asked import Answered
from video_bank.verification.liveness.challenge import Challenged, Challenges
from video_bank.verification.liveness.jobs import CutPicture, PictureCut
from video_bank.verification.liveness.origin import EarlierVideos, find_signals
from video_bank.verification.liveness.presence import (
    LOOK_EVERY_S,
    PresenceWatch,
    keep_watch,
)
from video_bank.verification.picture_store import PictureStore
from video_bank.verification.policy import judge, measure_distance
from video_bank.verification.quality import find_document_flaws, find_live_flaws
from video_bank.verification.worker_jobs import (
    DocumentRead,
    ReadDocument,
)
from video_bank.verification.worker_pool import WorkerPool

_log = structlog.get_logger()

_Publish = Callable[[msgspec.Struct], None]
_Encoding = tuple[float, ...]
_First = TypeVar("_First")
_Second = TypeVar("_Second")


class _Live(msgspec.Struct, frozen=True):
    """The frames to compare, the best first, and the challenge that they are from."""

    best: list[LiveFace]
    challenged: Challenged | None = None


class Verifier:
    """A media node's FaceChecks. Encodings live in memory and are never kept: the document's for
    one check, the live face's until the call ends.
    """

    def __init__(
        self,
        pool: WorkerPool,
        pictures: PictureStore,
        thresholds: Thresholds,
        challenges: Challenges,
        earlier: EarlierVideos,
        clock: Clock,
    ) -> None:
        """Take the thresholds of the very engine that the pool runs."""
        self._pool = pool
        self._pictures = pictures
        self._thresholds = thresholds
        self._challenges = challenges
        self._earlier = earlier
        self._clock = clock
        self._faces: dict[SessionId, _Encoding] = {}  # that passed by, to be looked for again
        self._running: set[SessionId] = set()

    async def run(
        self, command: StartCheck, wrapped_key: bytes, tap: FrameTap, publish: _Publish
    ) -> CheckFinished | CheckFailed:
        """Return an outcome whatever was sent.

        A second after the challenge's last frame on a free machine; without one in 3 s at most.
        """
        self._running.add(command.session_id)
        try:
            evidence = await self._compare(command, wrapped_key, tap, publish)
        except BankError as error:
            return CheckFailed(command.session_id, command.check_id, error.code)
        except Exception:  # noqa: BLE001 a session must not wait for ever because of our fault
            _log.exception(
                "A check broke", session_id=command.session_id, check_id=command.check_id
            )
            return CheckFailed(command.session_id, command.check_id, ErrorCode.INTERNAL)
        finally:
            self._running.discard(command.session_id)
        return CheckFinished(command.session_id, command.check_id, evidence)

    async def inquire(self, command: Inquire) -> InquiryAnswered:
        return InquiryAnswered(command.session_id, command.check_id, ())

    def tell(self, command: EaseChallenge | JudgeDigits) -> None:
        self._challenges.tell(command)

    async def watch(
        self,
        session_id: SessionId,
        open_tap: Callable[[], AbstractContextManager[FrameTap]],
        publish: _Publish,
    ) -> None:
        if session_id not in self._faces:
            return
        watch = PresenceWatch(self._pool, self._challenges.landmarks, session_id, publish)
        await keep_watch(watch, open_tap, lambda: self._face_to_watch(session_id))

    async def remember(
        self, session_id: SessionId, wrapped_key: bytes, picture_id: PictureId
    ) -> None:
        """For the picture of a live face that a check kept; a worker that is away is waited for."""
        while True:
            try:
                content = await self._pictures.get(session_id, wrapped_key, picture_id)
                face = await self._pool.run(ReadDocument(content), DocumentRead)
            except UnavailableError:
                await asyncio.sleep(LOOK_EVERY_S)
            else:
                self._faces.setdefault(session_id, face.encoding)
                return

    def forget(self, session_id: SessionId) -> None:
        self._faces.pop(session_id, None)

    def _face_to_watch(self, session_id: SessionId) -> _Encoding | None:
        return None if session_id in self._running else self._faces.get(session_id)

    async def _compare(
        self, command: StartCheck, wrapped_key: bytes, tap: FrameTap, publish: _Publish
    ) -> Evidence:
        began_at = self._clock.monotonic()
        async with FaceEncoder(self._pool) as encoder:
            # The document is read while frames come in, and the best ones so far encoded.
            document, live = await _both(
                self._read_document(command, wrapped_key),
                self._look_live(command, tap, publish, encoder),
            )
            encoded, (challenge, found) = await _both(
                encoder.encode(live.best),
                self._see_challenge(command, wrapped_key, live.challenged),
            )
        encodings = [encoding for each in encoded for encoding in each.encodings]
        store = self._pictures.put
        self._faces[command.session_id] = _mean(encodings)
        distance = measure_distance(document.encoding, encodings)
        findings = (
            *find_document_flaws(document.quality),
            *find_live_flaws([face.quality for face in live.best]),
            *found,
            *signals.of_identity(encodings),
        )
        verdict, findings = judge(
            distance, self._thresholds, findings, len(live.best), challenge=challenge
        )
        return Evidence(
            verdict=verdict,
            distance=distance,
            thresholds=self._thresholds,
            findings=findings,
            engine=document.engine,
            live_frames=len(live.best),
            document_portrait=await store(command.session_id, wrapped_key, document.portrait),
            live_portrait=await store(command.session_id, wrapped_key, encoded[0].portrait),
            took_ms=round((self._clock.monotonic() - began_at) * 1000),
            challenge=challenge,
        )

    async def _look_live(
        self, command: StartCheck, tap: FrameTap, publish: _Publish, encoder: FaceEncoder
    ) -> _Live:
        if not command.has_challenge:
            return _Live(await collect_best(self._pool, tap, self._clock))
        challenged = await self._challenges.run(command, tap, publish, encoder.begin)
        return _Live(challenged.memory.best, challenged)

    async def _read_document(self, command: StartCheck, wrapped_key: bytes) -> DocumentRead:
        content = await self._pictures.get(command.session_id, wrapped_key, command.picture_id)
        return await self._pool.run(ReadDocument(content), DocumentRead)

    async def _see_challenge(
        self, command: StartCheck, wrapped_key: bytes, challenged: Challenged | None
    ) -> tuple[ChallengeSeen | None, list[Finding]]:
        if challenged is None:
            return None, signals.of_camera(command)
        found, followed = await find_signals(command, challenged, self._earlier)
        led = challenged.led
        pictures = [
            await self._keep_picture(command.session_id, wrapped_key, answer)
            for answer in led.answers
        ]
        seen = ChallengeSeen(
            challenge_id=led.challenge_id,
            attempt=led.attempt,
            actions=tuple(
                ActionSeen(each.action, each.shown_at, each.within_s, each.done_after_s, picture)
                for each, picture in zip(led.answers, pictures, strict=True)
            ),
            flash=FlashSeen(led.colours, round(followed, 3)) if followed is not None else None,
            alternative=led.is_alternative,
        )
        return seen, found

    async def _keep_picture(
        self, session_id: SessionId, wrapped_key: bytes, answer: Answered
    ) -> PictureId | None:
        if answer.face is None:
            return None
        cut = await self._pool.run(CutPicture(answer.face.frame, answer.face.box), PictureCut)
        return await self._pictures.put(session_id, wrapped_key, cut.content)


async def _both(
    first: Coroutine[Any, Any, _First], second: Coroutine[Any, Any, _Second]
) -> tuple[_First, _Second]:
    """Run both at once; what fails first ends both and is raised."""
    try:
        async with asyncio.TaskGroup() as tasks:
            one, other = tasks.create_task(first), tasks.create_task(second)
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None
    return one.result(), other.result()


def _mean(encodings: list[_Encoding]) -> _Encoding:
    return tuple(statistics.fmean(values) for values in zip(*encodings, strict=True))
