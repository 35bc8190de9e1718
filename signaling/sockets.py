"""From a request to a served WebSocket."""

from functools import partial
from typing import Any, Final

from aiohttp import web

from signaling.auth import identify
from signaling.connection import Connection
from signaling.keys import CALLER, DESK, LIVE, LOOKS
from signaling.side import Side

LONGEST_MESSAGE: Final = 64 * 1024
_HEARTBEAT_S: Final = 5.0


async def serve_socket(request: web.Request, side: Side[Any]) -> web.WebSocketResponse:
    """Upgrade, and return when the socket is closed."""
    socket = web.WebSocketResponse(
        max_msg_size=LONGEST_MESSAGE, compress=False, heartbeat=_HEARTBEAT_S
    )
    await socket.prepare(request)
    connection = Connection(
        request.app[DESK],
        request.app[LOOKS],
        side,
        socket,
        request.transport,
        partial(identify, request, (request[CALLER].role,)),
    )
    with request.app[LIVE].count(connection):
        await connection.serve()
    return socket
