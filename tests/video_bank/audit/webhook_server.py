"""A witness of somebody else's: a real HTTP server that keeps what it is given."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web


@asynccontextmanager
async def webhook_server() -> AsyncIterator[str]:
    """Yield its address."""
    kept: dict[str, bytes] = {}

    async def put(request: web.Request) -> web.Response:
        body = await request.read()
        same = kept.setdefault(request.match_info["number"], body) == body
        return web.Response(status=204 if same else 409)

    async def get(request: web.Request) -> web.Response:
        body = kept.get(request.match_info["number"])
        return web.Response(status=404) if body is None else web.Response(body=body)

    app = web.Application()
    app.add_routes([web.put("/trail/{number}", put), web.get("/trail/{number}", get)])
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/trail"
    await runner.cleanup()
