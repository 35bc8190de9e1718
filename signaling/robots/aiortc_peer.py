"""A stock aiortc peer as a robot's camera, microphone, screen and loudspeaker."""

import asyncio
import contextlib
import fractions
import time
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Self

import av
import msgspec
import numpy as np
from aiortc import (
    AudioStreamTrack,
    MediaStreamTrack,
    RTCConfiguration,
    RTCPeerConnection,
    RTCRtpSender,
    RTCSessionDescription,
    VideoStreamTrack,
)
from aiortc.mediastreams import MediaStreamError

from signaling.robots.aiortc_clip import LATE_S, FileTrack, kinds_of
from signaling.robots.opencv_drawn_clip import DrawnClip, Stamp, read_counter

FRAMES_PER_S: Final = 20
NO_TRACKS: Final[Mapping[str, FileTrack]] = MappingProxyType({})
_TONE_HZ: Final = 440
_AUDIO_RATE: Final = 48_000
_AUDIO_SAMPLES: Final = 960  # 20 ms, one Opus packet


class PeerStatistics(msgspec.Struct):
    """What came in. `audio_rms` is of the last frame, full scale is 1."""

    frames: int = 0
    stamp: Stamp | None = None
    audio_frames: int = 0
    audio_rms: float = 0.0
    first_frame_after_s: float | None = None  # since the offer was made


class AiortcPeer:
    """One RTCPeerConnection: offers [audio, video], plays a clip, watches and listens."""

    def __init__(self, clip_id: int, tracks: Mapping[str, FileTrack] = NO_TRACKS) -> None:
        self.statistics = PeerStatistics()
        self._pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._watchers: list[asyncio.Task[None]] = []
        self._offered_at = time.monotonic()
        self._pc.addTrack(tracks.get("audio") or _Tone())
        self._pc.addTrack(tracks.get("video") or _Drawing(DrawnClip(clip_id)))
        self._pc.on("track", self._watch)
        self._speak_vp8_only()

    @classmethod
    async def open(cls, clip_id: int, clip: Path | None) -> Self:
        """Play the media file `clip` in a loop; None draws `DrawnClip(clip_id)` and hums a tone.

        Raise OSError or ValueError when the file cannot be played.
        """
        if clip is None:
            return cls(clip_id)
        kinds = await asyncio.to_thread(kinds_of, clip)
        return cls(clip_id, {kind: FileTrack(clip, kind) for kind in kinds})

    async def offer(self) -> str:
        """Return an SDP offer with every host candidate in it."""
        self._offered_at = time.monotonic()
        await self._pc.setLocalDescription(await self._pc.createOffer())
        return str(self._pc.localDescription.sdp)

    async def accept(self, answer_sdp: str) -> None:
        await self._pc.setRemoteDescription(RTCSessionDescription(answer_sdp, "answer"))

    @property
    def has_failed(self) -> bool:
        return self._pc.connectionState in {"failed", "closed"}

    async def close(self) -> None:
        """Stop everything that this peer started."""
        await self._pc.close()
        for watcher in self._watchers:
            watcher.cancel()
        await asyncio.gather(*self._watchers, return_exceptions=True)

    def _speak_vp8_only(self) -> None:
        video = next(each for each in self._pc.getTransceivers() if each.kind == "video")
        codecs = RTCRtpSender.getCapabilities("video").codecs
        video.setCodecPreferences(
            [codec for codec in codecs if codec.mimeType in {"video/VP8", "video/rtx"}]
        )

    def _watch(self, track: MediaStreamTrack) -> None:
        look = self._see if track.kind == "video" else self._hear
        self._watchers.append(asyncio.create_task(_drain(track, look), name=f"robot {track.kind}"))

    def _see(self, frame: Any) -> None:
        if self.statistics.first_frame_after_s is None:
            self.statistics.first_frame_after_s = time.monotonic() - self._offered_at
        self.statistics.frames += 1
        plane = frame.planes[0]
        luma = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
        self.statistics.stamp = read_counter(luma[: frame.height, : frame.width]) or (
            self.statistics.stamp
        )

    def _hear(self, frame: Any) -> None:
        self.statistics.audio_frames += 1
        samples = frame.to_ndarray().astype(np.float64) / 32768
        self.statistics.audio_rms = float(np.sqrt(np.mean(samples**2)))


async def _drain(track: MediaStreamTrack, look: Any) -> None:
    with contextlib.suppress(MediaStreamError):  # aiortc's word for "the track ended"
        while True:
            look(await track.recv())


class _Drawing(VideoStreamTrack):
    def __init__(self, clip: DrawnClip) -> None:
        super().__init__()
        self._clip = clip
        self._pace = _Pace(FRAMES_PER_S)

    async def recv(self) -> av.VideoFrame:
        number = await self._pace.wait()
        frame = av.VideoFrame.from_ndarray(self._clip.draw(number), format="rgb24")
        frame.pts = number
        frame.time_base = fractions.Fraction(1, FRAMES_PER_S)
        return frame


class _Tone(AudioStreamTrack):
    def __init__(self) -> None:
        super().__init__()
        self._pace = _Pace(_AUDIO_RATE // _AUDIO_SAMPLES)

    async def recv(self) -> av.AudioFrame:
        position = await self._pace.wait() * _AUDIO_SAMPLES
        phase = (position + np.arange(_AUDIO_SAMPLES)) * (2 * np.pi * _TONE_HZ / _AUDIO_RATE)
        samples = (np.sin(phase) * 6000).astype(np.int16)[None, :]
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate = _AUDIO_RATE
        frame.pts = position
        frame.time_base = fractions.Fraction(1, _AUDIO_RATE)
        return frame


class _Pace:
    """Lets a loop through so many times a second, without drift.

    What came much too late is left out, as a camera leaves it out: else the timestamps of a robot
    on a crowded machine would fall behind the time that it talks.
    """

    def __init__(self, times_per_s: int) -> None:
        self._times_per_s = times_per_s
        self._started: float | None = None
        self._next = 0

    async def wait(self) -> int:
        """Return the number of the turn that it is, from 0."""
        now = time.monotonic()
        if self._started is None:
            self._started = now
        at_hand = int((now - self._started) * self._times_per_s)
        if at_hand - self._next > LATE_S * self._times_per_s:
            self._next = at_hand
        number = self._next
        self._next += 1
        await asyncio.sleep(max(0.0, self._started + number / self._times_per_s - now))
        return number
