"""What a browser is answered: one transport, Opus and VP8, the node's own streams announced."""

from typing import Final

import msgspec

from video_bank.media.lines import PERSONS, MediaLine
from video_bank.media.sdp_filter import SEND_TIME, Offer, OfferedMedia, RefusedMedia

_MIRRORED: Final = {"sendonly": "recvonly", "recvonly": "sendonly"}
_RTPMAP: Final = {"audio": "opus/48000/2", "video": "VP8/90000"}
# RFC 7587 §6.1: repair without a resend; speech is whole at 24 kbit/s, and whoever listens sends
# a packet each 400 ms: a weak network's picture keeps the rest.
_OPUS_PARAMETERS: Final = "minptime=10;useinbandfec=1;usedtx=1;maxaveragebitrate=24000"
_FEEDBACK: Final = ("goog-remb", "ccm fir", "nack", "nack pli")
# Sound and picture of one stream are kept in step by the browser.
_STREAMS: Final = {
    line: f"person-{number}" for number, pair in enumerate(PERSONS, 1) for line in pair
}
_SCREEN_STREAM: Final = "screen"
_HOST_PREFERENCE: Final = 126  # RFC 8445 §5.1.2.2
_HIGHEST: Final = 65_535


class LocalEnd(msgspec.Struct, frozen=True):
    """The node's end of a leg: where it is reached, what proves it, what it will send."""

    ufrag: str
    password: str
    fingerprint: str
    addresses: tuple[str, ...]
    port: int
    ssrcs: tuple[int, ...]  # a stream for each line of the offer
    rtx_ssrcs: tuple[int, ...]  # its repairs, where the line has them


def picks_active_role(offer: Offer) -> bool:
    """Say whether the node opens the DTLS handshake (RFC 8842 §5.3)."""
    return offer.setup != "active"


def write_answer(offer: Offer, local: LocalEnd) -> str:
    """Return the SDP answer with every host candidate in it; nothing is trickled."""
    lines = [
        "v=0",
        "o=- 1 1 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        f"a=group:BUNDLE {' '.join(media.mid for media in offer.media)}",
        "a=msid-semantic: WMS *",
    ]
    for media, *ssrcs in zip(offer.media, local.ssrcs, local.rtx_ssrcs, strict=True):
        lines += _describe(offer, media, local, ssrcs)
    if offer.refused:
        lines += _refuse(offer.refused)
    return "\r\n".join(lines) + "\r\n"


def _describe(offer: Offer, media: OfferedMedia, local: LocalEnd, ssrcs: list[int]) -> list[str]:
    number, rtx = media.payload_type, media.rtx_type
    announced = ssrcs if rtx else ssrcs[:1]
    stream = stream_name(media.line)
    return [
        f"m={media.kind} {local.port} UDP/TLS/RTP/SAVPF {number}" + (f" {rtx}" if rtx else ""),
        "c=IN IP4 0.0.0.0",
        "a=rtcp:9 IN IP4 0.0.0.0",
        *_candidates(local),
        "a=end-of-candidates",
        f"a=ice-ufrag:{local.ufrag}",
        f"a=ice-pwd:{local.password}",
        f"a=fingerprint:sha-256 {local.fingerprint}",
        f"a=setup:{'active' if picks_active_role(offer) else 'passive'}",
        f"a=mid:{media.mid}",
        *([f"a=extmap:{media.send_time_id} {SEND_TIME}"] if media.send_time_id else []),
        f"a={_MIRRORED.get(media.direction, media.direction)}",
        f"a=msid:{stream} {media.kind}",
        "a=rtcp-mux",
        *(["a=rtcp-rsize"] if media.has_reduced_rtcp else []),
        f"a=rtpmap:{number} {_RTPMAP[media.kind]}",
        *([f"a=fmtp:{number} {_OPUS_PARAMETERS}"] if media.kind == "audio" else []),
        *_feedback(media),
        *([f"a=rtpmap:{rtx} rtx/90000", f"a=fmtp:{rtx} apt={number}"] if rtx else []),
        *([f"a=ssrc-group:FID {ssrcs[0]} {ssrcs[1]}"] if rtx else []),
        *(f"a=ssrc:{ssrc} cname:{stream}" for ssrc in announced),
        *(f"a=ssrc:{ssrc} msid:{stream} {media.kind}" for ssrc in announced),
    ]


def stream_name(line: MediaLine) -> str:
    """Return the name of the stream that a line belongs to, which is its CNAME in reports too."""
    return _STREAMS.get(line, _SCREEN_STREAM)


def _candidates(local: LocalEnd) -> list[str]:
    return [
        f"a=candidate:{place + 1} 1 udp {_priority(place)} {address} {local.port} typ host"
        for place, address in enumerate(local.addresses)
    ]


def _priority(place: int) -> int:
    return (_HOST_PREFERENCE << 24) + ((_HIGHEST - place) << 8) + 255


def _feedback(media: OfferedMedia) -> list[str]:
    if media.kind == "audio":
        return []
    return [
        f"a=rtcp-fb:{media.payload_type} {each}" for each in _FEEDBACK if each in media.feedback
    ]


def _refuse(media: RefusedMedia) -> list[str]:
    return [
        f"m={media.kind} 0 {media.protocol} {media.formats}",
        "c=IN IP4 0.0.0.0",
        "a=inactive",
        f"a=mid:{media.mid}",
    ]
