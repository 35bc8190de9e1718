"""The pages: files that the web client's build left behind, nothing that is made here."""

import asyncio
import re
from functools import partial
from typing import Final

from aiohttp import hdrs, web

from signaling.headers import PERMISSIONS, permissions_policy
from signaling.keys import PAGES, SETTINGS
from video_bank.errors import NotFoundError

NOT_BUILT: Final = "The pages are not built yet: run `make web`, then load this again.\n"
_ASSET: Final = re.compile(r"\w[\w.-]{0,200}", re.ASCII)
_FOR_EVER: Final = "public, max-age=31536000, immutable"  # a file's name holds its content's hash


def add_pages(router: web.UrlDispatcher) -> None:
    router.add_get("/", _go_to_desk)
    router.add_get("/join", _read_customer_page)
    router.add_get("/guest", partial(_read_page, name="guest.html"))
    router.add_get("/pc", _read_customer_page)  # short to type: a hand-over's other device
    router.add_get("/desk", partial(_read_page, name="desk.html"))
    router.add_get("/wall", partial(_read_page, name="desk.html"))  # the same, on the centre's wall
    router.add_get("/assets/{name}", _read_asset)


async def _go_to_desk(_: web.Request) -> web.StreamResponse:
    return web.Response(status=302, headers={hdrs.LOCATION: "/desk"})


async def _read_customer_page(request: web.Request) -> web.StreamResponse:
    """The only page that may ask the browser where it is, at a bank that asks."""
    response = await _read_page(request, "join.html")
    is_asked = request.app[SETTINGS].is_location_asked
    response.headers[PERMISSIONS] = permissions_policy(is_location_asked=is_asked)
    return response


async def _read_page(request: web.Request, name: str) -> web.StreamResponse:
    path = request.app[PAGES] / name
    if not await asyncio.to_thread(path.is_file):
        return web.Response(status=503, text=NOT_BUILT)
    return web.FileResponse(path, headers={hdrs.CACHE_CONTROL: "no-store"})


async def _read_asset(request: web.Request) -> web.StreamResponse:
    name = request.match_info["name"]
    path = request.app[PAGES] / "assets" / name
    if not _ASSET.fullmatch(name) or not await asyncio.to_thread(path.is_file):
        raise NotFoundError
    return web.FileResponse(path, headers={hdrs.CACHE_CONTROL: _FOR_EVER})
