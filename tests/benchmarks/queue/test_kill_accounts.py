"""How the kills are accounted for."""

import pytest

from tests.benchmarks.queue.kill_accounts import (
    Ending,
    Fate,
    Kill,
    Step,
    back_ms,
    count_duplicates,
    fate_of,
)
from video_bank.ids import StaffId
from video_bank.sessions.session import CloseReason, Stage

AMIR, BO = StaffId("staff_amir"), StaffId("staff_bo")
HUNG_UP, LEFT = CloseReason.AGENT_HUNG_UP, CloseReason.CUSTOMER_LEFT_THE_QUEUE


@pytest.mark.parametrize(
    ("ending", "fate"),
    [
        (Ending(Stage.WAITING, None, has_place=True), Fate.WAITING),
        (Ending(Stage.WAITING, None), Fate.LOST),
        (Ending(Stage.CLOSED, HUNG_UP, (AMIR,)), Fate.SERVED),
        (Ending(Stage.CLOSED, HUNG_UP), Fate.LOST),
        (Ending(Stage.WRAPPING_UP, HUNG_UP, (AMIR,)), Fate.LOST),
        (Ending(Stage.ABANDONED, LEFT), Fate.LEFT),
        (Ending(Stage.ABANDONED, LEFT, has_place=True), Fate.LOST),
        (Ending(Stage.ABANDONED, CloseReason.CUSTOMER_VANISHED), Fate.LOST),
    ],
)
def test_each_who_waited_was_served_left_or_still_waits(ending: Ending, fate: Fate) -> None:
    assert fate_of(ending) is fate


def test_whoever_met_two_agents_was_given_twice() -> None:
    once, twice = Ending(Stage.CLOSED, HUNG_UP, (AMIR,)), Ending(Stage.CLOSED, HUNG_UP, (AMIR, BO))
    assert count_duplicates([once, twice], []) == 1


def test_an_offer_of_somebody_who_is_offered_already_is_one_too_many() -> None:
    show, offer = ["show", "1.0", "ses_1", "loans", 1.0], ["offer", "1.0", "ses_1", AMIR]
    assert count_duplicates([], [show, offer, show, offer]) == 0
    assert count_duplicates([], [show, offer, offer]) == 1
    assert count_duplicates([], [show, offer, ["gone", "2.0", "ses_1"], offer]) == 1


def test_back_is_when_the_last_of_what_was_asked_is_done() -> None:
    kill = Kill(100.0, "redis-server")
    before, hit, asked_after = Step(98.0, 99.0), Step(99.5, 102.0), Step(100.5, 101.0)
    much_later = Step(103.0, 109.0)
    assert back_ms(kill, [before, hit, asked_after, much_later]) == 2000.0
    assert back_ms(kill, [before, much_later]) == 0.0
