"""The routing policy and the agents' profiles in SQL, looked up at most every few seconds."""

from typing import Final

import msgspec
from sqlalchemy import delete, insert, select

from video_bank.caller import Role
from video_bank.clock import Clock
from video_bank.database.sql_engine import Database
from video_bank.database.sql_tables import (
    agent_profiles,
    emergencies,
    queues,
    routing_policies,
    staff,
)
from video_bank.errors import UnavailableError
from video_bank.ids import QueueId, StaffId
from video_bank.queues.emergency import EmergencyState, Level
from video_bank.queues.policy import Profile, RoutingPolicy
from video_bank.queues.response import respond

_LOOK_EVERY_S: Final = 2.0
_NEWEST_STATE: Final = select(emergencies.c.body).order_by(emergencies.c.number.desc()).limit(1)


class SqlRouting:
    """Goes on with what it knows while the database is away."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._quiet: RoutingPolicy | None = None
        self._known: RoutingPolicy | None = None
        self._looked_at = 0.0

    async def policy(self) -> RoutingPolicy:
        """Return the newest policy, two seconds old at most, completed by the bank's queues."""
        now = self._clock.monotonic()
        if self._known is None or now - self._looked_at > _LOOK_EVERY_S:
            self._looked_at = now  # also when it fails: nobody waits for it twice
            await self._look()
        return self._known if self._known is not None else RoutingPolicy()

    async def newest(self) -> RoutingPolicy:
        self._looked_at = self._clock.monotonic()
        await self._look()
        return self._known if self._known is not None else RoutingPolicy()

    async def quiet_policy(self) -> RoutingPolicy:
        """Return the newest policy as the bank set it, whatever level counts."""
        await self.newest()
        return self._quiet if self._quiet is not None else RoutingPolicy()

    async def _look(self) -> None:
        newest = select(routing_policies.c.body).order_by(routing_policies.c.number.desc()).limit(1)
        try:
            async with self._database.reading() as connection:
                body = (await connection.execute(newest)).scalar_one_or_none()
                names = (await connection.execute(select(queues.c.queue))).scalars().all()
                state = (await connection.execute(_NEWEST_STATE)).scalar_one_or_none()
        except UnavailableError:
            if self._known is None:
                raise
            return
        found = RoutingPolicy() if body is None else msgspec.json.decode(body, type=RoutingPolicy)
        self._quiet = found.with_queues(*(QueueId(name) for name in names))
        self._known = respond(self._quiet, _level_of(state))

    async def change_policy(self, policy: RoutingPolicy) -> None:
        """Let this policy count from now on; every process follows within seconds."""
        row = {
            "version": policy.version,
            "body": msgspec.json.encode(policy),
            "created_at": self._clock.now(),
        }
        async with self._database.transaction() as connection:
            await connection.execute(insert(routing_policies).values(row))
        self._known = None

    async def profile(self, staff_id: StaffId) -> Profile:
        """Return what an agent can do; a supervisor is of the reserve, whatever else."""
        wanted = select(agent_profiles.c.body).where(agent_profiles.c.staff_id == staff_id)
        who = select(staff.c.role).where(staff.c.staff_id == staff_id)
        async with self._database.reading() as connection:
            body = (await connection.execute(wanted)).scalar_one_or_none()
            role = (await connection.execute(who)).scalar_one_or_none()
        found = Profile() if body is None else msgspec.json.decode(body, type=Profile)
        is_reserve = found.is_reserve or role == Role.SUPERVISOR
        return msgspec.structs.replace(found, is_reserve=is_reserve)

    async def change_profile(self, staff_id: StaffId, profile: Profile) -> None:
        """Say what an agent can do; it counts when the agent next gets ready."""
        theirs = agent_profiles.c.staff_id == staff_id
        async with self._database.transaction() as connection:
            await connection.execute(delete(agent_profiles).where(theirs))
            body = msgspec.json.encode(profile)
            await connection.execute(insert(agent_profiles).values(staff_id=staff_id, body=body))


def _level_of(state: bytes | None) -> Level:
    """Return the level of a state as it lies in SQL."""
    if state is None:
        return Level.NORMAL
    return msgspec.json.decode(state, type=EmergencyState).level
