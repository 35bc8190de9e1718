"""Bundles of sealed sessions, and what can be done to one."""

import io
import zipfile
from collections.abc import Mapping, Sequence

from tests.video_bank.recording.aiortc_stage import Stage
from tests.video_bank.recording.archive import CLOCK_ZERO, Archive, Session
from video_bank.audit.trail import Happening
from video_bank.ids import StaffId, new_export_id, new_picture_id
from video_bank.media.tracks import TrackName
from video_bank.recording.evidence.bundle import Bundles
from video_bank.recording.evidence.export import Export, ExportState, Purpose
from video_bank.recording.evidence.report import PartState, Report
from video_bank.recording.evidence.source import ZipSource
from video_bank.recording.evidence.verify import verify
from video_bank.vault.sealed_object import seal_object
from video_bank.vault.signing_key import SigningKey

CUSTOMER, AGENT = TrackName.CUSTOMER, TrackName.AGENT


async def record(archive: Archive, picture: bytes = b"\xff\xd8 a face \xff\xd9") -> Session:
    """Return a session with both legs, how their links were and a picture, sealed."""
    session = await archive.begin_session()
    key = await archive.keys.unwrap(session.session_id, session.wrapped_key)
    name = f"pictures/{session.session_id}/{new_picture_id()}"
    await archive.vault.put(name, seal_object(key, name, picture))
    for track, seconds in ((CUSTOMER, 3), (AGENT, 2)):
        records = Stage(seconds, has_quality=True).records()
        await archive.write_journal(session, track, 1, records)
    await archive.end_session(session)
    assert await archive.make_archivist().seal_next()
    return session


async def export(archive: Archive, session: Session) -> bytes:
    """Return the session's bundle."""
    await archive.trail.append(
        session.session_id, [Happening("export_downloaded", "staff_1", CLOCK_ZERO + 99)]
    )
    approved = Export(
        export_id=new_export_id(),
        session_id=session.session_id,
        purpose=Purpose.COURT,
        note="",
        asked_by=StaffId("staff_1"),
        asked_at=CLOCK_ZERO,
        state=ExportState.APPROVED,
        decided_by=StaffId("staff_2"),
    )
    pieces = make_bundles(archive).write(approved)
    return b"".join([piece async for piece in pieces])


def make_bundles(archive: Archive) -> Bundles:
    signing_key = SigningKey(archive.folder / "keys/signing.key")
    return Bundles(archive.make_replay(), signing_key, archive.trail, archive.clock)


def unpack(bundle: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(bundle)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def pack(files: Mapping[str, bytes], more: Sequence[tuple[str, bytes]] = ()) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, content in [*files.items(), *more]:
            made.writestr(name, content)
    return file.getvalue()


def judge(bundle: bytes, *trusted: str) -> Report:
    return verify(ZipSource(io.BytesIO(bundle)), trusted)


def states(report: Report) -> dict[str, PartState]:
    """Return what is wrong."""
    return {part.name: part.state for part in report.parts if part.state is not PartState.INTACT}
