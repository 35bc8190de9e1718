"""An offer of anybody who holds a session's token, and the answer to it."""

import re
from typing import Final

from aiortc.sdp import SessionDescription

from video_bank.media.errors import OfferRefusedError
from video_bank.media.sdp_answer import LocalEnd, write_answer
from video_bank.media.sdp_filter import read_offer

LOCAL: Final = LocalEnd(
    ufrag="abcdefgh",
    password="p" * 24,
    fingerprint="AA:BB",
    addresses=("192.0.2.1",),
    port=40_000,
    audio_ssrc=11,
    video_ssrc=12,
)
_LINE: Final = re.compile(r"[a-z]=[ -~]+")


def check(data: bytes) -> None:
    try:
        offer = read_offer(data.decode("utf-8", "replace"))
    except OfferRefusedError:
        return
    answer = write_answer(offer, LOCAL)
    assert all(_LINE.fullmatch(line) for line in answer.removesuffix("\r\n").split("\r\n")), answer
    above, audio, video, *_ = re.split("^(?=m=)", answer, flags=re.MULTILINE)
    parsed = SessionDescription.parse(above + audio + video)
    assert [media.kind for media in parsed.media] == ["audio", "video"]
    assert all(media.ice and media.ice.usernameFragment == LOCAL.ufrag for media in parsed.media)
