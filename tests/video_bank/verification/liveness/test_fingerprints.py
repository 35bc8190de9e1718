"""A video that was shown in an earlier meeting is found; another one is not."""

import itertools
import random
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.clock import FakeClock
from video_bank.clock import SystemClock
from video_bank.database.sql_engine import Database
from video_bank.ids import new_session_id
from video_bank.verification.liveness.fingerprints import (
    ENOUGH,
    MOST_KEPT,
    NEAR_BITS,
    Fingerprint,
    Replay,
    Seen,
    bands_of,
    find_replay,
    thin_out,
)
from video_bank.verification.liveness.sql_fingerprints import KEPT_FOR_S, SqlFingerprints

EARLIER: Final = new_session_id()
_bits = st.integers(0, 2**64 - 1)


def film(seed: int, lasts_s: float = 12.0, begins: float = 0.0) -> list[Fingerprint]:
    """Ten pictures a second, each a bit different from the one before."""
    chance = random.Random(seed)
    bits = chance.getrandbits(64)
    pictures = []
    for number in range(round(lasts_s * 10)):
        for _ in range(3):
            bits ^= 1 << chance.randrange(64)
        pictures.append(Fingerprint(begins + number / 10, bits))
    return pictures


def encoded_again(pictures: list[Fingerprint], seed: int, late_s: float) -> list[Fingerprint]:
    chance = random.Random(seed)
    return [
        Fingerprint(each.at + late_s, each.bits ^ (1 << chance.randrange(64))) for each in pictures
    ]


def stored(pictures: list[Fingerprint]) -> list[Seen]:
    return [Seen(EARLIER, each.at, each.bits) for each in thin_out(pictures)]


@given(st.integers(0, 10_000), st.floats(-500, 500))
def test_a_replayed_video_is_found_whenever_it_begins(seed: int, late_s: float) -> None:
    pictures = film(seed)
    found = find_replay(encoded_again(pictures, seed + 1, late_s), stored(pictures))
    assert found is not None
    assert found.session_id == EARLIER
    assert found.pictures >= ENOUGH


@given(st.integers(0, 10_000), st.integers(10_001, 20_000))
def test_another_video_is_not(seed: int, other: int) -> None:
    assert find_replay(film(seed), stored(film(other))) is None


def test_whoever_sits_still_twice_is_no_replay() -> None:
    still = [Fingerprint(number / 10, 0x1234_5678_9ABC_DEF0) for number in range(120)]
    assert find_replay(still, stored(still)) is None
    assert find_replay([], stored(still)) is None


@given(st.integers(0, 10_000), st.floats(0, 300))
def test_few_are_kept_and_they_are_apart(seed: int, lasts_s: float) -> None:
    kept = thin_out(film(seed, lasts_s))
    assert len(kept) <= MOST_KEPT
    assert all(later.at - each.at >= 0.499 for each, later in itertools.pairwise(kept))


@given(_bits, st.sets(st.integers(0, 63), max_size=3))
def test_a_near_fingerprint_has_a_whole_part_in_common(bits: int, flipped: set[int]) -> None:
    near = bits
    for place in flipped:
        near ^= 1 << place
    assert any(one == other for one, other in zip(bands_of(bits), bands_of(near), strict=True))
    assert len(flipped) < NEAR_BITS


async def test_what_was_kept_is_found_from_another_meeting(any_database: Database) -> None:
    store = SqlFingerprints(any_database, SystemClock())
    pictures = film(3, begins=1_000.0)
    await store.keep(EARLIER, thin_out(pictures))
    seen = await store.find(new_session_id(), encoded_again(pictures, 4, late_s=77.0))
    assert {each.session_id for each in seen} == {EARLIER}
    assert {each.bits for each in seen} <= {each.bits for each in pictures}
    replay = find_replay(encoded_again(pictures, 5, late_s=-9.0), seen)
    assert isinstance(replay, Replay)
    assert replay.pictures >= ENOUGH


async def test_a_meeting_is_no_replay_of_itself(database: Database) -> None:
    store = SqlFingerprints(database, SystemClock())
    await store.keep(EARLIER, film(3))
    assert await store.find(EARLIER, film(3)) == []
    assert await store.find(new_session_id(), []) == []
    await store.keep(EARLIER, [])


async def test_after_half_a_year_a_video_is_forgotten(database: Database) -> None:
    clock = FakeClock()
    store = SqlFingerprints(database, clock)
    await store.keep(EARLIER, film(3))
    clock.advance(KEPT_FOR_S + 1)
    await store.keep(new_session_id(), film(4))
    assert await store.find(new_session_id(), film(3)) == []
