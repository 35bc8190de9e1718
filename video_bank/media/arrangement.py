"""Who hears and sees whom in a call: the whole of it as one pure function."""

from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from video_bank.media.commands import Arrangement, LegName, SupervisorMode
from video_bank.media.lines import PERSONS, MediaLine


class Feed(NamedTuple):
    """What stands in a line that somebody receives: a leg, and the line that it sends on."""

    leg: LegName
    line: MediaLine


_HELD: Final = frozenset({LegName.CUSTOMER, LegName.GUEST})
_HEARD_BY_THE_AGENT: Final = frozenset({SupervisorMode.WHISPER, SupervisorMode.BARGE})


def plan_feeds(
    receiver: LegName, present: Collection[LegName], arrangement: Arrangement
) -> dict[MediaLine, Feed]:
    """Return what a leg receives in each of its lines; a line that is not in it stays silent.

    Who is on hold receives nobody and is received by nobody; the others go on among themselves.
    """
    if arrangement.is_held:
        present = {} if receiver in _HELD else set(present) - _HELD
    feeds = {}
    has_colleague = LegName.COLLEAGUE in present
    for person, (voice, face) in zip(
        _persons(receiver, arrangement.supervisor, has_colleague=has_colleague),
        PERSONS,
        strict=True,
    ):
        if person is not None and person in present:
            feeds[voice] = Feed(person, MediaLine.VOICE)
            feeds[face] = Feed(person, MediaLine.FACE)
    shown = arrangement.screen
    if shown is not None and shown is not receiver and shown in present:
        feeds[MediaLine.SCREEN] = Feed(shown, MediaLine.SCREEN)
    return feeds


def _persons(
    receiver: LegName, mode: SupervisorMode, *, has_colleague: bool
) -> Iterator[LegName | None]:
    """Yield whom a leg meets, each in the place that is theirs whether they are there or not.

    The third place is a supervisor's, and a colleague's who was asked in: not both at once.
    """
    supervisor = LegName.SUPERVISOR
    colleague = LegName.COLLEAGUE if has_colleague else None
    leader = supervisor if mode is SupervisorMode.LEAD else LegName.AGENT
    barging = supervisor if mode is SupervisorMode.BARGE else None
    match receiver:
        case LegName.CUSTOMER:
            yield from (leader, LegName.GUEST, colleague or barging)
        case LegName.AGENT:
            whispering = supervisor if mode in _HEARD_BY_THE_AGENT else None
            yield from (LegName.CUSTOMER, LegName.GUEST, colleague or whispering)
        case LegName.GUEST:
            yield from (LegName.CUSTOMER, leader, colleague or barging)
        case LegName.SUPERVISOR:
            yield from (LegName.CUSTOMER, LegName.AGENT, colleague or LegName.GUEST)
        case LegName.COLLEAGUE:
            yield from (LegName.CUSTOMER, leader, LegName.GUEST)
