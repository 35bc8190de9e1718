"""Recordings that leave the house: one auditor asks, another one decides, then it is sent."""

from collections.abc import AsyncIterator, Iterable
from typing import Final

import structlog
from aiohttp import hdrs, web

from signaling.audit_resources import AskForExport, DecideExport, ExportList, ExportView
from signaling.bodies import export_id_of, json_response, read_json, session_id_of
from signaling.errors import MalformedError, describe
from signaling.keys import DESK
from signaling.staff_names import name_of, staff_id_of
from signaling.trail_notes import note
from video_bank.errors import BankError
from video_bank.recording.evidence.export import LONGEST_NOTE, Export, check_download

ZIP: Final = "application/zip"

_log = structlog.get_logger()


async def ask_for_export(request: web.Request) -> web.Response:
    """Raise NotSealedYetError: what is not sealed proves nothing."""
    asked = await read_json(request, AskForExport)
    text = asked.note.strip()
    if len(text) > LONGEST_NOTE:
        raise MalformedError
    desk, session_id = request.app[DESK], session_id_of(request)
    await desk.replay.manifest(session_id)
    export = await desk.exports.ask(session_id, asked.purpose, text, staff_id_of(request))
    return json_response(await _view(request, export), 201)


async def list_exports(request: web.Request) -> web.Response:
    found = await request.app[DESK].exports.of_session(session_id_of(request))
    return await _answer(request, found)


async def list_open(request: web.Request) -> web.Response:
    return await _answer(request, await request.app[DESK].exports.open())


async def decide_export(request: web.Request) -> web.Response:
    said = await read_json(request, DecideExport)
    decided = await request.app[DESK].exports.decide(
        export_id_of(request), staff_id_of(request), is_approved=said.is_approved
    )
    return json_response(await _view(request, decided))


async def download(request: web.Request) -> web.StreamResponse:
    """Send the zip while it is made; its own download is the last entry of the trail in it."""
    desk = request.app[DESK]
    export = await desk.exports.find(export_id_of(request))
    check_download(export, staff_id_of(request), desk.clock.now())
    facts = {"export_id": export.export_id, "purpose": export.purpose.value}
    await note(request, export.session_id, "export_downloaded", **facts)
    response = web.StreamResponse()
    response.content_type = ZIP
    name = f"evidence-{export.session_id}.zip"
    response.headers[hdrs.CONTENT_DISPOSITION] = f'attachment; filename="{name}"'
    return await send_attachment(request, response, desk.bundles.write(export))


async def send_attachment(
    request: web.Request, response: web.StreamResponse, pieces: AsyncIterator[bytes]
) -> web.StreamResponse:
    """Send it piece by piece; what breaks off must not look like a whole: the line is cut."""
    first = await anext(pieces)
    await response.prepare(request)  # from here on there is no other answer
    try:
        await response.write(first)
        async for piece in pieces:
            if piece:
                await response.write(piece)
        await response.write_eof()
    except BankError as error:
        _log.error("export cut off", **describe(error))
        if request.transport is not None:
            request.transport.abort()
    return response


async def _answer(request: web.Request, found: Iterable[Export]) -> web.Response:
    return json_response(ExportList(tuple([await _view(request, export) for export in found])))


async def _view(request: web.Request, export: Export) -> ExportView:
    desk = request.app[DESK]
    session = await desk.store.load(export.session_id)
    return ExportView(
        export_id=export.export_id,
        session_id=export.session_id,
        reference=session.customer.reference,
        business=session.business,
        purpose=export.purpose,
        note=export.note,
        asked_by=await name_of(desk, export.asked_by),
        is_mine=export.asked_by == staff_id_of(request),
        asked_at=export.asked_at,
        state=export.state,
        decided_by=await name_of(desk, export.decided_by) if export.decided_by else None,
        decided_at=export.decided_at,
        expires_at=export.expires_at,
    )
