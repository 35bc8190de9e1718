"""From where a customer seems to be to what an agent is told; more evidence takes nothing back."""

from typing import Final

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from video_bank.ids import PictureId
from video_bank.verification.evidence import (
    Action,
    ActionSeen,
    ChallengeSeen,
    Evidence,
    Finding,
    Reason,
    Thresholds,
    Verdict,
)
from video_bank.verification.location.findings import FAR_APART_KM, find_in_location
from video_bank.verification.location.location import (
    MOST_ADDRESSES,
    AddressSeen,
    Location,
    Position,
    PositionAnswer,
    add_address,
    distance_km,
    round_address,
    round_device,
)
from video_bank.verification.policy import add_findings, needs_second_person

SHANGHAI: Final = Position(31.22, 121.46)
BERLIN: Final = Position(52.5, 13.4)
AT_HOME: Final = AddressSeen(country="CN", is_home=True, position=Position(31.2, 121.5))
ABROAD: Final = AddressSeen(country="DE", is_home=False, position=BERLIN, radius_km=20)
GIVEN: Final = Location(PositionAnswer.SENT, SHANGHAI)
PICTURE: Final = PictureId("pic_" + "1" * 24)
REASONS: Final = {
    Reason.ADDRESS_ABROAD,
    Reason.POSITION_FAR_FROM_ADDRESS,
    Reason.ADDRESS_OF_HOSTING,
    Reason.COUNTRY_CHANGED,
    Reason.POSITION_NOT_GIVEN,
}


def _at(*addresses: AddressSeen) -> Location:
    return msgspec.structs.replace(GIVEN, addresses=addresses)


@pytest.mark.parametrize(
    ("location", "findings"),
    [
        (GIVEN, ()),
        (_at(AT_HOME), ()),
        (Location(), (Finding(Reason.POSITION_NOT_GIVEN),)),
        (Location(PositionAnswer.DECLINED), (Finding(Reason.POSITION_NOT_GIVEN),)),
        (Location(PositionAnswer.TIMED_OUT), (Finding(Reason.POSITION_NOT_GIVEN),)),
        (
            _at(ABROAD),
            (
                Finding(Reason.ADDRESS_ABROAD),
                Finding(Reason.POSITION_FAR_FROM_ADDRESS, 8399, 520),
            ),
        ),
        (
            _at(msgspec.structs.replace(AT_HOME, is_hosting=True)),
            (Finding(Reason.ADDRESS_OF_HOSTING),),
        ),
        (
            Location(PositionAnswer.SENT, None, (AT_HOME, ABROAD)),
            (Finding(Reason.ADDRESS_ABROAD), Finding(Reason.COUNTRY_CHANGED)),
        ),
    ],
)
def test_each_hint_says_what_was_counted_or_measured(
    location: Location, findings: tuple[Finding, ...]
) -> None:
    assert find_in_location(location) == findings


@pytest.mark.parametrize(("radius_km", "is_far"), [(0, True), (7_800, True), (7_950, False)])
def test_what_the_database_errs_by_counts_for_the_customer(
    radius_km: float, *, is_far: bool
) -> None:
    address = msgspec.structs.replace(ABROAD, radius_km=radius_km)
    reasons = {finding.reason for finding in find_in_location(_at(address))}
    assert (Reason.POSITION_FAR_FROM_ADDRESS in reasons) == is_far


@pytest.mark.parametrize(
    ("here", "there", "km"),
    [
        (SHANGHAI, SHANGHAI, 0),
        (SHANGHAI, Position(39.90, 116.40), 1_068),  # Peking
        (Position(0, 179.5), Position(0, -179.5), 111),
        (Position(90, 0), Position(-90, 0), 20_015),
        (Position(0, 0), Position(0, 180), 20_015),
    ],
)
def test_distance_is_the_great_circle_s(here: Position, there: Position, km: float) -> None:
    assert distance_km(here, there) == pytest.approx(km, rel=0.005, abs=1)


def test_positions_are_kept_no_finer_than_is_said() -> None:
    fine = Position(31.234567, -121.987654)
    assert round_device(fine) == Position(31.23, -121.99)
    assert round_address(fine) == Position(31.2, -122.0)


def test_an_address_is_kept_once_and_not_without_end() -> None:
    location = add_address(add_address(GIVEN, AT_HOME), AT_HOME)
    assert location == _at(AT_HOME)
    for radius in range(20):
        location = add_address(location, msgspec.structs.replace(ABROAD, radius_km=radius))
    assert len(location.addresses) == MOST_ADDRESSES


_positions = st.builds(Position, st.floats(-90, 90), st.floats(-180, 180))
_addresses = st.builds(
    AddressSeen,
    country=st.sampled_from(["CN", "DE", "SG"]),
    is_home=st.booleans(),
    is_hosting=st.booleans(),
    position=st.none() | _positions,
    radius_km=st.floats(0, 2_000),
)
_locations = st.builds(
    Location,
    st.none() | st.sampled_from(PositionAnswer),
    st.none() | _positions,
    st.lists(_addresses, max_size=5).map(tuple),
)
_findings = st.builds(Finding, st.sampled_from(Reason), st.none() | st.floats(0, 1000))


@given(_positions, _positions)
def test_distance_is_the_same_both_ways_and_at_most_half_around(
    here: Position, there: Position
) -> None:
    apart = distance_km(here, there)
    assert 0 <= apart <= 20_016
    assert apart == pytest.approx(distance_km(there, here))


@given(_locations, _addresses)
def test_one_address_more_takes_no_hint_back(location: Location, address: AddressSeen) -> None:
    before = {finding.reason: finding for finding in find_in_location(location)}
    after = {
        finding.reason: finding for finding in find_in_location(add_address(location, address))
    }
    assert before.keys() <= after.keys() <= REASONS
    far = after.get(Reason.POSITION_FAR_FROM_ADDRESS)
    assert far is None or (far.value or 0) >= FAR_APART_KM


@given(_locations, st.lists(_findings, max_size=4), st.sampled_from(Verdict))
def test_where_a_customer_is_neither_betters_a_verdict_nor_refuses(
    location: Location, others: list[Finding], verdict: Verdict
) -> None:
    seen = _evidence(verdict)
    without = add_findings(seen, others)
    with_it = add_findings(seen, [*others, *find_in_location(location)])
    assert with_it.verdict is without.verdict
    assert needs_second_person(with_it.findings) == needs_second_person(without.findings)


def _evidence(verdict: Verdict) -> Evidence:
    """Return evidence of which the distance alone makes the verdict."""
    reasons = {
        Verdict.PASSED: Reason.DISTANCE_BELOW_MATCH,
        Verdict.REVIEW: Reason.DISTANCE_BETWEEN,
        Verdict.FAILED: Reason.DISTANCE_ABOVE_MISMATCH,
    }
    read = ActionSeen(Action.READ_DIGITS, 0.0, 5.0, done_after_s=2.0)
    return Evidence(
        verdict=verdict,
        distance=0.5,
        thresholds=Thresholds(),
        findings=(Finding(reasons[verdict], 0.5),),
        engine="drawn",
        live_frames=3,
        document_portrait=PICTURE,
        live_portrait=PICTURE,
        took_ms=1,
        challenge=ChallengeSeen("challenge_1", 1, (read,)),
    )
