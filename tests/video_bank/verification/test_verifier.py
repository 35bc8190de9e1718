"""Whole checks, from the command to the outcome, with the real engine in a real worker."""

import asyncio
import os
import signal
from collections.abc import Iterable
from contextlib import AbstractContextManager
from itertools import cycle
from typing import Final

import numpy as np
import pytest
from PIL import Image
from structlog.testing import capture_logs

from tests.video_bank.verification.pictures import (
    Rgb,
    admiral,
    astronaut,
    darker,
    jpeg,
    nobody,
    on_card,
    opened,
    three_people,
    webcam_frames,
)
from tests.video_bank.verification.taps import PlayedTap
from tests.video_bank.verification.vaults import MemoryVault, OpenKey
from video_bank.clock import SystemClock
from video_bank.database.redis_link import RedisLink
from video_bank.database.sql_engine import Database
from video_bank.errors import ErrorCode
from video_bank.ids import PictureId, new_check_id, new_picture_id, new_session_id
from video_bank.media.commands import LegName, StartCheck
from video_bank.media.needs import FrameTap
from video_bank.verification.engine_choice import EngineChoice
from video_bank.verification.evidence import (
    CheckFailed,
    CheckFinished,
    Finding,
    Reason,
    Thresholds,
    Verdict,
)
from video_bank.verification.liveness.challenge import Challenges
from video_bank.verification.liveness.redis_guide import RedisGuide
from video_bank.verification.liveness.sql_fingerprints import SqlFingerprints
from video_bank.verification.picture_store import PictureStore
from video_bank.verification.verifier import Verifier
from video_bank.verification.worker_pool import WorkerPool

LIVE: Final = webcam_frames(astronaut(), 3)
FACE: Final = astronaut().crop((130, 20, 350, 300))
SESSION: Final = new_session_id()


class Desk:
    """One session's pictures and the verifier that reads them."""

    def __init__(self, pool: WorkerPool, link: RedisLink, database: Database) -> None:
        self.news: list[object] = []
        self.vault = MemoryVault()
        self.pictures = PictureStore(self.vault, OpenKey())
        way = RedisGuide(link)
        self.verifier = Verifier(
            pool,
            self.pictures,
            Thresholds(),
            Challenges(pool, way, "5"),
            SqlFingerprints(database, SystemClock()),
            SystemClock(),
        )

    async def check(
        self, document: Image.Image | bytes, frames: Iterable[Rgb]
    ) -> CheckFinished | CheckFailed:
        content = document if isinstance(document, bytes) else jpeg(document, quality=95)
        picture_id = await self.pictures.put(SESSION, await self.key(), content)
        return await self.check_picture(picture_id, frames)

    async def check_picture(
        self, picture_id: PictureId, frames: Iterable[Rgb]
    ) -> CheckFinished | CheckFailed:
        command = StartCheck(
            SESSION, new_check_id(), picture_id, LegName.CUSTOMER, has_challenge=False
        )
        tap = PlayedTap(frames)
        outcome = await self.verifier.run(command, await self.key(), tap, self.news.append)
        assert (outcome.session_id, outcome.check_id) == (SESSION, command.check_id)
        return outcome

    async def key(self) -> bytes:
        return await OpenKey().make_data_key(SESSION)


@pytest.fixture
def desk(face_pool: WorkerPool, link: RedisLink, database: Database) -> Desk:
    return Desk(face_pool, link, database)


@pytest.mark.parametrize(
    "document",
    [
        darker(astronaut().crop((60, 0, 420, 360)).resize((800, 800))),
        astronaut().transpose(Image.Transpose.FLIP_LEFT_RIGHT).resize((1024, 1024)),
        on_card(FACE, 300),
    ],
    ids=["darker crop", "mirrored", "on a card"],
)
async def test_same_person_is_near_and_without_a_challenge_left_to_people(
    desk: Desk, document: Image.Image
) -> None:
    outcome = await desk.check(document, LIVE)
    assert isinstance(outcome, CheckFinished)
    assert outcome.evidence.verdict is Verdict.REVIEW
    assert outcome.evidence.distance < 0.3
    assert _reasons(outcome) == [Reason.DISTANCE_BELOW_MATCH, Reason.NO_CHALLENGE]
    assert outcome.evidence.live_frames == 3


async def test_another_person_fails(desk: Desk) -> None:
    outcome = await desk.check(admiral(), LIVE)
    assert isinstance(outcome, CheckFinished)
    assert outcome.evidence.verdict is Verdict.FAILED
    assert _reasons(outcome) == [Reason.DISTANCE_ABOVE_MISMATCH, Reason.NO_CHALLENGE]


async def test_both_portraits_are_kept_for_the_agent_and_nothing_else(desk: Desk) -> None:
    with capture_logs() as logs:
        outcome = await desk.check(on_card(FACE, 300), LIVE)
    assert isinstance(outcome, CheckFinished)
    assert logs == []
    assert len(desk.vault.objects) == 3
    for picture_id in (outcome.evidence.document_portrait, outcome.evidence.live_portrait):
        portrait = opened(await desk.pictures.get(SESSION, await desk.key(), picture_id))
        assert portrait.format == "JPEG"
        assert 100 < portrait.width < 480


