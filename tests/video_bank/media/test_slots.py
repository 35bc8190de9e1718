import msgspec

from tests.video_bank.media.offers import CHROMIUM_OFFER
from tests.video_bank.media.packets import make_rtp
from video_bank.media import rtcp
from video_bank.media.commands import LegName
from video_bank.media.forwarding import HEADER
from video_bank.media.lines import MediaLine
from video_bank.media.sdp_filter import OfferedMedia, read_offer
from video_bank.media.slots import Feeder, Slot
from video_bank.media.sources import Source, Sources
from video_bank.media.upstream import Limit, Upstream

VIDEO = read_offer(CHROMIUM_OFFER).media[MediaLine.FACE]
SSRC = min(VIDEO.ssrcs)


class Wire:
    """A slot between a source and a receiver, both ends visible."""

    def __init__(self, media: OfferedMedia = VIDEO) -> None:
        self.sent: list[bytes] = []
        self.reports: list[bytes] = []
        self.slot = Slot(media, self.sent.append, self.reports.append)
        self.source = Source(SSRC, VIDEO)

    def forward(self, sequence: int, now: float = 0.0) -> None:
        packet = make_rtp(sequence, ssrc=SSRC, extension=b"\x22\x00\x00\x00")
        self.slot.forward(packet, self.source, now)


def test_what_was_lost_on_the_way_down_is_sent_again_from_the_ring() -> None:
    wire = Wire(msgspec.structs.replace(VIDEO, rtx_type=0))
    for sequence in range(5):
        wire.forward(sequence)
    wire.slot.resend([2, 3], 0.0)
    assert wire.sent[5:] == wire.sent[2:4]


def test_what_never_came_is_asked_for_under_its_own_number() -> None:
    wire = Wire()
    wire.forward(100)
    wire.forward(102)
    uplink = Uplink()
    wire.slot.feeder = Feeder(uplink.upstream, MediaLine.FACE)
    wire.slot.resend([101], 0.0)
    ((packet_type, count, body),) = uplink.sent
    assert (packet_type, count) == rtcp.NACK
    assert rtcp.read_media_ssrc(body) == SSRC
    assert rtcp.read_nack(body) == [101]


def test_one_request_cannot_fetch_more_than_64_packets() -> None:
    wire = Wire()
    for sequence in range(200):
        wire.forward(sequence)
    wire.slot.resend(list(range(200)), 0.0)
    assert len(wire.sent) == 264


def test_resending_has_an_allowance_that_fills_again() -> None:
    wire = Wire()
    for sequence in range(64):
        wire.forward(sequence)
    for now in (0.0,) * 20:
        wire.slot.resend(list(range(64)), now)
    assert len(wire.sent) == 64 + 256
    wire.slot.resend(list(range(64)), 0.1)
    assert len(wire.sent) == 64 + 256 + 51


def test_a_sender_report_keeps_its_wall_clock_in_the_slots_own_time() -> None:
    wire = Wire()
    wire.forward(1)
    wire.slot.forward_report(rtcp.SenderReport(SSRC, 1 << 40, 9_000), 0.0)
    wire.slot.forward_report(
        rtcp.SenderReport(SSRC + 1, 1 << 40, 9_000), 0.0
    )  # not behind the slot
    (report,) = wire.reports
    _, _, body = next(rtcp.split_compound(report))
    assert rtcp.read_sender_report(body) == rtcp.SenderReport(wire.slot.ssrc, 1 << 40, 9_000)


def test_a_malformed_packet_does_not_stop_the_stream() -> None:
    wire = Wire()
    wire.forward(1)
    short = make_rtp(2, ssrc=SSRC, extension=b"\x20\x01\x00\x00")
    wire.slot.forward(short, wire.source, 0.0)
    assert HEADER.unpack_from(wire.sent[-1])[0] == 0x80  # the bad extension is gone


