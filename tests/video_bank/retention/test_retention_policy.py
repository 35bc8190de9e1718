"""The schedule's arithmetic: no rule is ever cut short, no hold ever passed over."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from video_bank.errors import SetupError
from video_bank.retention.disk_schedule import read_schedule
from video_bank.retention.policy import (
    LEGAL_HOLD,
    Basis,
    Facts,
    Rule,
    Schedule,
    add_months,
    decide_fate,
    is_over,
    lawful_fate,
    shortest_s,
)

USUAL: Final = read_schedule(None)
_times = st.floats(0, 4e9, allow_nan=False)
_facts = st.builds(
    Facts,
    ended_at=_times,
    product=st.sampled_from([None, "wealth-product", "personal-loan", "insurance", "unheard-of"]),
    product_ended_at=st.none() | _times,
    is_held=st.booleans(),
)


def _at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("product", "product_end", "rule", "until"),
    [
        (None, None, "general", "2031-03-10T08:00"),
        ("unheard-of", None, "general", "2031-03-10T08:00"),
        ("personal-loan", None, "anti_money_laundering", "2036-03-10T08:00"),
        ("insurance", None, "dual_recording", None),
        ("insurance", "2026-03-01T00:00", "general", "2031-03-10T08:00"),
        ("insurance", "2050-08-31T00:00", "dual_recording", "2051-03-01T00:00"),
        ("wealth-product", "2027-01-01T00:00", "anti_money_laundering", "2036-03-10T08:00"),
    ],
)
def test_the_usual_schedule(
    product: str | None, product_end: str | None, rule: str, until: str | None
) -> None:
    facts = Facts(
        ended_at=_at("2026-03-10T08:00"),
        product=product,
        product_ended_at=_at(product_end) if product_end else None,
    )
    fate = decide_fate(facts, USUAL)
    assert (fate.rule, fate.keep_until) == (rule, _at(until) if until else None)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2024-02-29T10:00", 60, "2029-03-01T10:00"),
        ("2026-08-31T23:59", 6, "2027-03-01T23:59"),
        ("2026-12-31T00:00", 2, "2027-03-01T00:00"),
        ("2026-10-31T00:00", 1, "2026-12-01T00:00"),
        ("2026-12-15T00:00", 12, "2027-12-15T00:00"),
    ],
)
def test_a_day_that_a_month_does_not_have_is_never_an_earlier_one(
    start: str, months: int, end: str
) -> None:
    assert add_months(_at(start), months) == _at(end)


@given(at=_times, months=st.integers(0, 1200))
def test_months_are_never_shorter_than_their_days(at: float, months: int) -> None:
    assert add_months(at, months) >= at + months * 28 * 86_400 - 1e-5  # whole microseconds
    assert add_months(at, months) <= add_months(at, months + 1)


@given(facts=_facts, now=_times)
def test_what_is_over_is_over_by_every_rule_of_its_product(facts: Facts, now: float) -> None:
    if not is_over(decide_fate(facts, USUAL), now):
        return
    assert not facts.is_held
    assert now >= facts.ended_at + shortest_s(USUAL)
    for name in USUAL.products.get(facts.product or "", USUAL.default):
        rule = USUAL.rules[name]
        start = facts.ended_at if rule.after is Basis.SESSION_END else facts.product_ended_at
        assert start is not None
        assert now >= add_months(start, rule.years * 12 + rule.months)


@given(facts=_facts)
def test_a_hold_is_above_everything(facts: Facts) -> None:
    held = msgspec.structs.replace(facts, is_held=True)
    for fate in (decide_fate(held, USUAL), lawful_fate(held, USUAL)):
        assert fate is not None
        assert (fate.rule, fate.keep_until) == (LEGAL_HOLD, None)


@given(facts=_facts, later=st.floats(0, 1e9))
def test_nothing_that_ends_later_is_deleted_earlier(facts: Facts, later: float) -> None:
    for name in ("ended_at", "product_ended_at"):
        if (value := getattr(facts, name)) is None:
            continue
        longer = msgspec.structs.replace(facts, **{name: value + later})
        before, after = (decide_fate(each, USUAL).keep_until for each in (facts, longer))
        assert after is None or (before is not None and before <= after)


@given(facts=_facts)
def test_the_law_never_keeps_longer_than_the_schedule(facts: Facts) -> None:
    lawful, fate = lawful_fate(facts, USUAL), decide_fate(facts, USUAL)
    if lawful is not None and fate.keep_until is not None:
        assert lawful.keep_until is not None
        assert lawful.keep_until <= fate.keep_until


@given(facts=_facts, years=st.integers(0, 50))
def test_one_more_rule_never_shortens(facts: Facts, years: int) -> None:
    more = Schedule(
        rules={**USUAL.rules, "more": Rule(after=Basis.SESSION_END, years=years)},
        default=(*USUAL.default, "more"),
        products={name: (*rules, "more") for name, rules in USUAL.products.items()},
    )
    before, after = decide_fate(facts, USUAL).keep_until, decide_fate(facts, more).keep_until
    assert after is None or (before is not None and before <= after)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "rules: {}\ndefault: []\n",
        "rules: {general: {after: session_end, years: 5}}\ndefault: [other]\n",
        "rules: {general: {after: some_day, years: 5}}\ndefault: [general]\n",
        "rules: {general: {after: session_end, year: 5}}\ndefault: [general]\n",
        "rules: {general: {after: session_end, years: -5}}\ndefault: [general]\n",
    ],
)
def test_a_schedule_that_cannot_be_meant_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "retention.yaml"
    file.write_text(text)
    with pytest.raises(SetupError, match=r"retention\.yaml"):
        read_schedule(file)
