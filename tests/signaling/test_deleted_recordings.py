"""What an auditor sees of a recording that was deleted, and of a trail that is not what it was."""

from tests.signaling.front import Front
from tests.signaling.test_recordings import _meet, _read, _seal
from video_bank.audit.checkpoint import Trouble, TroubleKind
from video_bank.caller import Role
from video_bank.database.sql_engine import Database
from video_bank.recording.deletion import Deleting, DeletionReason
from video_bank.recording.sql_deletions import SqlDeletions
from video_bank.sessions.sql_session_keys import SqlSessionKeys
from video_bank.vault.signing_key import SigningKey


async def test_a_deleted_recording_is_shown_as_one_and_plays_no_more(
    front: Front, database: Database
) -> None:
    session, other = await _meet(front), await _meet(front)
    for each in (session, other):
        await _seal(front, each)
    parts = front.parts
    deleting = Deleting(
        SqlDeletions(database),
        SqlSessionKeys(database),
        parts.vault,
        SigningKey(front.folder / "keys/signing.key"),
        parts.trail,
        parts.clock,
    )
    reason = DeletionReason.CONSENT_WITHDRAWN
    await deleting.delete_recording(session.session_id, reason, "staff_0123456789abcdef01234567")
    async with front.signed_in(Role.AUDITOR) as auditor:
        detail = await _read(auditor, session)
        assert (detail["row"]["seal"], detail["legs"]) == ("deleted", [])
        integrity = detail["integrity"]
        assert (integrity["is_trail_whole"], integrity["is_signature_valid"]) == (True, True)
        told = next(line for line in detail["trail"] if line["kind"] == "recording_deleted")
        assert told["facts"]["reason"] == "consent_withdrawn"
        path = f"/api/v1/recordings/{session.session_id}/legs/customer"
        status, error = await auditor.ask("GET", path)
        assert (status, error["code"]) == (410, "key_destroyed")
        assert len((await _read(auditor, other))["legs"]) == 1


async def test_alarms_of_the_trail_stand_above_the_list_until_they_are_gone(front: Front) -> None:
    checkpoints = front.parts.checkpoints
    troubles = [
        Trouble(TroubleKind.ENTRY_CHANGED, "ses_1"),
        Trouble(TroubleKind.ENTRY_CHANGED, "ses_2"),
    ]
    async with front.signed_in(Role.AUDITOR) as auditor:
        _, page = await auditor.ask("GET", "/api/v1/recordings")
        assert page["alarms"] == []
        await checkpoints.note_alarms(troubles, 5.0)
        await checkpoints.note_alarms(troubles, 9.0)
        _, page = await auditor.ask("GET", "/api/v1/recordings")
        assert page["alarms"] == [{"finding": "entry_changed", "at": 5.0}]
        await checkpoints.note_alarms([], 10.0)
        _, page = await auditor.ask("GET", "/api/v1/recordings")
        assert page["alarms"] == []
