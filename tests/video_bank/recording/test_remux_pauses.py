"""Sound that pauses, ends early or is sent now and then: it keeps its length and its place."""

import struct
from collections.abc import Callable

import pytest

from tests.video_bank.recording.aiortc_player import check_monotonic, cluster_times, play
from tests.video_bank.recording.aiortc_stage import Stage
from tests.video_bank.recording.test_aiortc_remux import assert_lip_sync, make
from video_bank.recording.journal import Record, RecordKind

SOUND = 111


def is_sound(record: Record) -> bool:
    return record.kind == RecordKind.RTP and record.packet[1] & 0x7F == SOUND


def thinned(records: list[Record], begin_s: float, end_s: float, every_s: float) -> list[Record]:
    """Return what a sender with DTX leaves: within the stretch one packet of sound now and then."""
    kept, next_at_us = [], begin_s * 1e6
    for record in records:
        if is_sound(record) and begin_s * 1e6 <= record.arrival_us < end_s * 1e6:
            if record.arrival_us < next_at_us:
                continue
            next_at_us = record.arrival_us + every_s * 1e6
        kept.append(record)
    return kept


@pytest.mark.parametrize("every_s", [0.4, 100.0])
def test_a_sound_that_pauses_neither_drifts_nor_ends(every_s: float) -> None:
    """With 0.4 s: DTX as browsers do it; with 100 s: nothing at all for a quarter of a minute."""
    records = thinned(Stage(seconds=24).records(), 3.2, 20.2, every_s)
    content, _, duration_s = make([records])
    check_monotonic(content)
    times = cluster_times(content)
    assert times == sorted(times)
    assert len(times) > 8
    played = play(content)
    assert duration_s == pytest.approx(24.0, abs=0.1)
    assert played.duration_s == pytest.approx(duration_s, abs=0.05)
    assert played.sound_s[1] == pytest.approx(24.0, abs=0.1)
    heard = [at_s for at_s in played.heard if not 3.0 < at_s < 20.3]
    assert heard == [pytest.approx(at, abs=0.05) for at in (0.5, 1.5, 2.5, 20.5, 21.5, 22.5, 23.5)]
    assert played.seen == [pytest.approx(n + 0.5, abs=0.1) for n in range(24)]


def test_a_sound_that_ended_first_is_as_long_as_the_picture() -> None:
    records = thinned(Stage(seconds=15).records(), 2.0, 99.0, 1000.0)
    content, _, _ = make([records])
    check_monotonic(content)
    times = cluster_times(content)
    assert times == sorted(times)
    played = play(content)
    assert played.sound_s[1] == pytest.approx(15.0, abs=0.15)
    assert played.duration_s == pytest.approx(15.0, abs=0.1)


def with_wall(records: list[Record], step_s: Callable[[float], float]) -> list[Record]:
    """Return the records with the sender's clock set anew in the middle of the call."""
    moved = []
    for record in records:
        if record.kind == RecordKind.RTCP:
            (ntp,) = struct.unpack_from(">Q", record.packet, 8)
            ntp += round(step_s(record.arrival_us / 1e6) * (1 << 32))
            packet = record.packet[:8] + struct.pack(">Q", ntp) + record.packet[16:]
            moved.append(record._replace(packet=packet))
        else:
            moved.append(record)
    return moved


@pytest.mark.parametrize("step_s", [-3600.0, -2.0, -0.3, 0.3, 2.0, 3600.0, 86_400.0])
def test_a_senders_clock_that_is_set_in_mid_call_moves_neither_lips_nor_time(
    step_s: float,
) -> None:
    records = with_wall(Stage(seconds=12).records(), lambda at_s: step_s if at_s > 5 else 0.0)
    content, starts_at_s, duration_s = make([records])
    check_monotonic(content)
    played = play(content)
    assert starts_at_s == pytest.approx(0.04, abs=0.1)
    assert duration_s == pytest.approx(12.0, abs=0.15)
    assert_lip_sync(played, 0.1)
    assert played.heard == [pytest.approx(n + 0.5, abs=0.1) for n in range(12)]
