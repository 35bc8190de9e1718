"""What customers are told when they join, and how long it really took (pure; of the simulator)."""

from video_bank.ids import QueueId, SessionId
from video_bank.queues.estimate import MEAN_OF, estimate_wait_s


class SimulatedEstimates:
    """Keeps the same mean that `free_agent.lua` keeps.

    `off_s`: of each customer who waited and met an agent, how far the estimate was off.
    """

    def __init__(self) -> None:
        self._means: dict[QueueId, tuple[int, float]] = {}
        self._told: dict[SessionId, float] = {}
        self.off_s: list[float] = []

    def tell(
        self, session_id: SessionId, queue: QueueId, *, position: int, staffed: int, ready: int
    ) -> None:
        mean = self._means.get(queue)
        told = estimate_wait_s(position, mean[1] if mean else None, staffed, ready)
        if told:
            self._told[session_id] = told

    def note_wait(self, session_id: SessionId, wait_s: float) -> None:
        if (told := self._told.pop(session_id, None)) is not None:
            self.off_s.append(abs(told - wait_s))

    def note_handled(self, queue: QueueId, took_s: float) -> None:
        calls, mean = self._means.get(queue, (0, took_s))
        calls = min(calls + 1, MEAN_OF)
        self._means[queue] = (calls, mean + (took_s - mean) / calls)
