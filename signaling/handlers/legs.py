"""One leg of a sealed recording as a video that a browser may seek in."""

from typing import Final

import structlog
from aiohttp import hdrs, web

from signaling.bodies import session_id_of
from signaling.errors import describe, error_response
from signaling.keys import DESK
from signaling.ranges import UnsatisfiableRangeError, parse_range
from signaling.trail_notes import note
from video_bank.errors import BankError, ErrorCode, NotFoundError
from video_bank.media.tracks import TrackName
from video_bank.vault.sealed_object import SealedReader

WEBM: Final = "video/webm"
_PIECE_BYTES: Final = 1024 * 1024

_log = structlog.get_logger()


async def read_leg(request: web.Request) -> web.StreamResponse:
    """Answer one range, or the whole; a request for the beginning is an entry on the trail."""
    session_id, track = session_id_of(request), _track_of(request)
    reader = await request.app[DESK].replay.open_track(session_id, track)
    size = await reader.plain_size()
    try:
        found = parse_range(request.headers.get(hdrs.RANGE), size)
    except UnsatisfiableRangeError:
        refusal = error_response(ErrorCode.MALFORMED, status=416)
        refusal.headers[hdrs.CONTENT_RANGE] = f"bytes */{size}"
        return refusal
    start, end = found or (0, size)
    if start == 0:
        await note(request, session_id, "recording_opened", leg=track.value)
    response = web.StreamResponse(status=206 if found else 200)
    response.content_type = WEBM
    response.content_length = end - start
    response.headers[hdrs.ACCEPT_RANGES] = "bytes"
    if found:
        response.headers[hdrs.CONTENT_RANGE] = f"bytes {start}-{end - 1}/{size}"
    await _stream(request, response, reader, start, end)
    return response


async def _stream(
    request: web.Request,
    response: web.StreamResponse,
    reader: SealedReader,
    start: int,
    end: int,
) -> None:
    """Send piece after piece: memory holds one of them, however long the recording is."""
    piece = await reader.read(start, min(start + _PIECE_BYTES, end))
    await response.prepare(request)  # from here on there is no other answer
    try:
        while piece:
            await response.write(piece)
            start += len(piece)
            piece = await reader.read(start, min(start + _PIECE_BYTES, end))
        await response.write_eof()
    except BankError as error:
        _log.error("recording cut off", **describe(error))
        if request.transport is not None:
            request.transport.abort()


def _track_of(request: web.Request) -> TrackName:
    try:
        return TrackName(request.match_info["leg"])
    except ValueError:
        raise NotFoundError from None
