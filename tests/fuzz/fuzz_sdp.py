"""An offer of anybody who holds a session's token, and the answer to it."""

import re
from typing import Final

import msgspec
from aiortc.sdp import SessionDescription

from video_bank.media.errors import OfferRefusedError
from video_bank.media.lines import MediaLine
from video_bank.media.sdp_answer import LocalEnd, write_answer
from video_bank.media.sdp_filter import read_offer

LOCAL: Final = LocalEnd(
    ufrag="abcdefgh",
    password="p" * 24,
    fingerprint="AA:BB",
    addresses=("192.0.2.1",),
    port=40_000,
    ssrcs=tuple(range(11, 11 + len(MediaLine))),
    rtx_ssrcs=tuple(range(31, 31 + len(MediaLine))),
)
_LINE: Final = re.compile(r"[a-z]=[ -~]+")


def check(data: bytes) -> None:
    try:
        offer = read_offer(data.decode("utf-8", "replace"))
    except OfferRefusedError:
        return
    count = len(offer.media)
    local = msgspec.structs.replace(
        LOCAL, ssrcs=LOCAL.ssrcs[:count], rtx_ssrcs=LOCAL.rtx_ssrcs[:count]
    )
    answer = write_answer(offer, local)
    assert all(_LINE.fullmatch(line) for line in answer.removesuffix("\r\n").split("\r\n")), answer
    above, *sections = re.split("^(?=m=)", answer, flags=re.MULTILINE)
    parsed = SessionDescription.parse(above + "".join(sections[: len(offer.media)]))
    assert [media.kind for media in parsed.media] == [media.kind for media in offer.media]
    assert all(media.ice and media.ice.usernameFragment == LOCAL.ufrag for media in parsed.media)
