"""Measurements of the bank's own: run by the workers that checks use, signed where asked."""

import asyncio
import hashlib
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Final

import msgspec

from video_bank.audit.sql_journal import SqlJournal
from video_bank.audit.trail import Happening
from video_bank.bank.faces import pick_engine
from video_bank.bank.parts import open_database, open_signing_key
from video_bank.clock import SystemClock
from video_bank.errors import SetupError
from video_bank.ids import SessionId
from video_bank.settings import Settings
from video_bank.vault.signing_key import Signed
from video_bank.verification.engine_choice import EngineChoice, choose_thresholds
from video_bank.verification.evidence import Thresholds
from video_bank.verification.measuring.aiortc_clip import FileClip
from video_bank.verification.measuring.attacks import AttackReport, report_attacks
from video_bank.verification.measuring.attacks_page import page_of_attacks
from video_bank.verification.measuring.challenge_analysis import ChallengeAnalysis
from video_bank.verification.measuring.clips import find_clips, present
from video_bank.verification.measuring.pairs import compare, files_of, read_pairs
from video_bank.verification.measuring.picture_run import encode_pictures
from video_bank.verification.measuring.report import PairsReport, report_pairs
from video_bank.verification.measuring.report_page import page_of_pairs
from video_bank.verification.worker_pool import WorkerPool

# The trail's chain of what the bank measured; it belongs to no session.
MEASUREMENTS: Final = SessionId("measurements")
_WORKERS: Final = 2


class Measurement(Signed, frozen=True):
    """The bank's word that a report, known by its SHA-256, is what it measured at that time."""

    KIND = "verification measurement"
    engine: str
    report_sha256: str
    at: float


async def measure_pairs(settings: Settings, pairs: Path, images: Path) -> PairsReport:
    """Compare the pictures of every pair; raise SetupError for what cannot be read."""
    engine = pick_engine(settings)
    try:
        listed = read_pairs((await asyncio.to_thread(pairs.read_text)).splitlines())
    except OSError as error:
        raise SetupError(f"{pairs} cannot be read: {error.strerror}.") from error
    pool = WorkerPool(_WORKERS, engine=engine)
    try:
        await pool.warm_up()
        found = await encode_pictures(pool, images, files_of(listed))
    finally:
        await pool.close()
    compared = compare(listed, found.encodings)
    return report_pairs(engine.name, _thresholds(settings, engine), compared, found.refused)


async def measure_attacks(settings: Settings, folder: Path) -> AttackReport:
    """Play every clip of the folder's folders; raise SetupError for what cannot be played."""
    engine = pick_engine(settings)
    clips = await asyncio.to_thread(find_clips, folder)
    pool = WorkerPool(_WORKERS, engine=engine)
    try:
        await pool.warm_up()
        analysis = ChallengeAnalysis(pool, settings.landmarks)
        presented = await present(clips, analysis, FileClip, at_once=_WORKERS)
    finally:
        await pool.close()
    return report_attacks(engine.name, presented)


async def write_report(
    settings: Settings, report: PairsReport | AttackReport, file: Path, *, is_signed: bool
) -> None:
    """Write the page; signed, its hash goes on the trail and the statement beside the page."""
    text = page_of_pairs(report) if isinstance(report, PairsReport) else page_of_attacks(report)
    page = text.encode()
    await asyncio.to_thread(file.write_bytes, page)
    if is_signed:
        statement = await sign(settings, report.engine, page)
        beside = file.with_suffix(".signed.json")
        await asyncio.to_thread(beside.write_bytes, msgspec.json.encode(statement, order="sorted"))


async def sign(settings: Settings, engine: str, page: bytes) -> Measurement:
    """Sign a report with the bank's key and put its hash on the trail."""
    at = SystemClock().now()
    digest = hashlib.sha256(page).hexdigest()
    measurement = Measurement(engine=engine, report_sha256=digest, at=at)
    statement = await open_signing_key(settings).sign(measurement)
    async with AsyncExitStack() as stack:
        journal = SqlJournal(await open_database(settings, stack))
        happening = Happening(
            "verification_measured",
            "operator",
            at,
            {"engine": engine, "report_sha256": digest, "signature": statement.signature},
        )
        await journal.append(MEASUREMENTS, [happening])
    return statement


def _thresholds(settings: Settings, engine: EngineChoice) -> Thresholds:
    """Return the thresholds that hold; of an engine that nobody measured yet, the usual ones."""
    if settings.face_thresholds is None and engine.models is not None:
        return Thresholds()
    return choose_thresholds(engine.name, settings.face_thresholds)
