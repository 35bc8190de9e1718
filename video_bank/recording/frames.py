"""The second reading of a journal: whole frames with their times (RFC 7741, RFC 7587): pure."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from video_bank.media.leg import MediaKind
from video_bank.media.vp8 import is_key_frame
from video_bank.recording.journal import Record, RecordKind
from video_bank.recording.reorder import InOrder, Reorder
from video_bank.recording.rtp_packet import RtpPacket, parse_packet
from video_bank.recording.timeline import Timeline


class Frame(NamedTuple):
    """`at_s` is when it was captured, in seconds on the recording's clock."""

    kind: MediaKind
    at_s: float
    content: bytes
    is_key: bool


class _Timed(NamedTuple):
    packet: RtpPacket
    at_s: float


def read_frames(records: Iterable[Record], timeline: Timeline) -> Iterator[Frame]:
    """Read a journal whose timeline is settled; the frames of each source come in order."""
    sources: dict[int, tuple[Reorder[_Timed], _Assembler]] = {}
    for record in records:
        if record.kind != RecordKind.RTP or (packet := parse_packet(record.packet)) is None:
            continue
        arrival_s = record.arrival_us / 1e6
        at_s = timeline.locate(packet.ssrc, packet.timestamp, arrival_s)
        order, assembler = sources.setdefault(packet.ssrc, (Reorder(), _Assembler()))
        for each in order.add(packet.sequence, arrival_s, _Timed(packet, at_s)):
            yield from assembler.add(each)
    for order, assembler in sources.values():
        for each in order.flush():
            yield from assembler.add(each)


class _Assembler:
    """Makes frames of one source's packets; pictures begin at a key frame, again after a loss."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._timestamp = 0
        self._needs_key = True

    def add(self, each: InOrder[_Timed]) -> Iterator[Frame]:
        (packet, at_s), follows_loss = each
        if packet.kind is MediaKind.AUDIO:
            if packet.payload:
                yield Frame(packet.kind, at_s, packet.payload, is_key=True)
            return
        if follows_loss:
            self._lose()
        if packet.payload:
            self._append(packet)
        if packet.ends_frame and self._parts:
            content = b"".join(self._parts)
            self._parts = []
            is_key = is_key_frame(content)
            self._needs_key = self._needs_key and not is_key
            if not self._needs_key:
                yield Frame(packet.kind, at_s, content, is_key)

    def _append(self, packet: RtpPacket) -> None:
        if packet.begins_frame:
            if self._parts:
                self._lose()  # the frame before has no end
            self._parts = [packet.payload]
            self._timestamp = packet.timestamp
        elif self._parts and packet.timestamp == self._timestamp:
            self._parts.append(packet.payload)
        else:
            self._lose()

    def _lose(self) -> None:
        self._parts = []
        self._needs_key = True
