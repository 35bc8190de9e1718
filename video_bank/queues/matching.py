"""Who is next (pure): the rule that the replay checks by and the simulator runs on.

In Redis the same rule stands in `matching.lua`, where it is decided atomically with whatever
caused it: no snapshot to read, nothing to try again, no leader whose death stops the queues, and a
few dozen lookups a decision however many wait. Everything that differs between banks (skills,
languages, hours, priorities) is worked out beforehand, in `lines.py`, so that what stands twice is
this page; `tests/video_bank/queues/test_queue_machine.py` holds the two equal, move by move.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from video_bank.ids import SessionId, StaffId
from video_bank.queues.lines import LineId, own_line


class Match(msgspec.Struct, frozen=True):
    """Who is offered to whom. `after_s`: the circle of agents that it needed, 0 for the first."""

    session_id: SessionId
    staff_id: StaffId
    line: LineId
    key: float
    after_s: int


class Free(msgspec.Struct, frozen=True):
    """An agent who can be rung: the least `score` first, as the strategy has it."""

    score: float
    staff_id: StaffId
    serves: Mapping[LineId, int]


class Floor:
    """Everybody who can be offered now, and everybody who can be offered to."""

    def __init__(self) -> None:
        self._lines: dict[LineId, list[tuple[float, SessionId]]] = {}
        self._shown: dict[SessionId, tuple[LineId, float]] = {}
        self._free: dict[StaffId, Free] = {}
        self._not_again: dict[SessionId, dict[StaffId, float]] = {}

    @property
    def waiting(self) -> int:
        return len(self._shown)

    @property
    def free(self) -> int:
        return len(self._free)

    def show(self, session_id: SessionId, line: LineId, key: float) -> None:
        self.hide(session_id)
        self._shown[session_id] = (line, key)
        insort(self._lines.setdefault(line, []), (key, session_id))

    def hide(self, session_id: SessionId) -> None:
        found = self._shown.pop(session_id, None)
        if found is None:
            return
        line, key = found
        stand = self._lines[line]
        del stand[bisect_left(stand, (key, session_id))]
        if not stand:
            del self._lines[line]

    def set_free(self, agent: Free) -> None:
        self._free[agent.staff_id] = agent

    def set_taken(self, staff_id: StaffId) -> None:
        self._free.pop(staff_id, None)

    def part(self, session_id: SessionId, staff_id: StaffId, until: float) -> None:
        """Try this pair no more before `until`: the agent has just not taken the customer."""
        self._not_again.setdefault(session_id, {})[staff_id] = until

    def forget(self, session_id: SessionId) -> None:
        """The customer's ticket is no more."""
        self.hide(session_id)
        self._not_again.pop(session_id, None)

    def next(self, now: float) -> Match | None:
        """Return the first in line for whom somebody is free, and the one who is.

        The first of a line who finds nobody, because those who are free have just declined, is
        not jumped: everybody behind in the line waits these few seconds too.
        """
        if not self._free or not self._shown:
            return None
        for key, line, session_id in self._heads():
            found = min(self._fitting(now, line, key, session_id), default=None)
            if found is not None:
                after_s, _, staff_id = found
                return Match(session_id, staff_id, line, key, after_s)
        return None

    def first_free(self, line: LineId) -> StaffId | None:
        """Return who would be rung first of all whom this line may be served by."""
        free = (
            (after_s, agent.score, agent.staff_id)
            for agent in self._free.values()
            if (after_s := _counts_after_s(agent, line)) is not None
        )
        found = min(free, default=None)
        return None if found is None else found[2]

    def changes(self, now: float) -> Iterator[float]:
        """Yield the moments after `now` at which somebody may fit who does not yet."""
        for key, line, session_id in self._heads():
            for agent in self._free.values():
                after_s = _counts_after_s(agent, line)
                if after_s is None:
                    continue
                until = self._not_again.get(session_id, {}).get(agent.staff_id, now)
                moment = max(key + after_s, until)
                if moment > now:
                    yield moment

    def _heads(self) -> Iterable[tuple[float, LineId, SessionId]]:
        return sorted((stand[0][0], line, stand[0][1]) for line, stand in self._lines.items())

    def _fitting(
        self, now: float, line: LineId, key: float, session_id: SessionId
    ) -> Iterator[tuple[int, float, StaffId]]:
        not_again = self._not_again.get(session_id, {})
        for agent in self._free.values():
            after_s = _counts_after_s(agent, line)
            if after_s is None or 0 < after_s > now - key:
                continue
            if not_again.get(agent.staff_id, now) <= now:
                yield after_s, agent.score, agent.staff_id


def _counts_after_s(agent: Free, line: LineId) -> int | None:
    return 0 if line == own_line(agent.staff_id) else agent.serves.get(line)
