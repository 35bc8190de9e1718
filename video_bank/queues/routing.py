"""Where the queues learn the bank's rules from: `sql_routing.SqlRouting` fits."""

from collections.abc import Mapping
from typing import Protocol

from video_bank.ids import QueueId, StaffId
from video_bank.queues.policy import Profile, RoutingPolicy


class Routing(Protocol):
    async def policy(self) -> RoutingPolicy:
        """Return the rules that count now, with an entry for each queue of the bank.

        An emergency level is worked in.
        """
        ...

    async def newest(self) -> RoutingPolicy:
        """Return the same, and not a second old."""
        ...

    async def profile(self, staff_id: StaffId) -> Profile: ...


class FixedRouting:
    """Rules that never change: of benchmarks and tests."""

    def __init__(
        self, policy: RoutingPolicy, profiles: Mapping[StaffId, Profile] | None = None
    ) -> None:
        self._policy = policy
        self._profiles = profiles or {}

    async def policy(self) -> RoutingPolicy:
        return self._policy

    async def newest(self) -> RoutingPolicy:
        return self._policy

    async def profile(self, staff_id: StaffId) -> Profile:
        return self._profiles.get(staff_id, Profile())


def open_to_all(*queues: QueueId) -> FixedRouting:
    """Return the plainest rules: each of these queues is served by everybody, always."""
    return FixedRouting(RoutingPolicy().with_queues(*queues))
