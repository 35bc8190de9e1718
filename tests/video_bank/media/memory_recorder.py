"""A recorder that keeps packets in memory."""

from dataclasses import dataclass, field

from video_bank.errors import DiskFullError
from video_bank.ids import SessionId
from video_bank.media.tracks import TrackName


@dataclass
class MemorySink:
    rtp: list[tuple[bytes, int]] = field(default_factory=list)
    rtcp: list[tuple[bytes, int]] = field(default_factory=list)
    quality: list[tuple[bytes, int]] = field(default_factory=list)
    is_finished: bool = False
    is_broken: bool = False

    def write_rtp(self, packet: bytes | memoryview, arrival_us: int) -> None:
        if self.is_broken:
            raise DiskFullError
        self.rtp.append((bytes(packet), arrival_us))

    def write_rtcp(self, packet: bytes | memoryview, arrival_us: int) -> None:
        self.rtcp.append((bytes(packet), arrival_us))

    def write_quality(self, packed: bytes, arrival_us: int) -> None:
        self.quality.append((packed, arrival_us))

    async def finish(self) -> None:
        self.is_finished = True


class MemoryRecorder:
    def __init__(self) -> None:
        self.open_calls: set[SessionId] = set()
        self.sinks: dict[tuple[SessionId, TrackName, int], list[MemorySink]] = {}
        self.is_full = False

    def open_call(self, session_id: SessionId, wrapped_key: bytes, clock_zero: float) -> None:
        assert wrapped_key
        assert clock_zero > 0
        self.open_calls.add(session_id)

    async def open_take(self, session_id: SessionId, track: TrackName, take: int) -> MemorySink:
        if self.is_full:
            raise DiskFullError
        sink = MemorySink()
        self.sinks.setdefault((session_id, track, take), []).append(sink)
        return sink

    def close_call(self, session_id: SessionId) -> None:
        assert all(sink.is_finished for sinks in self.sinks.values() for sink in sinks)
        self.open_calls.discard(session_id)
