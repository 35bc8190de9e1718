"""The chain: whoever changes, drops, swaps or cuts an entry is found out."""

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from video_bank.audit.trail import GENESIS, Entry, Happening, chain, find_break
from video_bank.ids import SessionId

SESSION = SessionId("ses_carla")
OTHER = SessionId("ses_chen")

_texts = st.text(max_size=12)
_facts: st.SearchStrategy[str | int | float | bool | None] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    _texts,
)
_happenings = st.builds(
    Happening,
    _texts,
    _texts,
    st.floats(0, 2e9, allow_nan=False),
    st.dictionaries(_texts, _facts, max_size=4),
)
_trails = st.lists(_happenings, min_size=2, max_size=8).map(
    lambda happenings: chain(SESSION, None, happenings)
)


@given(_trails)
def test_an_untouched_trail_has_no_break(entries: list[Entry]) -> None:
    assert find_break(entries) is None
    assert entries[0].previous_hash == GENESIS
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))


@given(_trails, st.data())
def test_a_trail_that_is_written_in_parts_is_the_same_trail(
    entries: list[Entry], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(entries)))
    told = [entry.happening for entry in entries]
    first = chain(SESSION, None, told[:cut])
    rest = chain(SESSION, first[-1] if first else None, told[cut:])
    assert first + rest == entries


@given(_trails, st.data())
def test_a_changed_entry_is_found_where_it_stands(
    entries: list[Entry], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(entries) - 1))
    other = data.draw(_happenings)
    if msgspec.json.encode(other) == msgspec.json.encode(entries[place].happening):
        other = msgspec.structs.replace(other, at=other.at + 1)
    changed = msgspec.structs.replace(entries[place], happening=other)
    assert find_break([*entries[:place], changed, *entries[place + 1 :]]) == place + 1


@pytest.mark.parametrize("field", ["session_id", "number", "previous_hash", "hash"])
@given(entries=_trails, data=st.data())
def test_what_is_around_a_happening_cannot_be_changed_either(
    field: str, entries: list[Entry], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(entries) - 1))
    other = {"session_id": OTHER, "number": 99, "previous_hash": "f" * 64, "hash": "f" * 64}
    changed = msgspec.structs.replace(entries[place], **{field: other[field]})
    assert find_break([*entries[:place], changed, *entries[place + 1 :]]) == place + 1


@given(_trails, st.data())
def test_a_dropped_entry_is_found_unless_it_was_the_last(
    entries: list[Entry], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(entries) - 2))
    assert find_break([*entries[:place], *entries[place + 1 :]]) == place + 1


@given(_trails, st.data())
def test_two_swapped_entries_are_found(entries: list[Entry], data: st.DataObject) -> None:
    one = data.draw(st.integers(0, len(entries) - 2))
    other = data.draw(st.integers(one + 1, len(entries) - 1))
    swapped = list(entries)
    swapped[one], swapped[other] = entries[other], entries[one]
    assert find_break(swapped) == one + 1


@given(_trails, st.data())
def test_a_piece_cut_out_of_the_middle_is_found(entries: list[Entry], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(entries) - 2))
    end = data.draw(st.integers(start + 1, len(entries) - 1))
    assert find_break(entries[:start] + entries[end:]) == start + 1


@given(_trails, _trails)
def test_another_sessions_entries_do_not_fit_in(mine: list[Entry], told: list[Entry]) -> None:
    theirs = chain(OTHER, None, [entry.happening for entry in told])
    assert find_break([*mine, *theirs]) == len(mine) + 1
    assert find_break([*mine[:1], *theirs[1:]]) == 2


@given(_trails, _happenings)
def test_an_entry_told_again_under_a_new_number_is_found(
    entries: list[Entry], happening: Happening
) -> None:
    forged = chain(SESSION, entries[0], [happening])
    assert find_break([*entries, msgspec.structs.replace(forged[0], number=len(entries) + 1)]) == (
        len(entries) + 1
    )


@pytest.mark.parametrize("reorder", [dict, lambda facts: dict(reversed(facts.items()))])
def test_the_order_in_which_facts_were_noted_does_not_count(
    reorder: Callable[[dict[str, int]], dict[str, int]],
) -> None:
    facts = {"take": 1, "leg": 2, "code": 3}
    entries = chain(SESSION, None, [Happening("leg_lost", "house", 1.0, {**facts})])
    same = Happening("leg_lost", "house", 1.0, {**reorder(facts)})
    assert chain(SESSION, None, [same]) == entries


def test_no_trail_is_no_break() -> None:
    assert find_break([]) is None
    assert chain(SESSION, None, []) == []
