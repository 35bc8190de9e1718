"""`video-bank serve`: preflight, every process under one supervisor, the printed screen."""

import asyncio
import http.client
import json
import secrets
import sys
from collections.abc import Mapping
from contextlib import AsyncExitStack
from functools import partial
from typing import Final, TextIO

import msgspec
from rich.console import Console
from rich.panel import Panel
from rich.table import Table

from signaling.access_log import HEALTH_PATH
from signaling.resources import CreateSession, Invitation
from video_bank.bank.desk import open_bank
from video_bank.bank.hooks import open_demo_phone
from video_bank.bank.upkeep import bury_process, count_media_nodes
from video_bank.child import Child
from video_bank.demo import BUSINESS, PRODUCT, QUEUE, DemoCards, make_customer, read_cards, seed
from video_bank.errors import SetupError
from video_bank.logs import configure_logs
from video_bank.preflight import check_machine, find_lacks
from video_bank.settings import Settings
from video_bank.supervisor import Supervisor

# Loading the face models takes a slow machine a while.
_READY_WITHIN_S: Final = 90.0
_ANSWER_WITHIN_S: Final = 10.0
_LOG: Final = "service.log"


async def serve(settings: Settings, *, is_demo: bool) -> None:
    """Run everything of this machine until cancelled; raise SetupError for what cannot work.

    A demo's screen is for people: its log goes to a file in the data folder.
    """
    console = Console(highlight=False)
    await asyncio.to_thread(check_machine, settings)
    for sentence in await asyncio.to_thread(find_lacks):
        console.print(f"[yellow]{sentence}[/]")
    log = await asyncio.to_thread(_open_log, settings) if is_demo else None
    configure_logs(log or sys.stderr)
    async with AsyncExitStack() as stack:
        extra: Mapping[str, str] = {}
        if is_demo and settings.otp_url is None:
            phone = open_demo_phone(settings, partial(_print_code, console))
            extra = await stack.enter_async_context(phone)
        status = stack.enter_context(console.status("Starting Redis and the database …"))
        async with Supervisor(settings, _children(settings, log, extra), log) as supervisor:
            status.update("Starting the front desk, the media node and the archivist …")
            await supervisor.wait_until_ready(lambda: _is_ready(settings), _READY_WITHIN_S)
            if is_demo:
                async with open_bank(settings) as bank:
                    cards = await seed(bank, settings.data_dir)
                invitation = await asyncio.to_thread(_invite, settings, cards)
                status.stop()
                _print_demo(console, settings, cards, invitation)
            else:
                status.stop()
                console.print(f"Video Bank is open at {settings.effective_public_url}/desk")
                console.print("Ctrl-C stops it.")
            await supervisor.run()


def _open_log(settings: Settings) -> TextIO:
    return (settings.data_dir / _LOG).open("a", buffering=1, encoding="utf-8")


async def invite(settings: Settings) -> None:
    """Print a fresh link for a customer of the demo; raise SetupError where no demo runs."""
    cards = await asyncio.to_thread(read_cards, settings.data_dir)
    if cards is None:
        raise SetupError("There is no demo in this data folder; `make run` makes one.")
    invitation = await asyncio.to_thread(_invite, settings, cards)
    Console(highlight=False).print(invitation.join_url, soft_wrap=True)


def _print_code(console: Console, code: str) -> None:
    console.print(f"Text message to the customer: {code} is your code.")


def _children(
    settings: Settings, log: TextIO | None, environment: Mapping[str, str]
) -> list[Child]:
    """Return the processes in the order of their start."""
    nodes = [
        (f"media {index}", ("media", "--index", str(index)))
        for index in range(settings.media_nodes)
    ]
    # When one desk dies, its pages are at another before a new one has started.
    desks = [(f"signaling {index}", ("signaling",)) for index in range(settings.desks)]
    return [
        Child(
            name,
            (sys.executable, "-m", "video_bank.cli", *words),
            log,
            on_death=partial(bury_process, settings),
            environment=environment,
        )
        for name, words in [*nodes, ("archivist", ("archivist",)), *desks]
    ]


async def _is_ready(settings: Settings) -> bool:
    if not await asyncio.to_thread(_desk_answers, settings):
        return False
    return await count_media_nodes(settings) >= settings.media_nodes


def _desk_answers(settings: Settings) -> bool:
    connection = _connect(settings)
    try:
        connection.request("GET", HEALTH_PATH)
        return connection.getresponse().status == http.client.NO_CONTENT
    except OSError:
        return False
    finally:
        connection.close()


def _invite(settings: Settings, cards: DemoCards) -> Invitation:
    """Ask for a session as the bank's own system does."""
    order = CreateSession(QUEUE, BUSINESS, make_customer(), PRODUCT)
    headers = {
        "Authorization": f"Bearer {cards.api_key}",
        "Content-Type": "application/json",
        "Idempotency-Key": secrets.token_hex(16),
    }
    connection = _connect(settings)
    try:
        connection.request("POST", "/api/v1/sessions", msgspec.json.encode(order), headers)
        answer = connection.getresponse()
        return msgspec.json.decode(answer.read(), type=Invitation)
    except (OSError, msgspec.MsgspecError, json.JSONDecodeError) as error:
        raise SetupError("The service does not answer; is it running?") from error
    finally:
        connection.close()


def _connect(settings: Settings) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(
        settings.http_host, settings.http_port, timeout=_ANSWER_WITHIN_S
    )


def _print_demo(
    console: Console, settings: Settings, cards: DemoCards, invitation: Invitation
) -> None:
    url = settings.effective_public_url
    people = Table.grid(padding=(0, 3))
    people.add_row("[bold]The desk[/]", f"{url}/desk", "")
    people.add_row("  agent", cards.agent.username, cards.agent.password)
    people.add_row("  supervisor", cards.supervisor.username, cards.supervisor.password)
    people.add_row("  auditor", cards.auditor.username, cards.auditor.password)
    second = cards.second_auditor
    people.add_row("  second auditor", second.username, second.password)
    robots = Table.grid(padding=(0, 3))
    robots.add_row("  the customer", ".venv/bin/video-bank robot customer")
    robots.add_row("  the agent", ".venv/bin/video-bank robot agent")
    robots.add_row("  another customer's link", ".venv/bin/video-bank invite")
    console.print()
    console.print(Panel(people, title="Video Bank is open", title_align="left", expand=False))
    console.print("[bold]A customer's link[/] (opens once, within ten minutes):")
    console.print(f"  {invitation.join_url}", soft_wrap=True)
    console.print()
    console.print("[bold]No second person?[/] A robot plays the other side:")
    console.print(robots)
    console.print()
    console.print(f"Everything is kept in {settings.data_dir.absolute()}, the log in {_LOG} there.")
    console.print("Ctrl-C stops it.")
