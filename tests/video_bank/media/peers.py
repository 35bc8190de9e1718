"""Stock aiortc peers as browsers: they send a moving picture and a tone, and look and listen."""

import asyncio
import contextlib
import fractions
import time
from collections.abc import Iterator
from typing import Any, Self

import av
import numpy as np
from aiortc import (
    AudioStreamTrack,
    MediaStreamTrack,
    RTCBundlePolicy,
    RTCConfiguration,
    RTCPeerConnection,
    RTCRtpSender,
    RTCSessionDescription,
    VideoStreamTrack,
)
from aiortc.mediastreams import MediaStreamError

WIDTH, HEIGHT = 160, 120
FRAMES_PER_S = 15


class Peer:
    """Offers [audio, video]; its picture is of one brightness, so that a receiver can tell it."""

    def __init__(self, brightness: int) -> None:
        self.frames = 0
        self.brightness = 0.0
        self.audio_frames = 0
        self.loudness = 0.0
        self.pc = RTCPeerConnection(
            RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE)
        )
        self.pc.addTrack(Tone())
        self._picture = Plain(brightness)
        self.pc.addTrack(self._picture)
        self.pc.on("track", self._watch)
        video = self.pc.getTransceivers()[1]
        video.setCodecPreferences(
            [
                each
                for each in RTCRtpSender.getCapabilities("video").codecs
                if "VP8" in each.mimeType
            ]
        )
        self._watchers: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def offer(self) -> str:
        await self.pc.setLocalDescription(await self.pc.createOffer())
        return str(self.pc.localDescription.sdp)

    async def accept(self, answer: str) -> None:
        await self.pc.setRemoteDescription(RTCSessionDescription(answer, "answer"))

    @property
    def dtls(self) -> Any:
        return self.pc.getSenders()[0].transport

    async def close(self) -> None:
        dtls = self.dtls
        pump = dtls._task if dtls else None
        await self.pc.close()
        for watcher in self._watchers:
            watcher.cancel()
        left = [task for task in (*self._watchers, pump) if task is not None]
        await asyncio.gather(*left, return_exceptions=True)

    @property
    def frames_sent(self) -> int:
        return self._picture.count

    def addresses(self) -> set[tuple[str, int]]:
        """Return where this peer's datagrams come from."""
        candidates = self.dtls.transport._connection.local_candidates
        return {(each.host, each.port) for each in candidates}

    def received_ssrcs(self) -> set[int]:
        """Return the SSRCs that anything was received from."""
        name = "_RTCRtpReceiver__remote_streams"
        streams = [getattr(each, name) for each in self.pc.getReceivers()]
        return {ssrc for each in streams for ssrc in each}

    @contextlib.contextmanager
    def cut_off(self) -> Iterator[None]:
        """Let nothing that this peer sends leave it."""
        protocols = self.dtls.transport._connection._protocols
        transports = [protocol.transport for protocol in protocols]
        for protocol in protocols:
            protocol.transport = _Nowhere()
        try:
            yield
        finally:
            for protocol, transport in zip(protocols, transports, strict=True):
                protocol.transport = transport

    def _watch(self, track: MediaStreamTrack) -> None:
        look = self._see if track.kind == "video" else self._hear
        self._watchers.append(asyncio.create_task(_drain(track, look)))

    def _see(self, frame: Any) -> None:
        self.frames += 1
        self.brightness = float(frame.to_ndarray(format="gray").mean())

    def _hear(self, frame: Any) -> None:
        self.audio_frames += 1
        self.loudness = float(np.abs(frame.to_ndarray()).mean())


class _Nowhere:
    def sendto(self, datagram: bytes, address: object) -> None:
        pass


class Plain(VideoStreamTrack):
    def __init__(self, brightness: int) -> None:
        super().__init__()
        self._brightness = brightness
        self.count = 0
        self._started = time.monotonic()

    async def recv(self) -> av.VideoFrame:
        due = self._started + self.count / FRAMES_PER_S
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        picture = np.full((HEIGHT, WIDTH, 3), self._brightness, np.uint8)
        picture[:, self.count % WIDTH] = 255 - self._brightness
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        frame.pts, frame.time_base = self.count, fractions.Fraction(1, FRAMES_PER_S)
        self.count += 1
        return frame


class Tone(AudioStreamTrack):
    def __init__(self) -> None:
        super().__init__()
        self._position = 0
        self._started = time.monotonic()

    async def recv(self) -> av.AudioFrame:
        due = self._started + self._position / 48_000
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        phase = (self._position + np.arange(960)) * (2 * np.pi * 440 / 48_000)
        samples = (np.sin(phase) * 8000).astype(np.int16)[None, :]
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate, frame.pts = 48_000, self._position
        frame.time_base = fractions.Fraction(1, 48_000)
        self._position += 960
        return frame


async def _drain(track: MediaStreamTrack, look: Any) -> None:
    with contextlib.suppress(MediaStreamError):
        while True:
            look(await track.recv())
