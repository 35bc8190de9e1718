import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from video_bank.recording.opus_packet import SILENCE, read_duration_ms
from video_bank.recording.timeline import Timeline

SOUND, PICTURE = 1, 2
Packets = list[tuple[int, int, int, float]]


def locate_all(packets: Packets, reports: list[tuple[int, int, int, float]]) -> list[float]:
    timeline = Timeline()
    events = [(packet[3], False, packet) for packet in packets]
    events += [(report[3], True, report) for report in reports]
    events.sort(key=lambda event: event[0])
    for _, is_report, event in events:
        if is_report:
            timeline.note_report(*event)
        else:
            timeline.note_packet(*event)
    timeline.settle()
    ordered = sorted(packets, key=lambda packet: packet[3])
    found = {p: timeline.locate(p[0], p[2], p[3]) for p in ordered}
    return [found[packet] for packet in packets]


def send(
    ssrc: int, rate: int, seconds: float, delay: float, base: int = 0, drift: float = 0.0
) -> Packets:
    """Return a packet each 100 ms, its arrival late by `delay` and up to 80 ms more."""
    chance = random.Random(ssrc)
    return [
        (
            ssrc,
            rate,
            base + round(n * rate / 10) & 0xFFFFFFFF,
            n / 10 * (1 + drift) + delay + chance.random() * 0.08,
        )
        for n in range(round(seconds * 10))
    ]


def report(ssrc: int, rate: int, seconds: float, base: int = 0) -> tuple[int, int, int, float]:
    ntp = round((3.9e9 + seconds) * 2**32)
    return ssrc, ntp, base + round(seconds * rate) & 0xFFFFFFFF, seconds + 0.05


def test_sound_and_picture_agree_by_the_senders_clock_however_late_one_comes() -> None:
    sound, picture = send(SOUND, 48_000, 20, 0.05), send(PICTURE, 90_000, 20, 0.9)
    reports = [report(SOUND, 48_000, n) for n in range(1, 20)]
    reports += [report(PICTURE, 90_000, n) for n in range(1, 20)]
    times = locate_all(sound + picture, reports)
    for heard, seen in zip(times[:200], times[200:], strict=True):
        assert seen == pytest.approx(heard, abs=0.005)


def test_a_voice_whose_clock_stood_still_in_a_silence_goes_on_when_it_came() -> None:
    """A browser's voice without a microphone for 4 s goes on with the next timestamp."""
    before, after = send(SOUND, 48_000, 5, 0.05), send(SOUND, 48_000, 5, 0.05, base=240_000)
    later = [(ssrc, rate, ticks, arrival_s + 9) for ssrc, rate, ticks, arrival_s in after]
    times = locate_all([*before, *later], [])
    assert times[49] == pytest.approx(4.95, abs=0.05)
    assert times[50] == pytest.approx(9.05, abs=0.05)


def test_packets_that_a_network_held_back_are_where_they_were_said() -> None:
    held = [
        (ssrc, rate, ticks, 9.0 + n / 1000 if 5 < arrival_s < 9 else arrival_s)
        for n, (ssrc, rate, ticks, arrival_s) in enumerate(send(SOUND, 48_000, 20, 0.05))
    ]
    times = locate_all(held, [])
    assert times[60] == pytest.approx(6.05, abs=0.05)
    assert times[150] == pytest.approx(15.05, abs=0.05)


@pytest.mark.parametrize("base", [0, 0xFFFFFFFF - 200_000])
def test_without_reports_time_is_that_of_the_quickest_packets(base: int) -> None:
    times = locate_all(send(SOUND, 48_000, 30, 0.05, base), [])
    for index, at_s in enumerate(times):
        assert at_s == pytest.approx(index / 10 + 0.05, abs=0.02)


@pytest.mark.parametrize("drift", [-200e-6, 200e-6])
def test_a_senders_quartz_may_be_slow_or_fast(drift: float) -> None:
    times = locate_all(send(SOUND, 48_000, 1800, 0.05, drift=drift), [])
    assert times[-1] == pytest.approx(1799.9 * (1 + drift) + 0.05, abs=0.03)
    assert times[9000] == pytest.approx(900 * (1 + drift) + 0.05, abs=0.03)


def test_a_source_whose_timestamps_jump_goes_on_in_real_time() -> None:
    before = send(SOUND, 48_000, 10, 0.05)
    after = [
        (ssrc, rate, timestamp + 0x40000000 & 0xFFFFFFFF, arrival_s + 10)
        for ssrc, rate, timestamp, arrival_s in send(SOUND, 48_000, 10, 0.05)
    ]
    times = locate_all(before + after, [])
    for index, at_s in enumerate(times):
        assert at_s == pytest.approx(index / 10 + 0.05, abs=0.1)


@given(
    st.lists(
        st.tuples(
            st.just(SOUND), st.just(48_000), st.integers(0, 0xFFFFFFFF), st.floats(0.0, 60.0)
        ),
        min_size=1,
        max_size=40,
        unique=True,
    ),
    st.lists(
        st.tuples(
            st.just(SOUND),
            st.integers(0, 2**64 - 1),
            st.integers(0, 0xFFFFFFFF),
            st.floats(0.0, 60.0),
        ),
        max_size=10,
    ),
)
def test_whatever_a_sender_says_its_packets_stay_near_their_arrival(
    packets: Packets, reports: list[tuple[int, int, int, float]]
) -> None:
    for (_, _, _, arrival_s), at_s in zip(packets, locate_all(packets, reports), strict=True):
        assert abs(at_s - arrival_s) < 25


@pytest.mark.parametrize(
    ("packet", "expected_ms"),
    [
        (SILENCE, 20.0),
        (b"\x78\0", 20.0),  # hybrid, one frame
        (b"\x18\0", 60.0),  # SILK, one frame
        (b"\xe1\0", 5.0),  # CELT, two frames of 2.5 ms
        (b"\xfb\x03", 60.0),  # three frames of 20 ms
        (b"\xfb", 0.0),
    ],
)
def test_an_opus_packet_says_how_long_it_sounds(packet: bytes, expected_ms: float) -> None:
    assert read_duration_ms(packet) == expected_ms
