"""A session and what became of its recording, as an auditor reads it (pure)."""

from collections.abc import Sequence

from signaling.masking import mask_name
from signaling.resources import LegTrack, RecordingRow, RetentionNote, TrailAlarm, TrailLine
from video_bank.audit.trail import Entry, find_break
from video_bank.audit.watch import Alarm
from video_bank.ids import SessionId
from video_bank.recording.manifest import Manifest, Recording
from video_bank.scripts.progress import missed_steps
from video_bank.sessions.findings import telling_check
from video_bank.sessions.session import Session


def make_row(
    session: Session, recording: Recording | None, retention: RetentionNote | None
) -> RecordingRow:
    check = telling_check(session)
    return RecordingRow(
        session_id=session.session_id,
        customer_name=mask_name(session.customer.name),
        reference=session.customer.reference,
        business=session.business,
        agent=session.agent,
        stage=session.stage,
        close_reason=session.close_reason,
        created_at=session.created_at,
        ended_at=session.ended_at,
        duration_s=_duration_s(session, recording),
        seal=recording.state if recording else None,
        seal_progress=recording.progress if recording else None,
        verdict=check.evidence.verdict if check and check.evidence else None,
        decision=check.decision if check else None,
        rating=session.rating,
        product=session.product,
        missed_steps=_missed_steps(session),
        retention=retention,
    )


def make_tracks(session_id: SessionId, manifest: Manifest | None) -> tuple[LegTrack, ...]:
    """Return what there is to play; neither objects' names nor keys leave the house."""
    legs = manifest.legs if manifest else ()
    return tuple(
        LegTrack(
            leg=leg.track.leg,
            is_screen=leg.track.is_screen,
            url=f"/api/v1/recordings/{session_id}/legs/{leg.track}",
            starts_at_s=leg.starts_at_s,
            duration_s=leg.duration_s,
            takes=leg.takes,
            gaps=leg.gaps,
            is_cut_short=leg.cut_short,
        )
        for leg in legs
    )


def make_alarms(alarms: Sequence[Alarm]) -> tuple[TrailAlarm, ...]:
    """Return each kind once, since when it stands; the operator's log says where."""
    found = {alarm.finding: alarm.at for alarm in reversed(alarms)}
    return tuple(TrailAlarm(finding, at) for finding, at in reversed(found.items()))


def make_lines(entries: Sequence[Entry], clock_zero: float | None) -> tuple[TrailLine, ...]:
    return tuple(
        TrailLine(
            number=entry.number,
            at=entry.happening.at,
            offset_s=None if clock_zero is None else entry.happening.at - clock_zero,
            kind=entry.happening.kind,
            actor=entry.happening.actor,
            facts=entry.happening.facts,
        )
        for entry in entries
    )


def is_trail_whole(entries: Sequence[Entry], manifest: Manifest | None) -> bool:
    """Say whether the chain holds, and still holds the entry that the seal ends with."""
    if find_break(entries) is not None:
        return False
    head = manifest.trail_head if manifest else ""
    return not head or any(entry.hash == head for entry in entries)


def _missed_steps(session: Session) -> int:
    if session.script is None or session.talking_since is None:
        return 0
    return len(missed_steps(session.script.script, session.script_runs))


def _duration_s(session: Session, recording: Recording | None) -> float | None:
    if recording and recording.manifest:
        return recording.manifest.duration_s
    if session.talking_since is None or session.ended_at is None:
        return None
    return session.ended_at - session.talking_since
