"""Putting one source's packets back into the order in which they were sent (pure)."""

from collections.abc import Iterator
from typing import Final, Generic, NamedTuple, TypeVar

T = TypeVar("T")

_WAIT_S: Final = 2.0  # a packet that was asked for again may come so late
_MOST_WAITING: Final = 4096
_RESTART: Final = 3000  # RFC 3550 appendix A.1, MAX_DROPOUT


class InOrder(NamedTuple, Generic[T]):
    """`follows_loss`: something is missing between this one and the one before."""

    item: T
    follows_loss: bool


class Reorder(Generic[T]):
    """Sorts by the 16-bit sequence number, drops repetitions, gives up on what stays away."""

    def __init__(self) -> None:
        self._newest: int | None = None
        self._next: int | None = None  # None: the first one is not yet known
        self._waiting: dict[int, tuple[float, T]] = {}
        self._follows_loss = False

    def add(self, sequence: int, arrival_s: float, item: T) -> Iterator[InOrder[T]]:
        """Yield what can be handed on by now; packets are added in order of arrival."""
        ahead = self._ahead(sequence)
        if abs(ahead) > _RESTART:
            yield from self.flush()
            ahead = self._ahead(sequence)
        extended = (sequence if self._newest is None else self._newest) + ahead
        self._newest = extended if self._newest is None else max(extended, self._newest)
        if self._next is not None and extended < self._next:
            return
        self._waiting.setdefault(extended, (arrival_s, item))
        yield from self._release(arrival_s)

    def flush(self) -> Iterator[InOrder[T]]:
        """Yield all that waits and begin anew: what follows, follows a loss."""
        yield from self._release(float("inf"))
        self._newest = self._next = None
        self._follows_loss = True

    def _ahead(self, sequence: int) -> int:
        """Return the shortest way from the newest sequence number to this one."""
        if self._newest is None:
            return 0
        return (sequence - self._newest + 0x8000 & 0xFFFF) - 0x8000

    def _release(self, now_s: float) -> Iterator[InOrder[T]]:
        while self._waiting:
            number = self._pick(now_s)
            if number is None:
                return
            _, item = self._waiting.pop(number)
            follows_loss = self._follows_loss or (self._next is not None and number > self._next)
            self._next = number + 1
            self._follows_loss = False
            yield InOrder(item, follows_loss)

    def _pick(self, now_s: float) -> int | None:
        """Return which one goes on: behind a gap only when it was waited for long enough."""
        if self._next in self._waiting:
            return self._next
        waiting_since_s, _ = next(iter(self._waiting.values()))
        if now_s - waiting_since_s < _WAIT_S and len(self._waiting) < _MOST_WAITING:
            return None
        return min(self._waiting)