class Uplink:
    def __init__(self) -> None:
        self.sent: list[tuple[int, int, bytes]] = []
        self.sources = Sources(read_offer(CHROMIUM_OFFER))
        self.upstream = Upstream(7, self.sources, self._keep)
        source = self.sources.find(SSRC, VIDEO.payload_type)
        assert source is not None
        self.source = source
        self.source.reception.note(1, 0, 0.0)

    def _keep(self, packet: bytes) -> None:
        self.sent += rtcp.split_compound(packet)

    def kinds(self) -> list[tuple[int, int]]:
        return [(packet_type, count) for packet_type, count, _ in self.sent]

    def limits(self) -> list[int | None]:
        return [
            rtcp.read_remb(body) for kind, count, body in self.sent if (kind, count) == rtcp.REMB
        ]


def test_a_new_stream_is_told_where_to_begin_and_asked_for_a_key_frame_soon_after() -> None:
    uplink = Uplink()
    uplink.upstream.tick(1.0)
    assert uplink.kinds() == [(201, 1), rtcp.REMB]
    assert uplink.limits() == [600_000]
    uplink.upstream.tick(2.0)
    assert uplink.kinds()[2:] == [rtcp.PLI, (201, 1), rtcp.REMB]


def test_sound_is_not_asked_for_key_frames() -> None:
    uplink = Uplink()
    sound = read_offer(CHROMIUM_OFFER).media[0]
    uplink.sources.find(next(iter(sound.ssrcs)), sound.payload_type)
    for second in range(3):
        uplink.upstream.tick(float(second))
    assert uplink.kinds().count(rtcp.PLI) == 1


def test_requests_for_key_frames_are_passed_on_twice_a_second_at_most() -> None:
    uplink = Uplink()
    for tenth in range(11):
        uplink.upstream.ask_key_frame(MediaLine.FACE, tenth / 10)
        uplink.upstream.tick(tenth / 10)
    assert uplink.kinds().count(rtcp.PLI) == 3


def test_the_receivers_limit_replaces_the_nodes_own() -> None:
    uplink = Uplink()
    for second in range(5):
        uplink.upstream.tick(float(second))
    for now, limit in ((5.0, 150_000), (5.1, 30_000_000)):
        uplink.upstream.limit_bitrate(LegName.AGENT, Limit(limit))
        uplink.upstream.tick(now)
    uplink.upstream.forget_receiver(LegName.AGENT)
    uplink.upstream.tick(6.2)
    found = [round(limit or 0, -4) for limit in uplink.limits()]
    assert found == [*[600_000] * 3, *[2_500_000] * 2, 150_000, 2_500_000, 2_500_000]


def test_the_worst_of_several_receivers_sets_the_limit_until_it_goes() -> None:
    uplink = Uplink()
    uplink.upstream.tick(0.0)
    uplink.upstream.limit_bitrate(LegName.AGENT, Limit(900_000))
    uplink.upstream.limit_bitrate(LegName.GUEST, Limit(200_000))
    uplink.upstream.tick(1.1)
    uplink.upstream.forget_receiver(LegName.GUEST)
    uplink.upstream.tick(2.2)
    assert [round(limit or 0, -4) for limit in uplink.limits()[1:]] == [200_000, 900_000]


def test_a_flood_of_limits_is_passed_on_once_a_tick() -> None:
    uplink = Uplink()
    uplink.upstream.tick(1.0)
    for limit in range(100_000, 200_000, 1_000):
        uplink.upstream.limit_bitrate(LegName.AGENT, Limit(limit))
    uplink.upstream.tick(1.1)
    uplink.upstream.tick(1.2)
    assert len(uplink.limits()) == 2


def test_only_known_streams_are_asked_for_packets() -> None:
    uplink = Uplink()
    uplink.upstream.ask_again(1, [5])
    uplink.upstream.ask_again(SSRC, [])
    assert not uplink.sent
    uplink.upstream.ask_again(SSRC, [5])
    assert uplink.kinds() == [rtcp.NACK]


def test_what_came_through_is_believed_while_neither_link_has_a_queue() -> None:
    uplink = Uplink()
    uplink.upstream.limit_bitrate(LegName.AGENT, Limit(75_000, bearable=400_000))
    uplink.upstream.tick(1.0)
    assert round(uplink.limits()[-1] or 0, -4) == 80_000
    uplink.upstream.is_clear = True
    uplink.upstream.tick(2.0)
    assert round(uplink.limits()[-1] or 0, -4) == 400_000
