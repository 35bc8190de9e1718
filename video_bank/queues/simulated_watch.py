"""The watch over the emergency plan's triggers on a virtual clock (pure)."""

from collections import Counter, deque

from video_bank.queues.emergency import (
    Decided,
    EmergencyPlan,
    EmergencyState,
    Level,
    take_measure,
    watch,
)
from video_bank.queues.figures import Outcome


class SimulatedWatch:
    """`levels`: when which level began."""

    def __init__(self, plan: EmergencyPlan) -> None:
        self.levels: list[tuple[float, int]] = []
        self._plan = plan
        self._state = EmergencyState()
        self._decided: deque[tuple[float, Outcome]] = deque()
        self._counts: Counter[Outcome] = Counter()

    @property
    def level(self) -> Level:
        return self._state.level

    def note(self, now: float, outcome: Outcome) -> None:
        self._decided.append((now, outcome))
        self._counts[outcome] += 1

    def look(self, now: float, waiting: int, longest_wait_s: float) -> bool:
        """Return whether another level counts from now on."""
        while self._decided and self._decided[0][0] < now - self._plan.window_s:
            self._counts[self._decided.popleft()[1]] -= 1
        decided = Decided(
            len(self._decided), self._counts[Outcome.CONNECTED], self._counts[Outcome.ABANDONED]
        )
        before = self.level
        measured = take_measure(self._plan, waiting, longest_wait_s, decided)
        self._state = watch(self._plan, self._state, measured, now)
        if self.level is before:
            return False
        self.levels.append((now, int(self.level)))
        return True
