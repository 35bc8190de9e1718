"""One take of one leg: what its peer sends is journalled and forwarded, what it asks is passed on.

The hot path runs from `rtp_received` to the other leg's socket without a task switch.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import msgspec
import structlog

from video_bank.clock import Clock
from video_bank.ids import SessionId
from video_bank.media import rtcp
from video_bank.media.aiortc_transport import AiortcTransport
from video_bank.media.clear_way import ClearWay
from video_bank.media.commands import LegName
from video_bank.media.forwarding import HEADER
from video_bank.media.leg import SILENCE_S, LegPulse, MediaKind
from video_bank.media.leg_journal import LegJournal
from video_bank.media.lines import MediaLine
from video_bank.media.link_meter import LinkMeter
from video_bank.media.news import LegConnected, LegFlowing, LegLost, MediaNews
from video_bank.media.quality import Gauge, Quality, Way
from video_bank.media.sdp_answer import LocalEnd, picks_active_role, write_answer
from video_bank.media.sdp_filter import Offer
from video_bank.media.slots import Feeder, Slot
from video_bank.media.sources import Source, Sources
from video_bank.media.udp_port import UdpPort
from video_bank.media.upstream import Limit, Upstream

_CONNECT_WITHIN_S: Final = 15.0
_CLOSE_WITHIN_S: Final = 5.0
_MEASURE_EVERY_S: Final = 1.0
_REPORTS: Final = (rtcp.SENDER_REPORT, rtcp.RECEIVER_REPORT)
_OUTAGE_S: Final = 1.0  # without a packet; then both sides have missed what pictures build on

_log = structlog.get_logger()

PacketTap = Callable[[bytes], None]


class LegSurroundings(msgspec.Struct, frozen=True):
    """What every leg of a call stands in. `zero` is clock zero on the monotonic clock."""

    session_id: SessionId
    port: UdpPort
    addresses: tuple[str, ...]
    clock: Clock
    zero: float
    publish: Callable[[MediaNews], None]


class AiortcLeg:
    """Listens from the constructor on; `start` waits for the peer in a task, `close` ends it."""

    def __init__(
        self,
        name: LegName,
        take: int,
        offer: Offer,
        journal: LegJournal,
        around: LegSurroundings,
    ) -> None:
        self.taps: set[PacketTap] = set()
        self.journal = journal
        self.broken_packets = 0
        self.quality: Quality | None = None
        self._name = name
        self.take = take
        self._offer = offer
        self._around = around
        self._screen_journal: LegJournal | None = None
        self._keeping_screen: asyncio.Task[None] | None = None
        self._routes: Mapping[MediaLine, Sequence[Slot]] = {}
        self._pulse = LegPulse()
        self._sources = Sources(offer)
        self._transport = AiortcTransport(around.port, self, around.clock)
        self.slots = {
            media.line: Slot(media, self._transport.send_rtp, self._transport.send_rtcp)
            for media in offer.media
        }
        self._by_ssrc = {slot.ssrc: slot for slot in self.slots.values()}
        speaker = self.slots[MediaLine.VOICE].ssrc
        self.upstream = Upstream(speaker, self._sources, self._transport.send_rtcp)
        self._meter = LinkMeter(around.clock.monotonic())
        self._gauge = Gauge()
        self._way = ClearWay()
        self._measured_at = 0.0
        self._is_connected = False
        self._is_closed = False
        self._spoke_at = around.clock.monotonic()
        self._task: asyncio.Task[None] | None = None

    @property
    def answer(self) -> str:
        local = LocalEnd(
            ufrag=self._transport.ufrag,
            password=self._transport.password,
            fingerprint=self._transport.fingerprint,
            addresses=self._around.addresses,
            port=self._around.port.number,
            ssrcs=tuple(slot.ssrc for slot in self.slots.values()),
            rtx_ssrcs=tuple(slot.rtx_ssrc for slot in self.slots.values()),
        )
        return write_answer(self._offer, local)

    def start(self) -> None:
        self._task = asyncio.create_task(self._live(), name=f"{self._name} take {self.take}")

    @property
    def has_screen(self) -> bool:
        """Say whether the peer could show its screen."""
        return MediaLine.SCREEN in self.slots

    def listen_to(self, feeders: Mapping[MediaLine, Feeder]) -> None:
        """Receive these from now on; each new picture begins with one that stands for itself.

        Nobody is asked for it before the peer can hear it: asked again so soon, they would refuse.
        """
        before = self._feeding()
        now = self._around.clock.monotonic()
        for line, slot in self.slots.items():
            if slot.feeder != (feeder := feeders.get(line)):
                slot.feeder = feeder
                if self._is_connected:
                    slot.ask_key_frame(now)
        for gone in before - self._feeding():
            gone.forget_receiver(self._name)

    def send_to(self, routes: Mapping[MediaLine, Sequence[Slot]]) -> None:
        """Forward what comes in on each line to these slots from now on."""
        self._routes = routes

    def record_screen(self, journal: LegJournal) -> None:
        """Take the peer's screen from now on; before, nothing of it is kept or passed on."""
        self._screen_journal = journal
        self._keeping_screen = asyncio.create_task(journal.keep_open(), name="screen journal")

    @property
    def journals(self) -> list[LegJournal]:
        return [each for each in (self.journal, self._screen_journal) if each is not None]

    @property
    def is_recording_screen(self) -> bool:
        return self._screen_journal is not None

    @property
    def _used_slots(self) -> list[Slot]:
        return [slot for slot in self.slots.values() if slot.feeder is not None or slot.octets]

    def tick(self, now: float) -> None:
        """Do what is due; called ten times a second."""
        if not self._is_connected or self._is_closed:
            return
        if self._pulse.falls_silent(self._transport.heard_at, now):
            self._report(LegLost)
        self.upstream.tick(now)
        if now - self._measured_at >= _MEASURE_EVERY_S:
            self._measure(now)

    def _measure(self, now: float) -> None:
        self._measured_at = now
        measured = self._meter.measure(self._sources.all(), self._used_slots, now)
        is_away = now - self._transport.heard_at > SILENCE_S
        if is_away:
            measured = msgspec.structs.replace(measured, up=Way(loss=1.0))
        self.quality = self._gauge.note(measured)
        if not is_away:  # else nothing is learned of what the link carries when it is there
            self._way.note(self.quality)
            self.upstream.is_clear = self._way.is_clear
        self.journal.write_quality(self.quality.pack(), self._arrival_us(now))

    async def close(self) -> None:
        """Finish the journal, then the connection; nothing that comes in counts any more."""
        self._is_closed = True
        tasks = [each for each in (self._task, self._keeping_screen) if each is not None]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=_CLOSE_WITHIN_S)
        for journal in self.journals:
            await journal.finish()
        await self._transport.close()

    def rtp_received(self, packet: bytes) -> None:
        _, second, sequence, timestamp, ssrc = HEADER.unpack_from(packet)
        now = self._transport.heard_at
        if now - self._spoke_at > _OUTAGE_S:
            self._end_outage(now)
        self._spoke_at = now
        source = self._sources.find(ssrc, second & 0x7F)
        if source is None:
            self._take_repair(packet, ssrc, second & 0x7F)
            return
        source.octets += len(packet)
        source.reception.note(sequence, timestamp, now)
        self._take(packet, source)

    def _take_repair(self, packet: bytes, ssrc: int, payload_type: int) -> None:
        """Take a packet that was asked for again; others only fill the line."""
        try:
            found = self._sources.unwrap(packet, ssrc, payload_type)
        except ValueError:
            self.broken_packets += 1
            return
        if found is not None:
            source, original = found
            if self.upstream.was_asked(source.ssrc, HEADER.unpack_from(original)[2]):
                self._take(original, source)

    def _take(self, packet: bytes, source: Source) -> None:
        journal = self._screen_journal if source.line is MediaLine.SCREEN else self.journal
        if journal is None or self._is_closed:
            return
        now = self._transport.heard_at
        journal.write_rtp(source.for_journal(packet), self._arrival_us(now))
        if self._pulse.begins_to_flow():
            self._report(LegFlowing)
        try:
            for slot in self._routes.get(source.line, ()):
                slot.forward(packet, source, now)
        except ValueError:
            self.broken_packets += 1
        if self.taps and source.line is MediaLine.FACE:
            for tap in tuple(self.taps):
                tap(packet)

    def rtcp_received(self, packet: bytes) -> None:
        if self._is_closed:
            return
        now = self._around.clock.monotonic()
        for journal in self.journals:
            journal.write_rtcp(packet, self._arrival_us(now))
        try:
            for packet_type, count, body in rtcp.split_compound(packet):
                if packet_type in _REPORTS:
                    self._take_blocks(rtcp.read_report_blocks(packet_type, count, body), now)
                if packet_type == rtcp.SENDER_REPORT:
                    self._take_sender_report(body, now)
                else:
                    self._take_feedback((packet_type, count), body, now)
        except ValueError:
            self.broken_packets += 1

    def transport_closed(self) -> None:
        if self._pulse.ends():
            self._report(LegLost)

    def _end_outage(self, now: float) -> None:
        """Have pictures begin anew both ways, at once and as good as they were.

        A browser asks for what it missed seconds later only, and takes losses for a narrow link.
        """
        for source in self._sources.all():
            source.reception.pass_over()
        for slot in self.slots.values():
            slot.end_outage(now)
        self.upstream.ask_key_frame(MediaLine.FACE, now, is_after_outage=True)

    def _take_sender_report(self, body: bytes, now: float) -> None:
        report = rtcp.read_sender_report(body)
        source = self._sources.known(report.ssrc)
        if source is not None:
            source.reception.note_sender_report(report, now)
            for slot in self._routes.get(source.line, ()):
                slot.forward_report(report, now)

    def _take_blocks(self, blocks: Sequence[rtcp.ReportBlock], now: float) -> None:
        for block in blocks:
            if (slot := self._by_ssrc.get(block.ssrc)) is not None:
                slot.take_block(block, now)

    def _take_feedback(self, kind: tuple[int, int], body: bytes, now: float) -> None:
        if kind == rtcp.REMB:
            if (bits_per_s := rtcp.read_remb(body)) is not None:
                self._limit_feeders(bits_per_s)
        elif kind == rtcp.FIR:
            for ssrc in rtcp.read_fir(body):
                self._ask_key_frame(ssrc, now)
        elif kind == rtcp.PLI:
            self._ask_key_frame(rtcp.read_media_ssrc(body), now)
        elif kind == rtcp.NACK:
            slot = self._by_ssrc.get(rtcp.read_media_ssrc(body))
            if slot is not None:
                slot.resend(rtcp.read_nack(body), now)

    def _ask_key_frame(self, ssrc: int, now: float) -> None:
        if (slot := self._by_ssrc.get(ssrc)) is not None:
            slot.ask_key_frame(now)

    def _limit_feeders(self, bits_per_s: int) -> None:
        """Share the peer's estimate, of all that comes to it, among those who send it a picture."""
        showing = self._feeding(MediaKind.VIDEO)
        for upstream in showing:
            limit = Limit(bits_per_s // len(showing), self._way.bearable_bps // len(showing))
            upstream.limit_bitrate(self._name, limit)

    def _feeding(self, kind: MediaKind | None = None) -> set[Upstream]:
        """Return whose peers this one receives from; with a kind, where that is sent."""
        return {
            slot.feeder.upstream
            for slot in self.slots.values()
            if slot.feeder is not None
            and (
                kind is None or (slot.kind is kind and slot.feeder.upstream.sends(slot.feeder.line))
            )
        }

    def _arrival_us(self, now: float) -> int:
        return int((now - self._around.zero) * 1_000_000)

    def _report(self, kind: type[LegConnected | LegFlowing | LegLost]) -> None:
        self._around.publish(kind(self._around.session_id, self._name, self.take))

    async def _live(self) -> None:
        try:
            async with asyncio.timeout(_CONNECT_WITHIN_S):
                await self._transport.connect(
                    self._offer.ufrag,
                    self._offer.password,
                    self._offer.fingerprints,
                    is_active=picks_active_role(self._offer),
                )
        except Exception as error:  # noqa: BLE001 aiortc and OpenSSL fail in many ways
            _log.warning("leg not connected", error=type(error).__name__, leg=self._name)
            self.transport_closed()
            return
        self._is_connected = True
        self._report(LegConnected)
        now = self._around.clock.monotonic()
        for slot in self.slots.values():
            slot.ask_key_frame(now)
        await self.journal.keep_open()
