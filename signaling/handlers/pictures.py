"""ID pictures: in from the phone, out to whoever has to compare them."""

from collections.abc import Iterator

from aiohttp import web

from signaling.bodies import json_response, picture_id_of, read_body, session_id_of
from signaling.keys import CALLER, DESK
from signaling.resources import PictureReceipt
from signaling.trail_notes import note
from video_bank.caller import Caller, Role
from video_bank.errors import NotFoundError, NotNowError
from video_bank.ids import PictureId, SessionId
from video_bank.media.commands import LegName
from video_bank.sessions.lifecycle import IN_CALL
from video_bank.sessions.requests import NotePicture
from video_bank.sessions.second_person import open_looks
from video_bank.sessions.session import Session
from video_bank.verification.picture_gate import MOST_BYTES


async def add_picture(request: web.Request) -> web.Response:
    """Nothing of the upload itself is kept: what is kept was drawn anew from its pixels."""
    desk, caller = request.app[DESK], request[CALLER]
    session = await find_session(request, caller, session_id_of(request))
    if session.stage not in IN_CALL:
        raise NotNowError
    admitted = await desk.picture_gate.admit(await read_body(request, MOST_BYTES))
    picture_id = await desk.pictures.put(session.session_id, session.wrapped_key, admitted)
    await desk.hosts.submit(
        NotePicture(
            session_id=session.session_id,
            request_id=picture_id,
            picture_id=picture_id,
            taken_by=LegName.CUSTOMER if caller.role is Role.CUSTOMER else session.lead,
        )
    )
    return json_response(PictureReceipt(picture_id), 201)


async def read_picture(request: web.Request) -> web.Response:
    desk, picture_id = request.app[DESK], picture_id_of(request)
    session = await _find_to_look(request, request[CALLER], session_id_of(request))
    if picture_id not in _picture_ids(session):
        raise NotFoundError
    content = await desk.pictures.get(session.session_id, session.wrapped_key, picture_id)
    await note(request, session.session_id, "picture_viewed", picture_id=picture_id)
    return web.Response(body=content, content_type="image/jpeg")


async def _find_to_look(request: web.Request, caller: Caller, session_id: SessionId) -> Session:
    """Return the session also to a supervisor whose second look it waits for."""
    if caller.role is Role.SUPERVISOR:
        session = await request.app[DESK].store.load(session_id)
        if open_looks(session):
            return session
    return await find_session(request, caller, session_id)


async def find_session(request: web.Request, caller: Caller, session_id: SessionId) -> Session:
    """Return the session; raise NotFoundError also where it is somebody else's."""
    store = request.app[DESK].store
    if caller.role in {Role.AGENT, Role.SUPERVISOR} and caller.staff_id is not None:
        session = await store.at_hand_of(caller.staff_id)
        if session is None or session.session_id != session_id:
            raise NotFoundError
        return session
    if caller.role is Role.CUSTOMER and caller.session_id != session_id:
        raise NotFoundError
    return await store.load(session_id)


def _picture_ids(session: Session) -> Iterator[PictureId]:
    for picture in session.pictures:
        yield picture.picture_id
    for side in session.document.sides if session.document else ():
        yield side.picture
        yield side.shown
    for check in session.checks:
        if check.evidence is not None:
            yield from check.evidence.pictures
