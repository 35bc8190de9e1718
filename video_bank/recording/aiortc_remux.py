"""From the journals of a leg to one WebM that every browser plays and seeks; nothing is decoded.

The muxer writes to memory: it goes back to fill in the duration and the cues (the index that makes
seeking quick), for which room is kept at the front. An hour at 1 Mbit/s takes 450 MB, in a
process that ends with the work.
"""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any, Final

import av

from video_bank.media.leg import MediaKind
from video_bank.recording.frames import Frame, read_frames
from video_bank.recording.journal import Record
from video_bank.recording.opus_packet import SILENCE, SILENCE_MS, read_duration_ms
from video_bank.recording.take_scan import TakeScan

RecordReader = Callable[[], Iterable[Record]]

_MILLISECOND: Final = Fraction(1, 1000)
_LONGEST_HOLE_MS: Final = 30  # in the sound; a longer one is filled, else players lose lip sync
# Pictures that are so far ahead of the sound wait for it no longer: the muxer would write them
# without it after ten seconds, and clusters that go back in time when it comes.
_SOUND_IS_OUT_MS: Final = 5000
_CUE_BYTES: Final = 32
_CLUSTER_MS: Final = 2000  # where there is no video, each cluster has a cue
_STEADY: Final = {"fflags": "+bitexact"}  # the same journals give the same file


def remux(
    takes: Sequence[tuple[TakeScan, RecordReader]], title: str
) -> tuple[io.BytesIO, float, float]:
    """Return the file, its first instant on the recording's clock, and its duration (seconds).

    `title` stands in the file: a copy that lies elsewhere still says whose it is.
    Takes are in order and hold packets. One that is replaced ends where the next one begins.
    """
    starts_at_s = min(scan.starts_at_s for scan, _ in takes)
    output = _Output([scan for scan, _ in takes], starts_at_s, title)
    for frame in _frames_of_all(takes):
        output.write(frame)
    return output.close(), starts_at_s, output.ends_at_ms / 1000


def _frames_of_all(takes: Sequence[tuple[TakeScan, RecordReader]]) -> Iterator[Frame]:
    ends = [scan.first_arrival_s for scan, _ in takes[1:]]
    for (scan, read), end_s in zip(takes, [*ends, float("inf")], strict=True):
        for frame in read_frames(read(), scan.timeline):
            if frame.at_s < end_s:
                yield frame


class _Output:
    """The WebM file while it grows; times in it are whole milliseconds from its begin."""

    def __init__(self, scans: Sequence[TakeScan], starts_at_s: float, title: str) -> None:
        self._starts_at_s = starts_at_s
        self.ends_at_ms = 0.0
        self._file = io.BytesIO()
        self._container = av.open(self._file, "w", format="webm", options=_options(scans))
        self._container.metadata["title"] = title
        self._streams: dict[MediaKind, Any] = {}
        self._sound_ends_ms: float | None = None
        self._last_ms = dict.fromkeys(MediaKind, -1)
        self._add_streams(scans)

    def write(self, frame: Frame) -> None:
        if frame.kind not in self._streams:
            return
        at_ms = max(0, round((frame.at_s - self._starts_at_s) * 1000))
        if frame.kind is MediaKind.AUDIO:
            self._write_sound(frame.content, at_ms)
        else:
            self._fill_silence(at_ms - _SOUND_IS_OUT_MS)
            at_ms = max(at_ms, self._last_ms[frame.kind] + 1)
            self._mux(frame.kind, frame.content, at_ms, 0, is_key=frame.is_key)

    def close(self) -> io.BytesIO:
        self._fill_silence(self.ends_at_ms)
        self._container.close()
        return self._file

    def _add_streams(self, scans: Sequence[TakeScan]) -> None:
        sizes = [scan.picture_size for scan in scans if scan.picture_size]
        if sizes:
            video = self._container.add_mux_stream("vp8", width=sizes[0][0], height=sizes[0][1])
            self._streams[MediaKind.VIDEO] = video
        if any(MediaKind.AUDIO in scan.kinds for scan in scans):
            # A stream of packets alone gets no OpusHead; the encoder is asked for nothing else.
            sound = self._container.add_stream("libopus", rate=48_000, layout="stereo")
            self._streams[MediaKind.AUDIO] = sound
        for stream in self._streams.values():
            stream.time_base = _MILLISECOND

    def _write_sound(self, content: bytes, at_ms: int) -> None:
        self._fill_silence(at_ms)
        if at_ms <= self._last_ms[MediaKind.AUDIO]:
            return
        duration_ms = read_duration_ms(content)
        self._mux(MediaKind.AUDIO, content, at_ms, duration_ms, is_key=True)
        self._sound_ends_ms = at_ms + duration_ms

    def _fill_silence(self, until_ms: float) -> None:
        """Let a sound that pauses, or has ended, go on: a track of its own length keeps time."""
        while self._sound_ends_ms is not None and until_ms - self._sound_ends_ms > _LONGEST_HOLE_MS:
            at_ms = max(round(self._sound_ends_ms), self._last_ms[MediaKind.AUDIO] + 1)
            self._mux(MediaKind.AUDIO, SILENCE, at_ms, SILENCE_MS, is_key=True)
            self._sound_ends_ms += SILENCE_MS

    def _mux(
        self, kind: MediaKind, content: bytes, at_ms: int, duration_ms: float, *, is_key: bool
    ) -> None:
        packet = av.Packet(content)
        packet.stream = self._streams[kind]
        packet.time_base = _MILLISECOND
        packet.pts = packet.dts = at_ms
        packet.duration = round(duration_ms)
        packet.is_keyframe = is_key
        self._container.mux_one(packet)
        self._last_ms[kind] = at_ms
        self.ends_at_ms = max(self.ends_at_ms, at_ms + duration_ms)


def _options(scans: Sequence[TakeScan]) -> dict[str, str]:
    """Return the muxer's options, with room for one cue each key frame and each cluster."""
    span_s = scans[-1].last_arrival_s - scans[0].first_arrival_s
    cues = sum(scan.key_frames for scan in scans) + int(span_s * 1000 / _CLUSTER_MS) + 16
    return {
        **_STEADY,
        "reserve_index_space": str(cues * _CUE_BYTES),
        "cluster_time_limit": str(_CLUSTER_MS),
    }
