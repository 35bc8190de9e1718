"""A recorder that keeps packets in memory."""

from dataclasses import dataclass, field

from video_bank.errors import BankError
from video_bank.ids import SessionId
from video_bank.media.tracks import TrackName
from video_bank.recording.errors import RecordingDownError


@dataclass
class MemorySink:
    rtp: list[tuple[bytes, int]] = field(default_factory=list)
    rtcp: list[tuple[bytes, int]] = field(default_factory=list)
    quality: list[tuple[bytes, int]] = field(default_factory=list)
    is_finished: bool = False
    failure: type[BankError] | None = None
    lost_packets: int = 0

    def write_rtp(self, packet: bytes | memoryview, arrival_us: int) -> None:
        self.rtp.append((bytes(packet), arrival_us))

    def write_rtcp(self, packet: bytes | memoryview, arrival_us: int) -> None:
        self.rtcp.append((bytes(packet), arrival_us))

    def write_quality(self, packed: bytes, arrival_us: int) -> None:
        self.quality.append((packed, arrival_us))

    def write_lost(self, packets: int, arrival_us: int) -> None:
        self.lost_packets += packets

    async def finish(self) -> None:
        self.is_finished = True


class MemoryRecorder:
    def __init__(self) -> None:
        self.open_calls: set[SessionId] = set()
        self.sinks: dict[tuple[SessionId, TrackName, int], list[MemorySink]] = {}
        self.has_keys = True

    def open_call(self, session_id: SessionId, wrapped_key: bytes, clock_zero: float) -> None:
        assert wrapped_key
        assert clock_zero > 0
        self.open_calls.add(session_id)

    async def open_take(self, session_id: SessionId, track: TrackName, take: int) -> MemorySink:
        if not self.has_keys:
            raise RecordingDownError
        sink = MemorySink()
        self.sinks.setdefault((session_id, track, take), []).append(sink)
        return sink

    def behind_s(self, session_id: SessionId) -> float | None:
        return 0.5 if session_id in self.open_calls else None

    def close_call(self, session_id: SessionId) -> None:
        assert all(sink.is_finished for sinks in self.sinks.values() for sink in sinks)
        self.open_calls.discard(session_id)
