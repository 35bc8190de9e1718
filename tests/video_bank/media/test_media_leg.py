import msgspec
import pytest

from tests.video_bank.media.offers import CHROMIUM_OFFER
from video_bank.media.leg import LegPulse
from video_bank.media.sdp_filter import read_offer
from video_bank.media.sources import KeyFrameLimiter, Sources


def test_a_leg_flows_once_and_is_lost_once() -> None:
    pulse = LegPulse()
    assert pulse.begins_to_flow()
    assert not pulse.begins_to_flow()
    assert not pulse.falls_silent(heard_at=10.0, now=13.0)
    assert pulse.falls_silent(heard_at=10.0, now=13.1)
    assert not pulse.falls_silent(heard_at=10.0, now=14.0)
    assert not pulse.ends()


def test_a_leg_that_speaks_again_flows_again() -> None:
    pulse = LegPulse()
    assert pulse.begins_to_flow()
    assert pulse.ends()
    assert pulse.begins_to_flow()
    assert pulse.ends()


def test_a_source_is_asked_for_a_key_frame_twice_a_second_at_most() -> None:
    limiter = KeyFrameLimiter()
    limiter.want()
    assert limiter.may_ask(0.0)
    assert not limiter.may_ask(0.1)
    limiter.want()
    assert not limiter.may_ask(0.4)
    assert limiter.may_ask(0.5)
    assert not limiter.may_ask(2.0)


def test_a_source_that_begins_is_not_asked_for_what_it_begins_with() -> None:
    limiter = KeyFrameLimiter()
    assert not limiter.may_ask(5.0)
    assert not limiter.may_ask(5.9)
    assert limiter.may_ask(6.0)  # once, for what may have been lost


def test_the_first_receiver_of_a_source_that_begins_need_not_wait() -> None:
    limiter = KeyFrameLimiter()
    assert not limiter.may_ask(5.0)
    limiter.want()
    assert limiter.may_ask(5.2)
    assert not limiter.may_ask(6.2)


def test_who_comes_out_of_an_outage_waits_only_until_a_browser_heeds_it_again() -> None:
    limiter = KeyFrameLimiter()
    limiter.want()
    assert limiter.may_ask(1.0)
    limiter.want(is_after_outage=True)
    assert not limiter.may_ask(1.3)
    assert limiter.may_ask(1.36)
    limiter.want()
    assert not limiter.may_ask(1.8)
    assert limiter.may_ask(1.86)


def test_a_source_is_asked_each_ten_seconds_so_that_a_replay_can_begin_anywhere() -> None:
    limiter = KeyFrameLimiter()
    asked = [second for second in range(35) if limiter.may_ask(float(second))]
    assert asked == [1, 11, 21, 31]


def test_only_named_streams_are_taken() -> None:
    offer = read_offer(CHROMIUM_OFFER)
    sources = Sources(offer)
    ssrc = next(iter(offer.media[0].ssrcs))
    source = sources.find(ssrc, 111)
    assert source is not None
    assert sources.find(ssrc, 111) is source
    assert sources.find(ssrc, 96) is None  # it cannot change its kind
    assert sources.find(1, 111) is None
    assert sources.find(ssrc, 63) is None


def test_where_none_are_named_eight_are_taken() -> None:
    offer = read_offer(CHROMIUM_OFFER)
    unnamed = msgspec.structs.replace(
        offer, media=tuple(msgspec.structs.replace(each, ssrcs=frozenset()) for each in offer.media)
    )
    sources = Sources(unnamed)
    assert sum(sources.find(ssrc, 96) is not None for ssrc in range(1, 71)) == 8


@pytest.mark.parametrize(("payload_type", "expected"), [(111, b"\x80\xef"), (96, b"\x80\xe0")])
def test_a_journal_has_one_numbering_of_payload_types(payload_type: int, expected: bytes) -> None:
    offer = read_offer(CHROMIUM_OFFER.replace("a=rtpmap:111 opus", "a=rtpmap:9 opus"))
    media = offer.media[0 if payload_type == 111 else 1]
    source = Sources(offer).find(next(iter(media.ssrcs)), media.payload_type)
    assert source is not None
    packet = bytes((0x80, 0x80 | media.payload_type)) + bytes(10)
    assert source.for_journal(packet) == expected + bytes(10)