async def test_a_face_is_known_again_by_the_picture_that_its_check_kept(desk: Desk) -> None:
    """As at the node that a call moves to."""
    outcome = await desk.check(astronaut(), LIVE)
    assert isinstance(outcome, CheckFinished)
    desk.verifier.forget(SESSION)
    await desk.verifier.remember(SESSION, await desk.key(), outcome.evidence.live_portrait)
    watch = asyncio.create_task(desk.verifier.watch(SESSION, _no_tap, desk.news.append))
    await asyncio.wait({watch}, timeout=0.1)
    assert not watch.done()
    watch.cancel()
    await asyncio.wait({watch})


async def test_a_call_that_is_over_leaves_no_face_to_look_for(desk: Desk) -> None:
    await desk.check(astronaut(), LIVE)
    watch = asyncio.create_task(desk.verifier.watch(SESSION, _no_tap, desk.news.append))
    await asyncio.wait({watch}, timeout=0.1)
    assert not watch.done()
    watch.cancel()
    await asyncio.wait({watch})
    desk.verifier.forget(SESSION)
    await asyncio.wait_for(desk.verifier.watch(SESSION, _no_tap, desk.news.append), 1)


async def test_check_on_a_running_leg_takes_less_than_three_seconds(
    desk: Desk, face_pool: WorkerPool
) -> None:
    await face_pool.warm_up()
    outcome = await desk.check(astronaut(), cycle(LIVE))
    assert isinstance(outcome, CheckFinished)
    assert outcome.evidence.took_ms < 3000


async def test_document_too_poor_for_a_match_needs_a_closer_look(desk: Desk) -> None:
    outcome = await desk.check(darker(astronaut(), 0.12), LIVE)
    assert isinstance(outcome, CheckFinished)
    assert outcome.evidence.verdict is Verdict.REVIEW
    assert Reason.DOCUMENT_DARK in _reasons(outcome)


async def test_few_live_frames_need_a_closer_look(desk: Desk) -> None:
    outcome = await desk.check(astronaut(), LIVE[:2])
    assert isinstance(outcome, CheckFinished)
    assert outcome.evidence.verdict is Verdict.REVIEW
    assert Finding(Reason.FEW_LIVE_FRAMES, 2, 3) in outcome.evidence.findings


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (nobody(), ErrorCode.NO_FACE),
        (three_people(), ErrorCode.SEVERAL_FACES),
        (b"no picture", ErrorCode.PICTURE_UNREADABLE),
    ],
    ids=["no face", "three faces", "no picture"],
)
async def test_document_that_shows_nobody_ends_the_check_without_a_verdict(
    desk: Desk, document: Image.Image | bytes, code: ErrorCode
) -> None:
    outcome = await desk.check(document, cycle(LIVE))
    assert isinstance(outcome, CheckFailed)
    assert outcome.code is code


@pytest.mark.parametrize("frames", [[], [np.full((480, 640, 3), 90, np.uint8)] * 3])
async def test_leg_that_shows_nobody_ends_the_check_without_a_verdict(
    desk: Desk, frames: list[Rgb]
) -> None:
    outcome = await desk.check(astronaut(), frames)
    assert isinstance(outcome, CheckFailed)
    assert outcome.code is ErrorCode.NO_LIVE_FACE


async def test_picture_that_is_not_there_ends_the_check(desk: Desk) -> None:
    outcome = await desk.check_picture(new_picture_id(), LIVE)
    assert isinstance(outcome, CheckFailed)
    assert outcome.code is ErrorCode.NOT_FOUND


async def test_fault_of_ours_ends_the_check_too_and_is_logged_without_a_face(desk: Desk) -> None:
    grey: Rgb = np.full((480, 640), 90, np.uint8)  # a tap that breaks its promise
    with capture_logs() as logs:
        outcome = await desk.check(astronaut(), [grey])
    assert isinstance(outcome, CheckFailed)
    assert outcome.code is ErrorCode.INTERNAL
    assert [log["event"] for log in logs] == ["A check broke"]


async def test_worker_killed_in_mid_check_costs_time_but_not_the_verdict(
    link: RedisLink, database: Database
) -> None:
    pool = WorkerPool(engine=EngineChoice())
    await pool.warm_up()
    [killed] = pool.pids
    check = asyncio.create_task(Desk(pool, link, database).check(astronaut(), LIVE))
    await asyncio.sleep(0.3)  # any moment of it will do
    os.kill(killed, signal.SIGKILL)
    outcome = await check
    assert isinstance(outcome, CheckFinished)
    assert outcome.evidence.verdict is not Verdict.FAILED
    assert killed not in pool.pids
    await pool.close()


async def test_cancelled_check_leaves_nothing_running(desk: Desk, face_pool: WorkerPool) -> None:
    check = asyncio.create_task(desk.check(astronaut(), cycle(LIVE)))
    await asyncio.sleep(0.2)
    check.cancel()
    with pytest.raises(asyncio.CancelledError):
        await check
    assert isinstance(await desk.check(astronaut(), LIVE), CheckFinished)
    assert len(face_pool.pids) == 1


def _reasons(outcome: CheckFinished) -> list[Reason]:
    return [finding.reason for finding in outcome.evidence.findings]


def _no_tap() -> AbstractContextManager[FrameTap]:
    raise AssertionError("nobody looks as soon as that")
