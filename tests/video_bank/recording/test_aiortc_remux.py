from collections.abc import Sequence

import pytest

from tests.video_bank.recording.aiortc_player import Played, check_monotonic, play
from tests.video_bank.recording.aiortc_stage import Network, Stage
from video_bank.recording.aiortc_remux import remux
from video_bank.recording.journal import LOST_COUNT, Record, RecordKind
from video_bank.recording.manifest import Gap
from video_bank.recording.take_scan import scan_take

KEY_FRAME_WITHOUT_SIZE = (
    b"\x80\xe0\0\1\0\0\0\1\0\0\0\5" + b"\x10" + b"\x10\0\0\x9d\x01\x2a" + bytes(20)
)


def gaps(records: list[Record], *, is_screen: bool = False) -> list[Gap]:
    return scan_take(records, is_screen=is_screen).gaps


def with_loss(records: list[Record]) -> list[Record]:
    middle = len(records) // 4
    lost = Record(RecordKind.LOST, records[middle].arrival_us, LOST_COUNT.pack(3))
    return [*records[:middle], lost, *records[middle:]]


def make(takes: Sequence[list[Record]]) -> tuple[bytes, float, float]:
    scans = [
        (scan_take(records, is_screen=False), lambda records=records: records) for records in takes
    ]
    file, starts_at_s, duration_s = remux(scans, "a test")
    return file.getvalue(), starts_at_s, duration_s


def play_stages(*stages: Stage) -> tuple[Played, float, float]:
    content, starts_at_s, duration_s = make([stage.records() for stage in stages])
    check_monotonic(content)
    return play(content), starts_at_s, duration_s


def assert_lip_sync(played: Played, within_s: float = 0.07) -> None:
    """One picture lasts 67 ms: a clap is seen that much late at most."""
    assert played.seen
    assert len(played.seen) == len(played.heard)
    for seen, heard in zip(played.seen, played.heard, strict=True):
        assert abs(seen - heard) < within_s


def test_a_good_call_plays_from_start_to_end() -> None:
    played, starts_at_s, duration_s = play_stages(Stage(begins_s=2.0))
    assert starts_at_s == pytest.approx(2.04, abs=0.01)
    assert duration_s == pytest.approx(5.0, abs=0.05)
    assert played.duration_s == pytest.approx(duration_s, abs=0.05)
    assert len(played.pictures) == 75
    assert played.pictures[0] == pytest.approx(0.0, abs=0.02)
    assert played.sound_s[0] == pytest.approx(0.0, abs=0.02)
    assert played.sound_s[1] == pytest.approx(5.0, abs=0.05)
    assert played.heard == [pytest.approx(n + 0.5, abs=0.03) for n in range(5)]
    assert_lip_sync(played)


def test_cues_stand_in_front_one_for_each_key_frame() -> None:
    played, _, _ = play_stages(Stage())
    assert 0 < played.cues_at < played.first_cluster_at
    assert played.cues >= 3


def test_the_same_journals_give_the_same_file() -> None:
    assert make([Stage().records()]) == make([Stage().records()])


def test_a_bad_network_breaks_no_order_and_no_lip_sync() -> None:
    network = Network(jitter_s=0.1, late=0.05, twice=0.05, video_later_s=0.4)
    played, _, duration_s = play_stages(Stage(network=network))
    assert len(played.pictures) == 75
    assert duration_s == pytest.approx(5.0, abs=0.5)
    assert_lip_sync(played)


def test_after_a_loss_pictures_wait_for_a_key_frame_and_sound_goes_on() -> None:
    records = [
        record
        for record in Stage(key_every=15).records()
        if not 1.2e6 < record.arrival_us < 1.4e6 or record.packet[1] & 0x7F == 111
    ]
    content, _, _ = make([records])
    check_monotonic(content)
    played = play(content)
    missing = [
        n / 15 for n in range(75) if not any(abs(p - n / 15) < 0.02 for p in played.pictures)
    ]
    assert missing
    assert min(missing) >= 1.0
    assert max(missing) < 2.0
    assert played.sound_s[1] == pytest.approx(5.0, abs=0.05)
    assert played.heard == [pytest.approx(n + 0.5, abs=0.03) for n in range(5)]


def test_heavy_loss_still_plays_and_lasts_as_long() -> None:
    network = Network(loss=0.03, late=0.1, twice=0.02)
    played, _, duration_s = play_stages(Stage(key_every=8, network=network))
    assert duration_s == pytest.approx(5.0, abs=0.5)
    assert 5 < len(played.pictures) < 75
    assert played.sound_s[1] - played.sound_s[0] == pytest.approx(5.0, abs=0.3)


def test_without_reports_the_least_delayed_packets_say_when() -> None:
    network = Network(jitter_s=0.08, late=0.1)
    played, starts_at_s, _ = play_stages(Stage(has_reports=False, network=network))
    assert starts_at_s == pytest.approx(0.04, abs=0.03)
    assert_lip_sync(played, 0.1)


