"""How a command is run: until it ends or is told to, with a sentence where it cannot."""

import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine
from typing import Any

import msgspec
import uvloop

from video_bank.errors import EX_CONFIG, BankError
from video_bank.settings import Settings


async def print_lines(work: Coroutine[Any, Any, list[str]]) -> None:
    for line in await work:
        print(line)


def say(work: Callable[[], str]) -> None:
    """Print what came of it, or why not with exit status 78."""
    try:
        print(work())
    except BankError as error:
        sys.exit(sentence(str(error)))


def read_settings() -> Settings:
    try:
        return Settings.from_environment()
    except msgspec.ValidationError as error:
        sys.exit(sentence(f"A setting cannot be read: {error}"))


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run until it ends or SIGINT/SIGTERM asks it to; either way everything is closed in order."""
    try:
        uvloop.run(_until_told(work))
    except BankError as error:
        sys.exit(sentence(str(error)))


async def _until_told(work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    for told in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(told, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        return


async def print_line(work: Coroutine[Any, Any, str]) -> None:
    print(await work)


def sentence(text: str) -> int:
    print(text, file=sys.stderr)
    return EX_CONFIG
