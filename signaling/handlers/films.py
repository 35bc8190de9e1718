"""One film of an approved recording: begun, watched, cancelled, taken out."""

from typing import Final

from aiohttp import hdrs, web

from signaling.audit_resources import FilmState
from signaling.bodies import export_id_of, json_response
from signaling.handlers.exports import send_attachment
from signaling.keys import DESK
from signaling.staff_names import staff_id_of
from signaling.trail_notes import note
from video_bank.errors import NotFoundError
from video_bank.recording.evidence.bundle import read_pieces
from video_bank.recording.evidence.export import Export, check_download

MP4: Final = "video/mp4"


async def begin_film(request: web.Request) -> web.Response:
    await request.app[DESK].films.begin(await _find(request))
    return web.Response(status=204)


async def read_state(request: web.Request) -> web.Response:
    export, films = await _find(request), request.app[DESK].films
    # Asked in this order: a film that is done in between is found ready.
    share = await films.share_done(export.export_id)
    film = await films.find(export.session_id, export.export_id)
    return json_response(FilmState(is_ready=film is not None, share=share))


async def cancel_film(request: web.Request) -> web.Response:
    await request.app[DESK].films.cancel((await _find(request)).export_id)
    return web.Response(status=204)


async def download_film(request: web.Request) -> web.StreamResponse:
    export = await _find(request)
    film = await request.app[DESK].films.find(export.session_id, export.export_id)
    if film is None:
        raise NotFoundError
    facts = {"export_id": export.export_id, "purpose": export.purpose.value}
    await note(request, export.session_id, "film_downloaded", **facts)
    response = web.StreamResponse()
    response.content_type = MP4
    response.content_length = await film.plain_size()
    name = f"film-{export.session_id}.mp4"
    response.headers[hdrs.CONTENT_DISPOSITION] = f'attachment; filename="{name}"'
    return await send_attachment(request, response, read_pieces(film))


async def _find(request: web.Request) -> Export:
    """Return the approved export of who asks; raise NotFoundError or NotNowError."""
    desk = request.app[DESK]
    export = await desk.exports.find(export_id_of(request))
    check_download(export, staff_id_of(request), desk.clock.now())
    return export