def test_a_sender_that_lies_about_its_clock_moves_nothing_far() -> None:
    lie = Stage(wall_s=1.0, has_video=False).records()
    honest = [record for record in Stage().records() if record.kind == RecordKind.RTP]
    for shift_s in (0, 3600, -3600):
        reports = [
            record._replace(
                packet=record.packet[:8] + bytes([shift_s & 0xFF]) * 8 + record.packet[16:]
            )
            for record in lie
            if record.kind == RecordKind.RTCP
        ]
        content, starts_at_s, duration_s = make(
            [sorted(honest + reports, key=lambda record: record.arrival_us)]
        )
        assert starts_at_s == pytest.approx(0.0, abs=3.0)
        assert duration_s == pytest.approx(5.0, abs=3.0)
        check_monotonic(content)


def test_two_takes_stand_where_they_happened() -> None:
    first = Stage(seconds=3, begins_s=1.0)
    second = Stage(seconds=3, begins_s=9.0, first_sequence=17, first_timestamp=99, wall_s=5e8)
    played, starts_at_s, duration_s = play_stages(first, second)
    assert starts_at_s == pytest.approx(1.04, abs=0.02)
    assert duration_s == pytest.approx(11.0, abs=0.1)
    expected = [0.5, 1.5, 2.5, 8.5, 9.5, 10.5]
    assert played.heard == [pytest.approx(at, abs=0.05) for at in expected]
    assert played.seen == [pytest.approx(at, abs=0.1) for at in expected]
    assert played.sound_s[1] == pytest.approx(11.0, abs=0.1)


def test_a_take_ends_where_its_successor_begins() -> None:
    first, second = Stage(seconds=4), Stage(seconds=3, begins_s=3.0, first_sequence=5)
    played, _, duration_s = play_stages(first, second)
    assert duration_s == pytest.approx(6.0, abs=0.1)
    assert played.heard == [pytest.approx(n + 0.5, abs=0.05) for n in range(6)]
    assert_lip_sync(played, 0.1)


def test_a_drifting_clock_keeps_lip_sync_and_real_time() -> None:
    played, _, duration_s = play_stages(Stage(seconds=30, drift=300e-6))
    assert duration_s == pytest.approx(30.0, abs=0.1)
    assert_lip_sync(played)


@pytest.mark.parametrize("kind", ["has_video", "has_audio"])
def test_one_kind_alone_plays(kind: str) -> None:
    stage = Stage(**{kind: False})  # type: ignore[arg-type]
    played, _, duration_s = play_stages(stage)
    assert duration_s == pytest.approx(5.0, abs=0.1)
    assert bool(played.pictures) is stage.has_video
    assert bool(played.heard) is stage.has_audio
    assert 0 < played.cues_at < played.first_cluster_at


def test_a_silence_is_filled_so_that_players_keep_time() -> None:
    records = [
        record
        for record in Stage().records()
        if record.packet[1] & 0x7F != 111 or not 2e6 < record.arrival_us < 3.4e6
    ]
    content, _, _ = make([records])
    played = play(content)
    assert played.heard == [pytest.approx(at, abs=0.05) for at in (0.5, 1.5, 3.5, 4.5)]
    assert played.seen == [pytest.approx(n + 0.5, abs=0.1) for n in range(5)]


def test_gaps_are_silences_of_more_than_a_second_and_every_loss() -> None:
    records = [r for r in Stage().records() if not 2.0e6 < r.arrival_us < 3.5e6]
    (gap,) = gaps(records)
    assert gap.start_s == pytest.approx(2.0, abs=0.1)
    assert gap.end_s == pytest.approx(3.5, abs=0.1)
    assert not gaps(Stage().records())
    assert len(gaps(with_loss(records))) == 2


def test_a_screen_that_stands_still_has_no_gap_but_every_loss() -> None:
    records = [r for r in Stage().records() if not 2.0e6 < r.arrival_us < 3.5e6]
    assert not gaps(records, is_screen=True)
    assert len(gaps(with_loss(records), is_screen=True)) == 1


def test_junk_among_the_packets_is_passed_over() -> None:
    records = Stage(seconds=2).records()
    junk = [
        Record(RecordKind.RTP, records[9].arrival_us, content)
        for content in (
            b"",
            b"\x80",
            bytes(12),
            b"\xbf\x60" + b"\xff" * 20,
            b"\x80\x60" + bytes(10),
        )
    ]
    junk.append(Record(RecordKind.RTCP, records[9].arrival_us, b"\x80\xc8\xff\xff"))
    content, _, duration_s = make([[*records[:10], *junk, *records[10:]]])
    assert duration_s == pytest.approx(2.0, abs=0.6)
    check_monotonic(content)
