"""What the command line does to the queues' rules, and asks of their decisions."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from video_bank.bank.forecast import read_policy
from video_bank.bank.parts import open_database, open_link
from video_bank.clock import SystemClock
from video_bank.errors import SetupError
from video_bank.queues.decisions import Finding, Gap, Replay, Unserved, WrongOffer
from video_bank.queues.policy import Profile
from video_bank.queues.sql_decisions import SqlDecisions
from video_bank.queues.sql_routing import SqlRouting
from video_bank.sessions.sql_access import SqlAccess
from video_bank.settings import Settings


async def show_policy(settings: Settings) -> str:
    """Return the policy that counts, as a file that may be changed and set."""
    async with AsyncExitStack() as stack:
        routing = SqlRouting(await open_database(settings, stack), SystemClock())
        policy = await routing.quiet_policy()
        return msgspec.json.format(msgspec.json.encode(policy, order="sorted"), indent=2).decode()


async def set_policy(settings: Settings, path: Path) -> str:
    """Let a file's policy count from now on and return its version; raise SetupError."""
    policy = read_policy(path)
    async with AsyncExitStack() as stack:
        routing = SqlRouting(await open_database(settings, stack), SystemClock())
        await routing.change_policy(policy)
    return policy.version


async def set_profile(settings: Settings, username: str, profile: Profile) -> None:
    """Say what an agent can do; raise SetupError for a user name that nobody has."""
    async with AsyncExitStack() as stack:
        database = await open_database(settings, stack)
        staff_id = await SqlAccess(database, SystemClock()).find_staff_id(username)
        if staff_id is None:
            raise SetupError(f"Nobody has the user name {username}.")
        await SqlRouting(database, SystemClock()).change_profile(staff_id, profile)


async def replay_day(settings: Settings, day: date) -> AsyncIterator[str]:
    """Make the decisions of a day, in the bank's time zone, again; yield what was not right."""
    async with AsyncExitStack() as stack:
        database, link = await open_database(settings, stack), await open_link(settings, stack)
        zone = (await SqlRouting(database, SystemClock()).policy()).zone
        begin = datetime.combine(day, time.min, ZoneInfo(zone))
        since, until = begin.timestamp(), (begin + timedelta(days=1)).timestamp()
        replay, found = Replay(), 0
        async for batch in SqlDecisions(database, link).read(since, until):
            for finding in replay.feed(batch):
                found += 1
                yield _tell(finding, ZoneInfo(zone))
        rules = ", ".join(sorted(replay.versions)) or "none"
        yield f"{replay.offers} offers made again, {found} findings; rules: {rules}"


def _tell(finding: Finding, zone: ZoneInfo) -> str:
    at = datetime.fromtimestamp(finding.at, zone).strftime("%H:%M:%S.%f")[:-3]
    match finding:
        case WrongOffer(session_id=session_id, staff_id=staff_id, due=due):
            was_due = f"{due.session_id} to {due.staff_id}" if due else "nobody"
            return f"{at} {session_id} was offered to {staff_id}; due was {was_due}"
        case Unserved(session_id=session_id, staff_id=staff_id, until=until):
            waited_s = until - finding.at
            return f"{at} {session_id} waited {waited_s:.1f} s while {staff_id} was free"
        case Gap():
            return f"{at} Redis had lost everything; the queues began anew"
