"""What the front desk itself writes on a session's trail: who looked at what."""

from typing import Final

from aiohttp import web

from signaling.auth import find_anybody
from signaling.bodies import session_id_of
from signaling.keys import CALLER, DESK
from video_bank.audit.trail import Happening
from video_bank.errors import NotFoundError
from video_bank.ids import SessionId

RECORDINGS: Final = "/api/v1/recordings/"


async def note(
    request: web.Request, session_id: SessionId, kind: str, **facts: str | int | float
) -> None:
    """Write it down; raise UnavailableError when that cannot be, and then show nothing."""
    desk = request.app[DESK]
    happening = Happening(kind, request[CALLER].subject, desk.clock.now(), {**facts})
    await desk.trail.append(session_id, [happening])


async def note_refusal(request: web.Request) -> None:
    """Write down who asked for a recording that is not theirs to see; the answer tells nothing."""
    if not request.path.startswith(RECORDINGS) or "session_id" not in request.match_info:
        return
    desk, caller = request.app[DESK], await find_anybody(request)
    try:
        session = await desk.store.load(session_id_of(request))
    except NotFoundError:
        return
    if caller is not None:
        happening = Happening("recording_refused", caller.subject, desk.clock.now())
        await desk.trail.append(session.session_id, [happening])
