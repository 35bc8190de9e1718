"""The first reading of a journal: what there is, when, and how the clocks lie (pure)."""

import math
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from video_bank.media import rtcp
from video_bank.media.leg import MediaKind
from video_bank.media.quality import Quality
from video_bank.recording.journal import Record, RecordKind
from video_bank.recording.manifest import Gap, GapCause
from video_bank.recording.quality_series import Sample
from video_bank.recording.rtp_packet import RtpPacket, parse_packet, read_picture_size
from video_bank.recording.timeline import Timeline

GAP_S: Final = 1.0  # a longer silence is a gap


@dataclass
class TakeScan:
    """What one journal holds; times are seconds on the recording's clock."""

    timeline: Timeline = field(default_factory=Timeline)
    packets: int = 0
    starts_at_s: float = 0.0  # of what was captured first
    first_arrival_s: float = 0.0
    last_arrival_s: float = 0.0
    gaps: list[Gap] = field(default_factory=list)
    kinds: set[MediaKind] = field(default_factory=set)
    key_frames: int = 0
    quality: list[Sample] = field(default_factory=list)
    picture_size: tuple[int, int] | None = None  # of the first key frame


def scan_take(records: Iterable[Record], *, is_screen: bool) -> TakeScan:
    """Read a journal once; its timeline is settled then.

    Silence of a person is a gap: sound is sent all the time. A screen that stands still, or is
    not shared just now, sends nothing either, so that only what was lost is a gap there.
    """
    longest_s = math.inf if is_screen else GAP_S
    scan = TakeScan()
    has_lost = False
    for record in records:
        arrival_s = record.arrival_us / 1e6
        if record.kind == RecordKind.LOST:
            has_lost = True
        elif record.kind == RecordKind.RTCP:
            _note_reports(scan.timeline, record.packet, arrival_s)
        elif record.kind == RecordKind.QUALITY:
            with suppress(ValueError):  # no reason to lose a recording
                scan.quality.append((arrival_s, Quality.unpack(record.packet)))
        elif (packet := parse_packet(record.packet)) is not None:
            if not scan.packets:
                scan.first_arrival_s = scan.last_arrival_s = arrival_s
            if has_lost or arrival_s - scan.last_arrival_s > longest_s:
                cause = GapCause.NOT_KEPT if has_lost else GapCause.SILENT
                scan.gaps.append(Gap(scan.last_arrival_s, arrival_s, cause))
            has_lost = False
            scan.last_arrival_s = arrival_s
            _note_packet(scan, packet, arrival_s)
    scan.starts_at_s = scan.timeline.settle() or 0.0
    return scan


def _note_packet(scan: TakeScan, packet: RtpPacket, arrival_s: float) -> None:
    scan.packets += 1
    scan.timeline.note_packet(packet.ssrc, packet.kind.clock_rate, packet.timestamp, arrival_s)
    if packet.kind is MediaKind.AUDIO:
        scan.kinds.add(packet.kind)
    elif (size := read_picture_size(packet)) is not None:
        scan.kinds.add(packet.kind)
        scan.key_frames += 1
        scan.picture_size = scan.picture_size or size


def _note_reports(timeline: Timeline, compound: bytes, arrival_s: float) -> None:
    try:
        for packet_type, _, body in rtcp.split_compound(compound):
            if packet_type == rtcp.SENDER_REPORT:
                report = rtcp.read_sender_report(body)
                timeline.note_report(report.ssrc, report.ntp, report.timestamp, arrival_s)
    except ValueError:
        return  # cut short: what stands before it counts
