"""One front desk as a process: when any part of it ends, all of it does, for its supervisor."""

import asyncio
import errno
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import Final

import structlog
from aiohttp import web

from signaling.app import make_app
from signaling.errors import describe
from signaling.garbage import collect_seldom
from signaling.keys import LIVE
from signaling.mailroom import Mailroom
from signaling.pulse import Pulse
from video_bank.bank.desk import open_bank
from video_bank.errors import SetupError
from video_bank.settings import Settings

_SHUTDOWN_S: Final = 2.0

_log = structlog.get_logger()


async def run_signaling(settings: Settings) -> None:
    """Serve until cancelled: then pages are sent elsewhere before anything behind them closes.

    Raise SetupError when the port cannot be opened, SystemExit when a part died.
    """
    async with open_bank(settings) as bank, AsyncExitStack() as stack:
        mailroom, pulse = Mailroom(bank.link), Pulse()
        work = [
            asyncio.create_task(bank.run(), name="bank"),
            asyncio.create_task(mailroom.run(), name="mailroom"),
            asyncio.create_task(pulse.run(), name="pulse"),
            asyncio.create_task(collect_seldom(), name="garbage"),
        ]
        stack.push_async_callback(_stop, work)
        await _open_site(make_app(bank, settings, mailroom, pulse), settings, stack)
        done, _ = await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            _log.critical("part of the desk died", part=task.get_name(), **_cause(task))
        raise SystemExit(1)


async def _open_site(app: web.Application, settings: Settings, stack: AsyncExitStack) -> None:
    # Each request has its line by our own middleware.
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=_SHUTDOWN_S)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    site = web.TCPSite(
        runner, settings.http_host, settings.http_port, reuse_port=settings.desks > 1
    )
    try:
        await site.start()
    except OSError as error:
        raise SetupError(_why_not(error, settings)) from error
    # Nobody new comes in while those who are here are sent elsewhere.
    stack.push_async_callback(app[LIVE].drain)
    stack.push_async_callback(site.stop)
    _log.info("front desk open", host=settings.http_host, port=settings.http_port)


async def _stop(work: Sequence[asyncio.Task[None]]) -> None:
    for task in work:
        task.cancel()
    await asyncio.gather(*work, return_exceptions=True)


def _cause(task: asyncio.Task[None]) -> dict[str, str]:
    error = None if task.cancelled() else task.exception()
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return describe(error) if error is not None else {}


def _why_not(error: OSError, settings: Settings) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"TCP port {settings.http_port} is in use by another program; end it, or set "
            "VIDEO_BANK_PORT to a free one."
        )
    return (
        f"The front desk cannot listen on {settings.http_host}, port {settings.http_port}; set "
        "VIDEO_BANK_HOST and VIDEO_BANK_PORT to what this machine has."
    )
