"""Meetings with a sealed recording on the shelf, as an archivist leaves them behind."""

import asyncio
import hashlib
from collections.abc import Sequence
from typing import Any, Final

from tests.signaling.front import Front
from tests.video_bank.recording.archive import write_journal
from video_bank.ids import NodeId
from video_bank.media.tracks import TrackName
from video_bank.recording.archivist import Archivist
from video_bank.recording.journal import JournalHeader, Record
from video_bank.recording.manifest import LegRecording
from video_bank.recording.seal import make_manifest
from video_bank.sessions.session import Session, Stage
from video_bank.vault.sealed_object import seal_object
from video_bank.vault.signing_key import SigningKey

CLOCK_ZERO: Final = 1_700_000_000.0
VIDEO: Final = bytes(range(256)) * 10_000  # over two pieces of a megabyte each
_NODE: Final = NodeId("archivist_000000000000000000000000")


async def add_sealed(front: Front, **fields: Any) -> Session:
    """Return a meeting whose customer's leg is `VIDEO`."""
    session = await front.add_session(
        **{"stage": Stage.CLOSED, "clock_zero": CLOCK_ZERO, "ended_at": CLOCK_ZERO + 62, **fields}
    )
    parts, session_id = front.parts, session.session_id
    name = f"recordings/{session_id}/customer.webm"
    key = await parts.master_key.unwrap(session_id, session.wrapped_key)
    await parts.vault.put(name, seal_object(key, name, VIDEO))
    digest = hashlib.sha256(VIDEO).hexdigest()
    leg = LegRecording(TrackName.CUSTOMER, name, len(VIDEO), digest, 0.5, 60.0, 1)
    trail = await parts.trail.read(session_id)
    manifest = make_manifest(session_id, CLOCK_ZERO, [leg], [], trail[-1].hash, CLOCK_ZERO)
    await parts.shelf.ask_for_seal(session_id, session.wrapped_key, CLOCK_ZERO, CLOCK_ZERO + 62)
    await parts.shelf.claim(_NODE)
    signing_key = SigningKey(front.folder / "keys/signing.key")
    await parts.shelf.note_sealed(await signing_key.sign(manifest), _NODE)
    return session


async def seal_legs(front: Front, records: Sequence[Record]) -> Session:
    """Return a meeting in which customer and agent did the same, sealed by a real archivist."""
    session = await front.add_session(stage=Stage.CLOSED, clock_zero=CLOCK_ZERO)
    parts, session_id = front.parts, session.session_id
    key = await parts.master_key.unwrap(session_id, session.wrapped_key)
    journals = front.folder / "journals"
    for track in (TrackName.CUSTOMER, TrackName.AGENT):
        header = JournalHeader(session_id, track, 1, 0, CLOCK_ZERO)
        await asyncio.to_thread(
            write_journal, journals / session_id, header, key, records, is_ended=True
        )
    await parts.shelf.ask_for_seal(session_id, session.wrapped_key, CLOCK_ZERO, CLOCK_ZERO + 9)
    archivist = Archivist(
        _NODE,
        parts.shelf,
        parts.vault,
        parts.master_key,
        SigningKey(front.folder / "keys/signing.key"),
        parts.trail,
        [journals],
        parts.clock,
    )
    assert await archivist.seal_next()
    return session
