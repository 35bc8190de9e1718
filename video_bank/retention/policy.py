"""Until when a session's recording is kept, and by which rule (pure).

The latest of the rules for its product counts; a legal hold is above them all. A rule that counts
from the product's end has no end as long as the bank has not said when that was.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Final

import msgspec

LEGAL_HOLD: Final = "legal_hold"
_Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
_MONTHS: Final = 12


class Basis(StrEnum):
    SESSION_END = "session_end"
    PRODUCT_END = "product_end"  # maturity, redemption, the last instalment


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`law` names where it comes from; without one it is the bank's own, and yields to consent."""

    after: Basis
    years: Annotated[int, msgspec.Meta(ge=0, le=100)] = 0
    months: Annotated[int, msgspec.Meta(ge=0, le=1200)] = 0
    law: str = ""


class Schedule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The bank's file. `default` counts for products that it does not name."""

    rules: dict[_Name, Rule]
    default: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    products: dict[str, Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]] = {}

    def __post_init__(self) -> None:
        """Raise ValueError for a rule that is named and not there."""
        for names in (self.default, *self.products.values()):
            for name in names:
                if name not in self.rules:
                    raise ValueError(f"there is no rule {name}")


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What counts of a session; times in seconds, UTC."""

    ended_at: float
    product: str | None = None
    product_ended_at: float | None = None
    is_held: bool = False


class Fate(msgspec.Struct, frozen=True):
    """`keep_until` is None while no end is in sight; `rule` is the one that decides."""

    rule: str
    keep_until: float | None


def decide_fate(facts: Facts, schedule: Schedule) -> Fate:
    if facts.is_held:
        return Fate(LEGAL_HOLD, None)
    return max(_fates(facts, schedule), key=_lateness)


def lawful_fate(facts: Facts, schedule: Schedule) -> Fate | None:
    """Return what holds a recording against a withdrawn consent; None where nothing does."""
    if facts.is_held:
        return Fate(LEGAL_HOLD, None)
    of_law = (fate for fate in _fates(facts, schedule) if schedule.rules[fate.rule].law)
    return max(of_law, key=_lateness, default=None)


def is_over(fate: Fate, now: float) -> bool:
    return fate.keep_until is not None and fate.keep_until <= now


def shortest_s(schedule: Schedule) -> float:
    """Return a time that no recording is deleted before, counted from the session's end."""
    months = (rule.years * _MONTHS + rule.months for rule in schedule.rules.values())
    return min(months) * 28 * 86_400.0


def add_months(at: float, months: int) -> float:
    """Return the same day and time `months` later, in UTC.

    A day that the month does not have becomes the first of the next one: never shorter.
    """
    moment = datetime.fromtimestamp(at, UTC)
    year, month = divmod(moment.year * _MONTHS + moment.month - 1 + months, _MONTHS)
    try:
        return moment.replace(year=year, month=month + 1).timestamp()
    except ValueError:
        year, month = divmod(year * _MONTHS + month + 1, _MONTHS)
        return moment.replace(year=year, month=month + 1, day=1).timestamp()


def _fates(facts: Facts, schedule: Schedule) -> Iterator[Fate]:
    for name in schedule.products.get(facts.product or "", schedule.default):
        rule = schedule.rules[name]
        begins_at = facts.ended_at
        if rule.after is Basis.PRODUCT_END:
            if facts.product_ended_at is None:
                yield Fate(name, None)
                continue
            # A sale that came to nothing ends with its session, never before.
            begins_at = max(facts.ended_at, facts.product_ended_at)
        yield Fate(name, add_months(begins_at, rule.years * _MONTHS + rule.months))


def _lateness(fate: Fate) -> float:
    return float("inf") if fate.keep_until is None else fate.keep_until
