"""The gate for offers: small enough, whole, and then only what a leg needs of them (RFC 8866).

Nothing of an offer's text is copied into an answer unless it was matched here.
"""

import re
from itertools import pairwise
from typing import Final

import msgspec

from video_bank.media.errors import OfferRefusedError
from video_bank.media.leg import MediaKind
from video_bank.media.lines import SENT, MediaLine

_MOST_BYTES: Final = 32_768
_MOST_LINES: Final = 600
_MOST_CANDIDATES: Final = 30
_MOST_SECTIONS: Final = len(MediaLine) + 1
_MOST_SSRCS: Final = 8

SEND_TIME: Final = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"
_CODECS: Final = {MediaKind.AUDIO: "opus/48000/2", MediaKind.VIDEO: "vp8/90000"}
_DIRECTIONS: Final = ("sendrecv", "sendonly", "recvonly", "inactive")
_FINGERPRINTS: Final = {"sha-256": 32, "sha-384": 48, "sha-512": 64}

# 64-95 would be taken for RTCP on the shared port, RFC 5761 §4.
_PAYLOAD_TYPES: Final = frozenset({*range(64), *range(96, 128)})

_LINE: Final = re.compile(r"[a-z]=[^\x00-\x1f\x7f]*")
_MEDIA: Final = re.compile(
    r"m=([a-z]{1,16}) [0-9]{1,5} ([A-Z/]{1,32})((?: [0-9]{1,5}){1,64}| webrtc-datachannel)"
)
_MID: Final = re.compile(r"[\w-]{1,16}", re.ASCII)
_UFRAG: Final = re.compile(r"[A-Za-z0-9+/]{4,256}")
_PASSWORD: Final = re.compile(r"[A-Za-z0-9+/]{22,256}")
_HEX_PAIRS: Final = re.compile(r"[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2})*")


class OfferedMedia(msgspec.Struct, frozen=True):
    """One m-line that can be answered. `send_time_id` is 0 where abs-send-time is not offered.

    `rtx_type` is the payload type of repairs (RFC 4588), 0 without; `rtx_ssrcs` are pairs of a
    repair's SSRC and that of the stream which it repairs.
    """

    line: MediaLine
    mid: str
    payload_type: int
    direction: str
    feedback: frozenset[str]
    send_time_id: int
    ssrcs: frozenset[int]
    has_reduced_rtcp: bool
    rtx_type: int = 0
    rtx_ssrcs: tuple[tuple[int, int], ...] = ()

    @property
    def kind(self) -> MediaKind:
        return self.line.kind

    @property
    def may_send(self) -> bool:
        """Say whether the peer may send in it."""
        return self.line in SENT and self.direction in {"sendrecv", "sendonly"}


class RefusedMedia(msgspec.Struct, frozen=True):
    """An m-line behind the media, answered with port 0."""

    kind: str
    protocol: str
    formats: str
    mid: str


class Offer(msgspec.Struct, frozen=True):
    """What a browser offers: `setup` is its DTLS role, fingerprints are (algorithm, hex pairs).

    `media` follows `MediaLine` and holds two of them at least.
    """

    ufrag: str
    password: str
    fingerprints: tuple[tuple[str, str], ...]
    setup: str
    media: tuple[OfferedMedia, ...]
    refused: RefusedMedia | None = None


def read_offer(sdp: str) -> Offer:
    """Parse a browser's offer of the lines of `MediaLine`; raise OfferRefusedError for another."""
    try:
        return _read(_cut_into_sections(sdp))
    except (ValueError, KeyError, IndexError) as error:
        raise OfferRefusedError from error


class _Section:
    """One m-line, or what stands above the first one, with its attributes."""

    def __init__(self, lines: list[str]) -> None:
        self.head = lines[0]
        self.name = self.head[2:].partition(" ")[0]
        self._attributes: dict[str, list[str]] = {}
        for line in lines[1:]:
            if line.startswith("a="):
                name, _, value = line[2:].partition(":")
                self._attributes.setdefault(name, []).append(value)

    def all(self, name: str) -> list[str]:
        return self._attributes.get(name, [])

    def has(self, name: str) -> bool:
        return name in self._attributes

    def one(self, name: str, above: "_Section") -> str:
        """Return the first value here, else the one that holds for the whole session."""
        return (self.all(name) or above.all(name))[0]


def _cut_into_sections(sdp: str) -> list[_Section]:
    _require(len(sdp) <= _MOST_BYTES and len(sdp.encode()) <= _MOST_BYTES)
    lines = sdp.replace("\r\n", "\n").strip("\n").split("\n")
    _require(len(lines) <= _MOST_LINES)
    _require(lines[0] == "v=0" and all(_LINE.fullmatch(line) for line in lines))
    # Some browsers say the same ones again in every section.
    candidates = {line for line in lines if line.startswith("a=candidate:")}
    _require(len(candidates) <= _MOST_CANDIDATES)
    starts = [number for number, line in enumerate(lines) if line.startswith("m=")]
    _require(2 <= len(starts) <= _MOST_SECTIONS)
    edges = [0, *starts, len(lines)]
    return [_Section(lines[begin:end]) for begin, end in pairwise(edges)]


