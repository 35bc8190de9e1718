"""What the command line does to a bank, and asks it, without being one of its processes."""

import os
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path

from video_bank.bank.parts import SCRIPT_KEY, SCRIPT_PUBLIC_KEY, open_database, open_link
from video_bank.caller import Role
from video_bank.clock import SystemClock
from video_bank.database import redis_leases
from video_bank.database.migrations import migrate
from video_bank.errors import SetupError
from video_bank.media.placement import NodeDirectory
from video_bank.scripts.disk_library import read_public_key, sign_file
from video_bank.scripts.script import LoadedScript
from video_bank.scripts.script_file import open_script
from video_bank.sessions.sql_access import SqlAccess
from video_bank.settings import Settings


async def count_media_nodes(settings: Settings) -> int:
    """Return how many media nodes live."""
    async with AsyncExitStack() as stack:
        return len(await NodeDirectory(await open_link(settings, stack)).alive())


async def bury_process(settings: Settings, pid: int) -> None:
    """Tell everybody that a process of this machine is dead, before its lease runs out."""
    async with AsyncExitStack() as stack:
        await redis_leases.bury_process(await open_link(settings, stack), pid)


async def migrate_database(settings: Settings) -> None:
    """Bring the tables to this version; safe when several start at once."""
    async with AsyncExitStack() as stack:
        await migrate(await open_database(settings, stack))


async def add_staff(
    settings: Settings,
    username: str,
    password: str,
    display_name: str,
    staff_number: str,
    role: Role,
) -> None:
    """Let somebody sign in from now on; raise SetupError when the user name is taken."""
    async with AsyncExitStack() as stack:
        database = await open_database(settings, stack)
        access = SqlAccess(database, SystemClock())
        await access.add_staff(username, password, display_name, staff_number, role)


def sign_script(settings: Settings, file: Path) -> str:
    """Sign the file in place; raise SetupError, ScriptMalformedError or SecretFileError."""
    with _file_errors(file):
        return f"Signed: {_describe(sign_file(file, settings.key_dir / SCRIPT_KEY))}"


def check_script(settings: Settings, file: Path) -> str:
    """Raise SetupError, or the script's own error where it is refused."""
    with _file_errors(file):
        trusted = read_public_key(settings.key_dir / SCRIPT_PUBLIC_KEY)
        return f"Good: {_describe(open_script(file.read_bytes(), trusted))}"


def _describe(loaded: LoadedScript) -> str:
    script = loaded.script
    return (
        f"{script.product}, version {script.version}, {len(script.steps)} steps, "
        f"sha256 {loaded.sha256}"
    )


@contextmanager
def _file_errors(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SetupError(f"{file}: {os.strerror(error.errno or 0)}") from error
