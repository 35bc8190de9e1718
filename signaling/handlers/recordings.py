"""Recordings as an auditor finds, opens and watches them; looking leaves its own marks."""

import math
from collections.abc import Collection
from itertools import starmap
from typing import Final

import msgspec
from aiohttp import web

from signaling.bodies import json_response, read_json, session_id_of
from signaling.errors import MalformedError
from signaling.handlers.comments import read_comments
from signaling.keys import DESK
from signaling.recorded_document import recorded_document
from signaling.recording_query import read_query, write_place
from signaling.recording_rows import is_trail_whole, make_alarms, make_lines, make_row, make_tracks
from signaling.resources import (
    Integrity,
    LegQuality,
    NotePlayback,
    RecordedQuality,
    RecordingDetail,
    RecordingList,
    RetentionNote,
)
from signaling.trail_notes import note
from video_bank.ids import SessionId
from video_bank.recording.manifest import Manifest, SealState
from video_bank.sessions.location_views import location_card

_KINDS: Final = {
    "play": "playback_played",
    "pause": "playback_paused",
    "seek": "playback_sought",
}


async def list_recordings(request: web.Request) -> web.Response:
    query = read_query(request.query)
    desk = request.app[DESK]
    # One more than asked for, to know whether there is another page.
    found = await desk.search.find(msgspec.structs.replace(query, limit=query.limit + 1))
    sessions = found[: query.limit]
    names = [session.session_id for session in sessions]
    recordings = await desk.replay.find_all(names)
    notes = await _find_notes(request, names)
    rows = tuple(
        make_row(each, recordings.get(each.session_id), notes.get(each.session_id))
        for each in sessions
    )
    next_before = write_place(sessions[-1]) if len(found) > len(rows) else None
    alarms = make_alarms(await desk.checkpoints.alarms())
    return json_response(RecordingList(rows, next_before, alarms))


async def read_recording(request: web.Request) -> web.Response:
    """Also before the seal, and where the seal failed: what is known is shown."""
    desk = request.app[DESK]
    session = await desk.store.load(session_id_of(request))
    await note(request, session.session_id, "recording_viewed")
    recording = (await desk.replay.find_all([session.session_id])).get(session.session_id)
    is_sealed = recording is not None and recording.state is SealState.SEALED
    manifest = recording.manifest if recording else None  # outlives a deletion
    entries = await desk.trail.read(session.session_id)
    notes = await _find_notes(request, [session.session_id])
    return json_response(
        RecordingDetail(
            row=make_row(session, recording, notes.get(session.session_id)),
            seal_error=recording.error if recording else None,
            clock_zero=session.clock_zero,
            legs=make_tracks(session.session_id, manifest if is_sealed else None),
            checks=session.checks,
            pictures=session.pictures,
            document=recorded_document(session),
            location=location_card(session),
            comments=await read_comments(desk, session.session_id),
            trail=make_lines(entries, session.clock_zero),
            integrity=Integrity(
                is_trail_whole=is_trail_whole(entries, manifest),
                is_signature_valid=_is_signed(request, manifest),
                checked_at=desk.clock.now(),
            ),
        )
    )


async def read_quality(request: web.Request) -> web.Response:
    """A part of the recording that was opened: it leaves no mark of its own."""
    found = await request.app[DESK].replay.read_quality(session_id_of(request))
    return json_response(RecordedQuality(tuple(starmap(LegQuality, found.items()))))


async def note_playback(request: web.Request) -> web.Response:
    playback = await read_json(request, NotePlayback)
    kind = _KINDS.get(playback.action)
    if kind is None or not math.isfinite(playback.position_s):
        raise MalformedError
    session = await request.app[DESK].store.load(session_id_of(request))
    await note(request, session.session_id, kind, position_s=round(playback.position_s, 1))
    return web.Response(status=204)


async def _find_notes(
    request: web.Request, session_ids: Collection[SessionId]
) -> dict[SessionId, RetentionNote]:
    """Return of each session that is over until when it is kept."""
    desk = request.app[DESK]
    notes = {}
    for session_id, kept in (await desk.retention.find_all(session_ids)).items():
        if fate := desk.keeper.fate_of(kept):
            holds = sum(hold.released_at is None for hold in kept.holds)
            notes[session_id] = RetentionNote(fate.rule, fate.keep_until, holds)
    return notes


def _is_signed(request: web.Request, manifest: Manifest | None) -> bool | None:
    return None if manifest is None else request.app[DESK].replay.verify_signature(manifest)
