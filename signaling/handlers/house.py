"""What anybody may ask: is the house open, what is it called, what does it offer."""

from aiohttp import web

from signaling.bodies import json_response
from signaling.keys import DESK, DOCUMENT, SETTINGS
from signaling.resources import House


async def check_health(request: web.Request) -> web.Response:
    await request.app[DESK].outbox.check()
    return web.Response(status=204)


async def read_house(request: web.Request) -> web.Response:
    now = request.app[DESK].clock.now()
    return json_response(House(request.app[SETTINGS].bank_name, now))


async def read_document(request: web.Request) -> web.Response:
    return web.Response(body=request.app[DOCUMENT], content_type="application/json")
