"""Two robots face to face, over real WebRTC on loopback."""

import asyncio
import time
from collections.abc import Callable

from aiortc import RTCSessionDescription

from signaling.robots.aiortc_peer import AiortcPeer
from signaling.robots.opencv_drawn_clip import Stamp


async def _answer(peer: AiortcPeer, offer: str) -> str:
    await peer._pc.setRemoteDescription(RTCSessionDescription(offer, "offer"))
    await peer._pc.setLocalDescription(await peer._pc.createAnswer())
    return str(peer._pc.localDescription.sdp)


async def test_two_robots_see_each_others_clip_and_hear_the_tone() -> None:
    first, second = AiortcPeer(clip_id=1), AiortcPeer(clip_id=2)
    try:
        await first.accept(await _answer(second, await first.offer()))
        await _until(lambda: _has_seen(first, 2) and _has_seen(second, 1), within_s=20)
    finally:
        await first.close()
        await second.close()
    assert first.statistics.audio_rms > 0.05
    assert first.statistics.first_frame_after_s


async def test_the_offer_is_audio_then_vp8_video_with_host_candidates_only() -> None:
    peer = AiortcPeer(clip_id=1)
    try:
        sdp = await peer.offer()
    finally:
        await peer.close()
    kinds = [line.split()[0] for line in sdp.splitlines() if line.startswith("m=")]
    assert kinds == ["m=audio", "m=video"]
    assert "VP8" in sdp
    assert "H264" not in sdp
    assert "typ srflx" not in sdp


async def _until(is_true: Callable[[], bool], within_s: float) -> None:
    deadline = time.monotonic() + within_s
    while not is_true():
        assert time.monotonic() < deadline, "the robots did not see and hear each other"
        await asyncio.sleep(0.05)


def _has_seen(peer: AiortcPeer, clip_id: int) -> bool:
    seen = peer.statistics
    return (
        isinstance(seen.stamp, Stamp)
        and seen.stamp.clip_id == clip_id
        and seen.frames > 10
        and seen.audio_rms > 0.05
    )
