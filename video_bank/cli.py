"""The command line: one command starts everything, each process also starts alone."""

import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine
from datetime import date
from getpass import getpass
from pathlib import Path
from typing import Annotated, Any

import msgspec
import uvloop
from cyclopts import App, Parameter

from video_bank.caller import Role
from video_bank.errors import EX_CONFIG, BankError
from video_bank.logs import configure_logs
from video_bank.settings import Settings

app = App(name="video-bank", help="A bank's own video counter.")
staff = App(name="staff", help="People who sign in at the desk.")
app.command(staff)
keys = App(name="keys", help="The master key that wraps every session's key.")
app.command(keys)
trail = App(name="trail", help="The list of everything that happened.")
app.command(trail)
script = App(name="script", help="What agents say and customers answer: signed files.")
app.command(script)
retention = App(name="retention", help="What is due by the bank's schedule is deleted.")
app.command(retention)
queue = App(name="queue", help="Who may serve whom, who goes first, and whether it was so.")
app.command(queue)


@app.command
def serve(*, demo: bool = False) -> None:
    """Start everything on this machine: redis, signaling, media nodes, archivist.

    Parameters
    ----------
    demo
        Add demo people, a queue and a customer's link, and print how to try them.
    """
    from video_bank import service  # noqa: PLC0415 each process loads only what it runs

    _run(service.serve(_settings(), is_demo=demo))


@app.command
def signaling() -> None:
    """Start one front desk: HTTP, WebSocket, session hosts."""
    from signaling.process import run_signaling  # noqa: PLC0415

    _run(run_signaling(_settings()))


@app.command
def media(*, index: int = 0) -> None:
    """Start one media node.

    Parameters
    ----------
    index
        Its number on this machine: it takes the configured UDP port plus this.
    """
    from video_bank.bank.media import run_media  # noqa: PLC0415

    _run(run_media(_settings(), index))


@app.command
def archivist() -> None:
    """Start one archivist: it seals what ended."""
    from video_bank.bank.archivist import run_archivist  # noqa: PLC0415

    _run(run_archivist(_settings()))


@app.command
def migrate() -> None:
    """Bring the database's tables to this version."""
    from video_bank.bank.upkeep import migrate_database  # noqa: PLC0415

    _run(migrate_database(_settings()))


@staff.command
def add(username: str, *, role: Role, name: str, number: str) -> None:
    """Add somebody who may sign in; asks for the password.

    Parameters
    ----------
    role
        agent, auditor, supervisor or admin.
    name
        The name that customers see.
    number
        The staff number that customers see.
    """
    from video_bank.bank.upkeep import add_staff  # noqa: PLC0415

    _run(add_staff(_settings(), username, getpass(), name, number, role))


@keys.command
def rotate() -> None:
    """Make a new version of the master key, then wrap every stored key by it.

    Machines with a key file of their own are given the new file first: copy it, then `rewrap`.
    """
    from video_bank.bank.keys import rotate_master_key  # noqa: PLC0415

    _run(rotate_master_key(_settings()))
    rewrap()


@keys.command
def rewrap() -> None:
    """Wrap every stored key by the newest version of the master key; may be stopped and repeated.

    Sessions that go on keep their key as it is until the next time.
    """
    _run(_rewrap(_settings()))


async def _rewrap(settings: Settings) -> None:
    from video_bank.bank.keys import rewrap_keys  # noqa: PLC0415

    async for at in rewrap_keys(settings):
        unreadable = f", {at.unreadable} that it never wrapped" if at.unreadable else ""
        print(f"{at.done} of {at.total} keys{unreadable}")
    print("Every stored key is wrapped by the newest version.")


@trail.command(name="verify")
def verify_trail(*, public_key: str | None = None) -> None:
    """Verify every entry of the trail, and hold it against all checkpoints of the second place.

    Parameters
    ----------
    public_key
        The bank's public key in hex, from a place that is trusted; this machine's own without.
    """
    _run(_verify_trail(_settings(), public_key))


