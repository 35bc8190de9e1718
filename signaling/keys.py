"""What the application and each request carry, typed."""

from pathlib import Path
from typing import Final

from aiohttp import web

from signaling.live import LiveSockets
from signaling.looks import Looks
from signaling.needs import Desk
from video_bank.caller import Caller
from video_bank.settings import Settings

DESK: Final = web.AppKey("desk", Desk)
SETTINGS: Final = web.AppKey("settings", Settings)
LOOKS: Final = web.AppKey("looks", Looks)
LIVE: Final = web.AppKey("live sockets", LiveSockets)
DOCUMENT: Final = web.AppKey("OpenAPI document", bytes)
PAGES: Final = web.AppKey("folder of the built pages", Path)
CALLER: Final = web.RequestKey("caller", Caller)  # set before a route's handler runs
