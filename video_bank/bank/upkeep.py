"""What the command line does to a bank, and asks it, without being one of its processes."""

from contextlib import AsyncExitStack

from video_bank.bank.parts import open_database, open_link
from video_bank.caller import Role
from video_bank.clock import SystemClock
from video_bank.database import redis_leases
from video_bank.database.migrations import migrate
from video_bank.media.placement import NodeDirectory
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
