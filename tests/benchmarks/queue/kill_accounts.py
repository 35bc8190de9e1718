"""What became of each customer over the kills (pure): nobody may be lost, nobody given twice."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum

import msgspec

from video_bank.ids import SessionId, StaffId
from video_bank.queues.decisions import Entry
from video_bank.sessions.session import CloseReason, Stage


class Fate(StrEnum):
    SERVED = "served"
    LEFT = "left"
    WAITING = "waiting"
    LOST = "lost"


class Ending(msgspec.Struct, frozen=True):
    """Where a session stands in SQL when the load is over; `met`: whose pages had its call."""

    stage: Stage
    close_reason: CloseReason | None
    met: tuple[StaffId, ...] = ()
    has_place: bool = False


class Kill(msgspec.Struct, frozen=True):
    at: float
    victim: str


class Step(msgspec.Struct, frozen=True):
    """What somebody asked for at `begun`, and saw done at `ended`."""

    begun: float
    ended: float
    what: str = ""


def fate_of(ending: Ending) -> Fate:
    """Return what became of one who was told to wait."""
    if ending.stage in {Stage.WAITING, Stage.OFFERED} and ending.has_place and not ending.met:
        return Fate.WAITING
    if ending.stage is Stage.CLOSED and ending.met:
        return Fate.SERVED
    if ending.close_reason is CloseReason.CUSTOMER_LEFT_THE_QUEUE and not ending.has_place:
        return Fate.LEFT
    return Fate.LOST


def count_fates(endings: Mapping[SessionId, Ending]) -> Counter[Fate]:
    return Counter(map(fate_of, endings.values()))


def count_duplicates(endings: Collection[Ending], log: Iterable[Entry]) -> int:
    """Count who met two agents, and who was offered while an offer of theirs was open or taken."""
    return sum(len(set(each.met)) > 1 for each in endings) + _count_double_offers(log)


def _count_double_offers(log: Iterable[Entry]) -> int:
    can_be_offered: set[SessionId] = set()
    found = 0
    for kind, _, *rest in log:
        match kind, rest:
            case "show", [session_id, *_]:
                can_be_offered.add(session_id)
            case (("hide" | "gone"), [session_id, *_]):
                can_be_offered.discard(session_id)
            case "offer", [session_id, *_]:
                found += session_id not in can_be_offered
                can_be_offered.discard(session_id)
            case "began", _:
                can_be_offered.clear()
            case _:
                continue
    return found


def back_ms(kill: Kill, steps: Sequence[Step], *, asked_within_s: float = 1.0) -> float:
    """Return how long after a kill the slowest step was done.

    Of those that were under way, or were asked for within a second of it.
    """
    hit = (
        each.ended
        for each in steps
        if each.ended > kill.at and each.begun < kill.at + asked_within_s
    )
    return max((1000 * (ended - kill.at) for ended in hit), default=0.0)
