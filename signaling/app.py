"""The front desk as one aiohttp application."""

from pathlib import Path
from typing import Final

import msgspec
from aiohttp import web

from signaling.access_log import write_access_log
from signaling.auth import check_origin, identify
from signaling.errors import speak_in_codes
from signaling.handlers.pages import add_pages
from signaling.headers import make_header_signal
from signaling.keys import CALLER, DESK, DOCUMENT, LIVE, LOOKS, PAGES, SETTINGS
from signaling.live import LiveSockets
from signaling.looks import Looks
from signaling.mailroom import Mailroom
from signaling.needs import Desk
from signaling.openapi import make_document
from signaling.pulse import Pulse
from signaling.route import Handler, Route
from signaling.routes import ROUTES
from signaling.trail_notes import note_refusal
from video_bank.errors import ForbiddenError
from video_bank.settings import Settings

BUILT_PAGES: Final = Path(__file__).parent / "static"


def make_app(
    desk: Desk, settings: Settings, mailroom: Mailroom, pulse: Pulse, pages: Path = BUILT_PAGES
) -> web.Application:
    app = web.Application(middlewares=[write_access_log, speak_in_codes])
    app[DESK] = desk
    app[SETTINGS] = settings
    app[LOOKS] = Looks(desk, mailroom, pulse)
    app[LIVE] = LiveSockets()
    app[DOCUMENT] = msgspec.json.encode(make_document(ROUTES, settings.bank_name))
    app[PAGES] = pages
    for route in ROUTES:
        app.router.add_route(route.method, route.path, _guard(route))
    add_pages(app.router)
    app.on_response_prepare.append(make_header_signal(settings.effective_public_url))
    return app


def _guard(route: Route) -> Handler:
    """Return the route's handler behind its door: nothing of it runs for anybody else."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        check_origin(request)
        if route.callers is not None:
            try:
                request[CALLER] = await identify(request, route.callers)
            except ForbiddenError:
                await note_refusal(request)
                raise
        return await route.handler(request)

    return guarded
