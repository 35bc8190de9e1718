"""Recordings as an auditor finds, opens and watches them; looking leaves its own marks."""

import math
from itertools import starmap
from typing import Final

import msgspec
from aiohttp import web

from signaling.bodies import json_response, read_json, session_id_of
from signaling.errors import MalformedError
from signaling.handlers.comments import read_comments
from signaling.keys import DESK
from signaling.recording_rows import is_trail_whole, make_lines, make_row, make_tracks
from signaling.resources import (
    Integrity,
    LegQuality,
    NotePlayback,
    RecordedQuality,
    RecordingDetail,
    RecordingList,
)
from signaling.trail_notes import note
from video_bank.recording.manifest import Manifest, SealState

_USUAL_ROWS: Final = 50
_MOST_ROWS: Final = 100
_LONGEST_SEARCH: Final = 100
_KINDS: Final = {
    "play": "playback_played",
    "pause": "playback_paused",
    "seek": "playback_sought",
}


class _Query(msgspec.Struct, frozen=True):
    search: str = ""
    before: float | None = None
    limit: int = _USUAL_ROWS


async def list_recordings(request: web.Request) -> web.Response:
    query = _read_query(request)
    desk = request.app[DESK]
    # One more than asked for, to know whether there is another page.
    found = await desk.store.search(query.search.strip(), query.before, query.limit + 1)
    sessions = found[: query.limit]
    recordings = await desk.replay.find_all([session.session_id for session in sessions])
    rows = tuple(make_row(session, recordings.get(session.session_id)) for session in sessions)
    next_before = rows[-1].created_at if len(found) > len(rows) else None
    return json_response(RecordingList(rows, next_before))


async def read_recording(request: web.Request) -> web.Response:
    """Also before the seal, and where the seal failed: what is known is shown."""
    desk = request.app[DESK]
    session = await desk.store.load(session_id_of(request))
    await note(request, session.session_id, "recording_viewed")
    recording = (await desk.replay.find_all([session.session_id])).get(session.session_id)
    is_sealed = recording is not None and recording.state is SealState.SEALED
    manifest = recording.manifest if recording and is_sealed else None
    entries = await desk.trail.read(session.session_id)
    return json_response(
        RecordingDetail(
            row=make_row(session, recording),
            seal_error=recording.error if recording else None,
            clock_zero=session.clock_zero,
            legs=make_tracks(session.session_id, manifest),
            checks=session.checks,
            pictures=session.pictures,
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


def _is_signed(request: web.Request, manifest: Manifest | None) -> bool | None:
    return None if manifest is None else request.app[DESK].replay.verify_signature(manifest)


def _read_query(request: web.Request) -> _Query:
    """Raise MalformedError."""
    try:
        query = msgspec.convert(dict(request.query), _Query, strict=False)
    except msgspec.ValidationError as error:
        raise MalformedError from error
    is_before_sound = query.before is None or math.isfinite(query.before)
    is_limit_sound = 0 < query.limit <= _MOST_ROWS
    if not (is_before_sound and is_limit_sound) or len(query.search) > _LONGEST_SEARCH:
        raise MalformedError
    return query