async def _verify_trail(settings: Settings, public_key: str | None) -> None:
    from video_bank.bank.trail import verify_whole_trail  # noqa: PLC0415

    count = 0
    async for at in verify_whole_trail(settings, public_key):
        print(f"{at.entries} entries of {at.sessions} sessions, {at.checkpoints} checkpoints")
        for finding, where in at.troubles:
            count += 1
            print(f"  {finding.replace('_', ' ')}: {where}")
    if count:
        sys.exit(f"The trail is not what it was; findings: {count}")
    print("The trail is whole, and agrees with every checkpoint.")


@script.command
def sign(file: Path) -> None:
    """Sign a script in place with the bank's key for scripts; it is made at its first use."""
    from video_bank.bank.upkeep import sign_script  # noqa: PLC0415

    _say(lambda: sign_script(_settings(), file))


@script.command
def check(file: Path) -> None:
    """Say whether a script can be read and is signed by the bank."""
    from video_bank.bank.upkeep import check_script  # noqa: PLC0415

    _say(lambda: check_script(_settings(), file))


@retention.default
def sweep(*, dry_run: bool = False) -> None:
    """Delete what is due; an archivist does so every day.

    Parameters
    ----------
    dry_run
        Only list what would be deleted, and why.
    """
    from video_bank.bank import retention as keeping  # noqa: PLC0415

    work = keeping.list_due if dry_run else keeping.delete_due
    _run(_print_lines(work(_settings())))


@retention.command
def receipts() -> None:
    """Print the signed receipts of all deletions, one JSON object a line."""
    from video_bank.bank.retention import list_receipts  # noqa: PLC0415

    _run(_print_lines(list_receipts(_settings())))


@app.command
def invite() -> None:
    """Print a fresh link for a customer of the demo."""
    from video_bank import service  # noqa: PLC0415

    _run(service.invite(_settings()))


@app.command
def robot(
    side: str,
    *,
    clip: str | None = None,
    link: str | None = None,
    seconds: float = 20.0,
    meetings: int = 1,
) -> None:
    """Let a robot play one side, from a media file or a drawn moving picture and a tone.

    Parameters
    ----------
    side
        customer or agent.
    clip
        A media file to show instead of the drawn picture.
    link
        The customer's join link; without one the demo's bank key creates a session.
    seconds
        How long it talks before it hangs up.
    meetings
        How many it holds, one after the other; the agent takes 0 for ever.
    """
    from signaling.robots.play import play  # noqa: PLC0415

    _run(play(_settings(), side, clip=clip, link=link, seconds=seconds, meetings=meetings))


@app.command
def verify(
    bundle: Path,
    *,
    key: tuple[str, ...] = (),
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
) -> None:
    """Say of every part of an evidence bundle whether it is as the bank signed it.

    Needs no network and no database. Exit status: 0 where all is intact, 1 where anything is
    not, 2 where there is nothing to verify.

    Parameters
    ----------
    bundle
        The zip, or the folder that it was unpacked into.
    key
        The fingerprint (SHA-256) of the bank's public key, from a place that you trust; without
        one the key within the bundle is believed, and that is said.
    as_json
        Print one JSON object.
    """
    from video_bank.recording.evidence.command import run_verify  # noqa: PLC0415

    sys.exit(run_verify(bundle, key, as_json=as_json))


@app.command
def bench(
    name: str,
    *,
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
    calls: int = 12,
    seconds: float = 20.0,
) -> None:
    """Measure; needs the project's checkout with its development packages.

    Parameters
    ----------
    name
        setup, media, churn, network, recording, queue, or all.
    as_json
        Print one JSON object instead of a table.
    calls
        Of media: how many recorded calls at once.
    seconds
        Of media: how long each server is measured.
    """
    from tests.benchmarks import table  # noqa: PLC0415

    options = {"calls": calls, "seconds": seconds} if name == "media" else {}
    table.run(name, as_json=as_json, options=options)


