"""What others make of a sealed file: FFmpeg's own tools read it, as Firefox's demuxer would."""

import subprocess
from pathlib import Path
from typing import Final

import msgspec
import pytest

from tests.video_bank.recording.aiortc_stage import Network, Stage
from video_bank.recording.aiortc_remux import remux
from video_bank.recording.take_scan import scan_take

CUES: Final = bytes.fromhex("1c53bb6b")  # the index's element, RFC 9559 §5.1.5
LENGTH_S: Final = 6.0


class Packet(msgspec.Struct, frozen=True):
    stream_index: int
    pts_time: str
    dts_time: str
    flags: str


class Stream(msgspec.Struct, frozen=True):
    codec_name: str


class Format(msgspec.Struct, frozen=True):
    format_name: str
    duration: str


class Probed(msgspec.Struct, frozen=True):
    packets: list[Packet] = []
    streams: list[Stream] = []
    format: Format | None = None


@pytest.fixture(params=["whole", "repaired", "two takes"])
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A call of six seconds, remuxed."""
    stages = {
        "whole": [Stage(seconds=6)],
        "repaired": [Stage(seconds=6, network=Network(late=0.1, twice=0.05))],
        "two takes": [Stage(seconds=2), Stage(seconds=3, begins_s=3.0)],
    }[request.param]
    takes = [stage.records() for stage in stages]
    scans = [
        (scan_take(each, is_screen=False), lambda records=each: iter(records)) for each in takes
    ]
    content = remux(scans, "a test")[0].getvalue()
    assert CUES in content
    path = tmp_path / "leg.webm"
    path.write_bytes(content)
    return path


def probe(file: Path, *what: str) -> Probed:
    command = ["ffprobe", "-v", "error", "-of", "json", *what, str(file)]
    done = subprocess.run(command, check=True, capture_output=True, timeout=30)
    assert done.stderr == b""
    return msgspec.json.decode(done.stdout, type=Probed)


def test_it_says_what_it_is_and_how_long(file: Path) -> None:
    found = probe(file, "-show_format", "-show_streams")
    assert found.format is not None
    assert "webm" in found.format.format_name
    assert float(found.format.duration) == pytest.approx(LENGTH_S, abs=0.2)
    assert sorted(stream.codec_name for stream in found.streams) == ["opus", "vp8"]


def test_no_timestamp_goes_back(file: Path) -> None:
    packets = probe(file, "-show_packets").packets
    for stream in (0, 1):
        times = [float(each.pts_time) for each in packets if each.stream_index == stream]
        assert times == sorted(set(times))
        assert all(each.pts_time == each.dts_time for each in packets)


def test_it_can_be_entered_at_a_key_frame(file: Path) -> None:
    found = probe(file, "-show_packets", "-select_streams", "v", "-read_intervals", "4%+#1")
    (entered,) = found.packets
    assert "K" in entered.flags
    assert float(entered.pts_time) <= 4.0


def test_all_of_it_can_be_decoded(file: Path) -> None:
    command = ["ffmpeg", "-v", "error", "-xerror", "-i", str(file), "-f", "null", "-"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
