"""One take of one leg: what its peer sends is journalled and forwarded, what it asks is passed on.

The hot path runs from `rtp_received` to the other leg's socket without a task switch.
"""

import asyncio
from collections.abc import Callable
from typing import Final

import msgspec
import structlog

from video_bank.clock import Clock
from video_bank.ids import SessionId
from video_bank.media import rtcp
from video_bank.media.aiortc_transport import AiortcTransport
from video_bank.media.commands import LegName
from video_bank.media.forwarding import HEADER
from video_bank.media.leg import LegPulse, MediaKind
from video_bank.media.leg_journal import LegJournal
from video_bank.media.news import LegConnected, LegFlowing, LegLost, MediaNews
from video_bank.media.sdp_answer import LocalEnd, picks_active_role, write_answer
from video_bank.media.sdp_filter import Offer
from video_bank.media.slots import Slot
from video_bank.media.sources import Sources
from video_bank.media.udp_port import UdpPort
from video_bank.media.upstream import Upstream

_CONNECT_WITHIN_S: Final = 15.0
_CLOSE_WITHIN_S: Final = 5.0
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
        self._name = name
        self._take = take
        self._offer = offer
        self._around = around
        self._other: AiortcLeg | None = None
        self._pulse = LegPulse()
        self._sources = Sources(offer)
        self._transport = AiortcTransport(around.port, self, around.clock)
        self._audio = Slot(offer.audio, self._transport.send_rtp, self._transport.send_rtcp)
        self._video = Slot(offer.video, self._transport.send_rtp, self._transport.send_rtcp)
        self.upstream = Upstream(self._audio.ssrc, self._sources, self._transport.send_rtcp)
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
            audio_ssrc=self._audio.ssrc,
            video_ssrc=self._video.ssrc,
        )
        return write_answer(self._offer, local)

    def start(self) -> None:
        self._task = asyncio.create_task(self._live(), name=f"{self._name} take {self._take}")

    def face(self, other: "AiortcLeg | None") -> None:
        """Send to this leg and pass its peer's requests on from now on."""
        self._other = other
        self.upstream.forget_receiver()

    def slot(self, kind: MediaKind) -> Slot:
        return self._audio if kind is MediaKind.AUDIO else self._video

    def tick(self, now: float) -> None:
        """Do what is due; called ten times a second."""
        if not self._is_connected or self._is_closed:
            return
        if self._pulse.falls_silent(self._transport.heard_at, now):
            self._report(LegLost)
        self.upstream.tick(now)

    async def close(self) -> None:
        """Finish the journal, then the connection; nothing that comes in counts any more."""
        self._is_closed = True
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task], timeout=_CLOSE_WITHIN_S)
        await self.journal.finish()
        await self._transport.close()

    def rtp_received(self, packet: bytes) -> None:
        _, second, sequence, timestamp, ssrc = HEADER.unpack_from(packet)
        source = self._sources.find(ssrc, second & 0x7F)
        if source is None or self._is_closed:
            return
        now = self._around.clock.monotonic()
        source.reception.note(sequence, timestamp, now)
        self.journal.write_rtp(source.for_journal(packet), self._arrival_us(now))
        if now - self._spoke_at > _OUTAGE_S:
            self._ask_key_frames(now)
        self._spoke_at = now
        if self._pulse.begins_to_flow():
            self._report(LegFlowing)
        if self._other is not None:
            try:
                self._other.slot(source.kind).forward(packet, source, now)
            except ValueError:
                self.broken_packets += 1
        if self.taps and source.kind is MediaKind.VIDEO:
            for tap in tuple(self.taps):
                tap(packet)

    def rtcp_received(self, packet: bytes) -> None:
        if self._is_closed:
            return
        now = self._around.clock.monotonic()
        self.journal.write_rtcp(packet, self._arrival_us(now))
        try:
            for packet_type, count, body in rtcp.split_compound(packet):
                if packet_type == rtcp.SENDER_REPORT:
                    self._take_sender_report(body, now)
                elif self._other is not None:
                    self._take_feedback((packet_type, count), body, self._other.upstream, now)
        except ValueError:
            self.broken_packets += 1

    def transport_closed(self) -> None:
        if self._pulse.ends():
            self._report(LegLost)

    def _ask_key_frames(self, now: float) -> None:
        """Have both pictures begin anew: after an outage a browser asks seconds later only."""
        self.upstream.ask_key_frame(now)
        if self._other is not None:
            self._other.upstream.ask_key_frame(now)

    def _take_sender_report(self, body: bytes, now: float) -> None:
        report = rtcp.read_sender_report(body)
        source = self._sources.known(report.ssrc)
        if source is not None:
            source.reception.note_sender_report(report, now)
            if self._other is not None:
                self._other.slot(source.kind).forward_report(report)

    def _take_feedback(
        self, kind: tuple[int, int], body: bytes, source_side: Upstream, now: float
    ) -> None:
        if kind == rtcp.NACK:
            if rtcp.read_media_ssrc(body) == self._video.ssrc:
                ssrc, missing = self._video.resend(rtcp.read_nack(body), now)
                if ssrc is not None:
                    source_side.ask_again(ssrc, missing)
        elif kind == rtcp.PLI or (kind == rtcp.FIR and rtcp.read_fir(body)):
            source_side.ask_key_frame(now)
        elif kind == rtcp.REMB and (bits_per_s := rtcp.read_remb(body)) is not None:
            source_side.limit_bitrate(bits_per_s)

    def _arrival_us(self, now: float) -> int:
        return int((now - self._around.zero) * 1_000_000)

    def _report(self, kind: type[LegConnected | LegFlowing | LegLost]) -> None:
        self._around.publish(kind(self._around.session_id, self._name, self._take))

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
        if self._other is not None:
            self._other.upstream.ask_key_frame(self._around.clock.monotonic())
        await self.journal.keep_open()