@queue.command
def policy(file: Path | None = None) -> None:
    """Print the routing policy that counts, or let another one count from now on.

    Parameters
    ----------
    file
        The new policy, as JSON; print the present one to see its shape.
    """
    from video_bank.bank import routing  # noqa: PLC0415

    _run(
        _print(routing.set_policy(_settings(), file) if file else routing.show_policy(_settings()))
    )


@queue.command
def profile(
    username: str,
    *,
    skill: dict[str, int] | None = None,
    language: Annotated[list[str] | None, Parameter(negative="")] = None,
) -> None:
    """Say what an agent can do; it counts when the agent next gets ready.

    Parameters
    ----------
    skill
        A level from 1 to 10 each: --skill.loans 3.
    language
        Each one that the agent speaks: --language yue.
    """
    from video_bank.bank.routing import set_profile  # noqa: PLC0415
    from video_bank.queues.policy import Profile  # noqa: PLC0415

    can = Profile(skill or {}, tuple(language or ()))
    _run(set_profile(_settings(), username, can))


@queue.command
def replay(day: date) -> None:
    """Make a day's decisions again; tell each that was wrong, and whoever waited without need.

    Parameters
    ----------
    day
        In the bank's time zone: 2026-03-31.
    """
    from video_bank.bank.routing import replay_day  # noqa: PLC0415

    async def tell() -> None:
        async for line in replay_day(_settings(), day):
            print(line)

    _run(tell())


@app.command
def simulate(  # noqa: PLR0913 each is an option of the command
    *,
    agents: int | None = None,
    rate: float = 0.0,
    hours: float = 24.0,
    a_day: float = 0.0,
    arrivals: Path | None = None,
    policy: Path | None = None,
    handling: float = 300.0,
    patience: float = 600.0,
    target: float = 0.95,
    html: Path | None = None,
    seed: int = 1,
) -> None:
    """Let a day pass in seconds, with the real rules and invented customers.

    Parameters
    ----------
    agents
        How many serve; without it the least number that meets the target is looked for.
    rate
        Calls an hour, for as many hours.
    a_day
        Calls in a day of the usual shape, whose busiest hour has 12 % of them.
    arrivals
        A CSV file of who comes when: at (seconds), queue, language, priority.
    policy
        A routing policy to try, as JSON.
    handling
        Seconds a call takes with its wrap-up, on average.
    patience
        Seconds a customer waits before giving up, on average.
    target
        The share to be answered within 20 s.
    html
        Where to draw the day.
    seed
        Another number, other customers.
    """
    from video_bank.bank.forecast import Question, answer  # noqa: PLC0415
    from video_bank.queues.arrivals import Habits  # noqa: PLC0415

    question = Question(
        rate=rate,
        hours=hours,
        a_day=a_day,
        arrivals=arrivals,
        policy=policy,
        agents=agents,
        target=target,
        habits=Habits(handling, patience),
        seed=seed,
    )
    try:
        for line in answer(question, html):
            print(line)
    except BankError as error:
        sys.exit(_sentence(str(error)))


def main() -> None:
    """Run the command line; a sentence and exit status 78 where the set-up cannot work."""
    configure_logs()
    app()


async def _print_lines(work: Coroutine[Any, Any, list[str]]) -> None:
    for line in await work:
        print(line)


def _say(work: Callable[[], str]) -> None:
    """Print what came of it, or why not with exit status 78."""
    try:
        print(work())
    except BankError as error:
        sys.exit(_sentence(str(error)))


def _settings() -> Settings:
    try:
        return Settings.from_environment()
    except msgspec.ValidationError as error:
        sys.exit(_sentence(f"A setting cannot be read: {error}"))


def _run(work: Coroutine[Any, Any, None]) -> None:
    """Run until it ends or SIGINT/SIGTERM asks it to; either way everything is closed in order."""
    try:
        uvloop.run(_until_told(work))
    except BankError as error:
        sys.exit(_sentence(str(error)))


async def _until_told(work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    for told in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(told, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        return


async def _print(work: Coroutine[Any, Any, str]) -> None:
    print(await work)


def _sentence(text: str) -> int:
    print(text, file=sys.stderr)
    return EX_CONFIG


if __name__ == "__main__":
    main()
