"""The command line: one command starts everything, each process also starts alone."""

import sys
from getpass import getpass
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter

from video_bank.caller import Role
from video_bank.cli_queues import queue, simulate
from video_bank.cli_records import keys, retention, script, trail
from video_bank.cli_run import read_settings, run
from video_bank.cli_verification import pad_eval
from video_bank.logs import configure_logs

app = App(name="video-bank", help="A bank's own video counter.")
staff = App(name="staff", help="People who sign in at the desk.")
for each in (staff, keys, trail, script, retention, queue):
    app.command(each)
app.command(simulate)
app.command(pad_eval)


@app.command
def serve(*, demo: bool = False) -> None:
    """Start everything on this machine: redis, signaling, media nodes, archivist.

    Parameters
    ----------
    demo
        Add demo people, a queue and a customer's link, and print how to try them.
    """
    from video_bank import service  # noqa: PLC0415 each process loads only what it runs

    run(service.serve(read_settings(), is_demo=demo))


@app.command
def signaling() -> None:
    """Start one front desk: HTTP, WebSocket, session hosts."""
    from signaling.process import run_signaling  # noqa: PLC0415

    run(run_signaling(read_settings()))


@app.command
def media(*, index: int = 0) -> None:
    """Start one media node.

    Parameters
    ----------
    index
        Its number on this machine: it takes the configured UDP port plus this.
    """
    from video_bank.bank.media import run_media  # noqa: PLC0415

    run(run_media(read_settings(), index))


@app.command
def archivist() -> None:
    """Start one archivist: it seals what ended."""
    from video_bank.bank.archivist import run_archivist  # noqa: PLC0415

    run(run_archivist(read_settings()))


@app.command
def migrate() -> None:
    """Bring the database's tables to this version."""
    from video_bank.bank.upkeep import migrate_database  # noqa: PLC0415

    run(migrate_database(read_settings()))


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

    run(add_staff(read_settings(), username, getpass(), name, number, role))


@app.command
def invite() -> None:
    """Print a fresh link for a customer of the demo."""
    from video_bank import service  # noqa: PLC0415

    run(service.invite(read_settings()))


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

    run(play(read_settings(), side, clip=clip, link=link, seconds=seconds, meetings=meetings))


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
def bench(  # noqa: PLR0913 each is an option of the command
    name: str,
    *,
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
    calls: int = 12,
    seconds: float = 20.0,
    kills: int = 100,
    pairs: Path | None = None,
    images: Path | None = None,
    html: Path | None = None,
    sign: Annotated[bool, Parameter(negative="")] = False,
) -> None:
    """Measure; needs the project's checkout with its development packages.

    Parameters
    ----------
    name
        setup, media, churn, network, recording, queue, kills, signaling, verification, document,
        or all.
    as_json
        Print one JSON object instead of a table.
    calls
        Of media: how many recorded calls at once.
    seconds
        Of media: how long each server is measured.
    kills
        Of kills: how many.
    pairs
        Of verification: a CSV file with the columns file_a, file_b, same (1 or 0), set.
    images
        Of verification: the folder that those files lie in.
    html
        Of verification: where to write the report of the pairs.
    sign
        Of verification: put the report's hash on the trail, and a signed statement beside it.
    """
    from tests.benchmarks import table  # noqa: PLC0415

    options: dict[str, Any] = {}
    if name == "media":
        options = {"calls": calls, "seconds": seconds}
    elif name == "kills":
        options = {"kills": kills}
    elif name == "verification":
        options = {"pairs": pairs, "images": images, "html": html, "is_signed": sign}
    table.run(name, as_json=as_json, options=options)


def main() -> None:
    """Run the command line; a sentence and exit status 78 where the set-up cannot work."""
    configure_logs()
    app()


if __name__ == "__main__":
    main()
