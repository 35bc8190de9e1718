"""`video-bank robot`: one side of the demo's meetings, for whoever is alone or has no camera."""

import asyncio
import secrets
import sys
from itertools import count
from pathlib import Path
from typing import Final

import aiohttp
import msgspec

from signaling.resources import CreateSession
from signaling.robots.agent import AgentPart, play_agent
from signaling.robots.aiortc_peer import AiortcPeer
from signaling.robots.call_side import MeetingReport
from signaling.robots.customer import CustomerPart, play_customer
from signaling.robots.desk_client import DeskClient, DeskRefusedError
from video_bank.demo import BUSINESS, QUEUE, DemoCards, make_customer
from video_bank.errors import SetupError
from video_bank.settings import Settings

_SIDES: Final = ("customer", "agent")


async def play(
    settings: Settings,
    side: str,
    *,
    clip: str | None,
    link: str | None,
    seconds: float,
    meetings: int,
) -> None:
    """Play `meetings` meetings, the agent without end for 0; print a line for each.

    Raise SetupError when it cannot begin, or is not let in.
    """
    if side not in _SIDES:
        raise SetupError(f"A robot plays {' or '.join(_SIDES)}, not {side}.")
    file = Path(clip) if clip else None
    await _check_clip(file)
    try:
        if side == "agent":
            await _play_agent(settings, file, seconds, meetings)
        else:
            await _play_customer(settings, file, link, seconds, meetings)
    except DeskRefusedError as error:
        raise SetupError(f"The front desk refused the robot: {error.code}.") from error
    except aiohttp.ClientConnectionError as error:
        url = settings.effective_public_url
        raise SetupError(f"Nobody answers at {url}; start the service with `make run`.") from error


async def _check_clip(clip: Path | None) -> None:
    if clip is None:
        return
    try:
        await (await AiortcPeer.open(0, clip)).close()
    except (OSError, ValueError) as error:
        raise SetupError(f"{clip} is no media file that can be played.") from error


async def _play_agent(settings: Settings, clip: Path | None, seconds: float, meetings: int) -> None:
    card = (await _read_cards(settings)).agent
    part = AgentPart(clip=clip, talk_s=seconds, meetings=meetings or None)
    numbers = count(1)
    await play_agent(
        settings.effective_public_url,
        card.username,
        card.password,
        part,
        lambda report: _print(next(numbers), report),
    )


async def _play_customer(
    settings: Settings, clip: Path | None, link: str | None, seconds: float, meetings: int
) -> None:
    part = CustomerPart(clip=clip, talk_s=seconds)
    for number in range(1, 2 if link else meetings + 1):
        join_url = link or await _invite(settings)
        _print(number, await play_customer(join_url, part))


async def _invite(settings: Settings) -> str:
    """Create a session as the bank's own system would."""
    api_key = (await _read_cards(settings)).api_key
    order = CreateSession(QUEUE, BUSINESS, make_customer())
    async with DeskClient(settings.effective_public_url) as client:
        return (await client.invite(api_key, order, secrets.token_hex(16))).join_url


async def _read_cards(settings: Settings) -> DemoCards:
    path = settings.data_dir / "demo.json"
    try:
        content = await asyncio.to_thread(path.read_bytes)
        return msgspec.json.decode(content, type=DemoCards)
    except (OSError, msgspec.DecodeError) as error:
        raise SetupError(
            f"There is no demo data in {settings.data_dir}; start the service once with `make run`."
        ) from error


def _print(number: int, report: MeetingReport) -> None:
    sys.stdout.write(
        f"meeting {number}: talked {report.talked_s:.1f} s, saw {report.frames} frames, "
        f"ended: {report.close_reason or 'unknown'}\n"
    )
    sys.stdout.flush()
