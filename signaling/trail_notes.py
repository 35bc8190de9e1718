"""What the front desk itself writes on a session's trail: who looked at what."""

from aiohttp import web

from signaling.keys import CALLER, DESK
from video_bank.audit.trail import Happening
from video_bank.ids import SessionId


async def note(
    request: web.Request, session_id: SessionId, kind: str, **facts: str | int | float
) -> None:
    """Write it down; raise UnavailableError when that cannot be, and then show nothing."""
    desk = request.app[DESK]
    happening = Happening(kind, request[CALLER].subject, desk.clock.now(), {**facts})
    await desk.trail.append(session_id, [happening])
