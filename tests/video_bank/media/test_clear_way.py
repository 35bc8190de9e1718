from video_bank.media.clear_way import ClearWay
from video_bank.media.quality import Level, Quality, Way


def second(rtt_ms: int | None, kbps: int = 300, loss: float = 0.0) -> Quality:
    return Quality(level=Level.GOOD, rtt_ms=rtt_ms, up=Way(), down=Way(loss, 0, kbps))


def after(*seconds: Quality) -> ClearWay:
    way = ClearWay()
    for each in seconds:
        way.note(each)
    return way


def test_a_quarter_more_than_comes_through_without_a_queue_is_tried() -> None:
    way = after(*[second(200 + n % 3 * 20, kbps=300 + n) for n in range(10)])
    assert way.is_clear
    assert way.bearable_bps == 386_250


def test_packets_that_are_lost_at_random_are_no_queue() -> None:
    assert after(*[second(200, loss=0.05)] * 5).is_clear
    assert not after(*[second(200, loss=0.2)] * 5).is_clear


def test_a_round_trip_that_grows_is_a_queue_and_nothing_is_known_to_pass() -> None:
    way = after(*[second(50)] * 5, second(130))
    assert not way.is_clear
    assert way.bearable_bps == 0
    way.note(second(60, kbps=100))
    assert way.bearable_bps == 125_000


def test_another_way_is_the_usual_one_after_ten_seconds() -> None:
    way = after(*[second(20)] * 5, *[second(200)] * 9)
    assert not way.is_clear
    way.note(second(200))
    assert way.is_clear


def test_a_queue_that_has_stood_for_long_is_one_still() -> None:
    assert not after(*[second(900)] * 30).is_clear


def test_without_a_round_trip_nothing_is_known() -> None:
    assert not after(*[second(None)] * 5).is_clear
