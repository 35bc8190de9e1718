"""How the next connection gets through a narrow network."""

from aiohttp import web

from signaling.bodies import json_response
from signaling.keys import CALLER, DESK
from signaling.resources import IceServers
from video_bank.media.turn import LIFE_S


async def read_ice_servers(request: web.Request) -> web.Response:
    desk = request.app[DESK]
    servers = desk.turn.sign(request[CALLER].subject, desk.clock.now())
    return json_response(IceServers(servers, LIFE_S))
