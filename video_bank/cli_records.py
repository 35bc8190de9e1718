"""Commands about what is kept: keys, the trail, scripts, retention."""

import sys
from pathlib import Path

from cyclopts import App

from video_bank.cli_run import print_lines, read_settings, run, say
from video_bank.settings import Settings

keys = App(name="keys", help="The master key that wraps every session's key.")
trail = App(name="trail", help="The list of everything that happened.")
script = App(name="script", help="What agents say and customers answer: signed files.")
retention = App(name="retention", help="What is due by the bank's schedule is deleted.")


@keys.command
def rotate() -> None:
    """Make a new version of the master key, then wrap every stored key by it.

    Machines with a key file of their own are given the new file first: copy it, then `rewrap`.
    """
    from video_bank.bank.keys import rotate_master_key  # noqa: PLC0415

    run(rotate_master_key(read_settings()))
    rewrap()


@keys.command
def rewrap() -> None:
    """Wrap every stored key by the newest version of the master key; may be stopped and repeated.

    Sessions that go on keep their key as it is until the next time.
    """
    run(_rewrap(read_settings()))


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
    run(_verify_trail(read_settings(), public_key))


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

    say(lambda: sign_script(read_settings(), file))


@script.command
def check(file: Path) -> None:
    """Say whether a script can be read and is signed by the bank."""
    from video_bank.bank.upkeep import check_script  # noqa: PLC0415

    say(lambda: check_script(read_settings(), file))


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
    run(print_lines(work(read_settings())))


@retention.command
def receipts() -> None:
    """Print the signed receipts of all deletions, one JSON object a line."""
    from video_bank.bank.retention import list_receipts  # noqa: PLC0415

    run(print_lines(list_receipts(read_settings())))


@retention.command
def faces() -> None:
    """Print of how many people face pictures are stored; exit status 1 where that is an alarm."""
    run(_count_faces(read_settings()))


async def _count_faces(settings: Settings) -> None:
    from video_bank.bank.retention import count_faces  # noqa: PLC0415
    from video_bank.retention.face_count import ALARM_FROM, is_alarm  # noqa: PLC0415

    people = await count_faces(settings)
    print(f"Face pictures of {people} people are stored; an alarm from {ALARM_FROM}.")
    if is_alarm(people):
        sys.exit(1)