def _read(sections: list[_Section]) -> Offer:
    above, *rest = sections
    refused = None
    if rest[-1].name not in _CODECS:
        refused = _read_refused(rest.pop())
    _require(2 <= len(rest) <= len(MediaLine))
    first = rest[0]
    ufrag, password = first.one("ice-ufrag", above), first.one("ice-pwd", above)
    _require(_UFRAG.fullmatch(ufrag) and _PASSWORD.fullmatch(password))
    setup = first.one("setup", above)
    _require(setup in {"actpass", "active", "passive"})
    offer = Offer(
        ufrag=ufrag,
        password=password,
        fingerprints=_read_fingerprints(first.all("fingerprint") or above.all("fingerprint")),
        setup=setup,
        media=tuple(
            _read_media(section, line) for line, section in zip(MediaLine, rest, strict=False)
        ),
        refused=refused,
    )
    _check_together(offer.media)
    _require(_is_bundled(above, *(media.mid for media in offer.media)))
    return offer


def _check_together(media: tuple[OfferedMedia, ...]) -> None:
    """All share one transport: a number means one codec there, an SSRC stands in one m-line."""
    numbers = {
        kind: {each.payload_type for each in media if each.kind is kind} for kind in MediaKind
    }
    _require(numbers[MediaKind.AUDIO].isdisjoint(numbers[MediaKind.VIDEO]))
    _require(len({each.mid for each in media}) == len(media))
    ssrcs = [ssrc for each in media if each.may_send for ssrc in each.ssrcs]
    _require(len(ssrcs) == len(set(ssrcs)) <= _MOST_SSRCS)


def _is_bundled(above: _Section, *mids: str) -> bool:
    """Say whether one transport carries these m-lines (RFC 9143)."""
    groups = [group.split() for group in above.all("group")]
    return any(group[0] == "BUNDLE" and set(mids) <= set(group[1:]) for group in groups if group)


def _read_fingerprints(values: list[str]) -> tuple[tuple[str, str], ...]:
    """Keep the digests that can be checked (RFC 8122); there must be one."""
    found = []
    for value in values:
        algorithm, _, digest = value.partition(" ")
        if length := _FINGERPRINTS.get(algorithm.lower()):
            _require(_HEX_PAIRS.fullmatch(digest) and len(digest) == length * 3 - 1)
            found.append((algorithm.lower(), digest.upper()))
    _require(found)
    return tuple(found)


def _read_media(section: _Section, line: MediaLine) -> OfferedMedia:
    name, protocol, formats = _read_head(section)
    _require(name == line.kind and protocol == "UDP/TLS/RTP/SAVPF" and section.has("rtcp-mux"))
    payload_type = _find_codec(section, _CODECS[line.kind])
    _require(str(payload_type) in formats.split())
    return OfferedMedia(
        line=line,
        mid=_read_mid(section),
        payload_type=payload_type,
        direction=next((name for name in _DIRECTIONS if section.has(name)), "sendrecv"),
        feedback=_read_feedback(section, payload_type),
        send_time_id=_find_send_time(section),
        ssrcs=_read_ssrcs(section),
        has_reduced_rtcp=section.has("rtcp-rsize"),
        rtx_type=_find_rtx(section, payload_type, formats.split()),
        rtx_ssrcs=_read_rtx_ssrcs(section),
    )


def _read_refused(section: _Section) -> RefusedMedia:
    kind, protocol, formats = _read_head(section)
    return RefusedMedia(kind, protocol, formats.strip(), _read_mid(section))


def _read_head(section: _Section) -> tuple[str, str, str]:
    head = _MEDIA.fullmatch(section.head)
    _require(head)
    return head[1], head[2], head[3]  # type: ignore[index]  # required above


def _read_mid(section: _Section) -> str:
    mid = section.all("mid")[0]
    _require(_MID.fullmatch(mid))
    return mid


def _find_codec(section: _Section, wanted: str) -> int:
    for value in section.all("rtpmap"):
        payload_type, _, name = value.partition(" ")
        if name.lower() == wanted and int(payload_type) in _PAYLOAD_TYPES:
            return int(payload_type)
    raise ValueError(wanted)


def _find_rtx(section: _Section, repaired: int, formats: list[str]) -> int:
    """Return the payload type that repairs of another one come under, 0 without any."""
    for value in section.all("fmtp"):
        payload_type, _, parameters = value.partition(" ")
        is_rtx = f"{payload_type} rtx/90000" in section.all("rtpmap")
        if is_rtx and parameters == f"apt={repaired}" and payload_type in formats:
            return int(payload_type) if int(payload_type) in _PAYLOAD_TYPES else 0
    return 0


def _read_rtx_ssrcs(section: _Section) -> tuple[tuple[int, int], ...]:
    """Return (repair, repaired) of each pair that is named as such (RFC 5576 §4.2)."""
    groups = [value.split() for value in section.all("ssrc-group")]
    pairs = [group[1:] for group in groups if group[0] == "FID" and len(group) == 3]
    return tuple((int(repair), int(repaired)) for repaired, repair in pairs)


def _read_feedback(section: _Section, payload_type: int) -> frozenset[str]:
    known = {str(payload_type), "*"}
    parts = [value.partition(" ") for value in section.all("rtcp-fb")]
    return frozenset(feedback for applies_to, _, feedback in parts if applies_to in known)


def _find_send_time(section: _Section) -> int:
    """Return the id of the extension when it fits the one-byte form (RFC 8285 §4.2), else 0."""
    for value in section.all("extmap"):
        number, _, uri = value.partition(" ")
        if uri == SEND_TIME and number.isascii() and number.isdigit() and 1 <= int(number) <= 14:
            return int(number)
    return 0


def _read_ssrcs(section: _Section) -> frozenset[int]:
    found = frozenset(int(value.split()[0]) for value in section.all("ssrc"))
    _require(len(found) <= _MOST_SSRCS and all(0 <= ssrc < 1 << 32 for ssrc in found))
    return found


def _require(condition: object) -> None:
    if not condition:
        raise ValueError("not an offer")
