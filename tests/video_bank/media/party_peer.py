"""A peer that offers every line of a call, and tells what comes in on each."""

import asyncio
from typing import Any

import numpy as np
from aiortc import MediaStreamTrack, RTCRtpSender

from tests.video_bank.media.peers import Peer, Plain, _drain
from video_bank.media.leg import MediaKind
from video_bank.media.lines import MediaLine


class PartyPeer(Peer):
    """Its screen has a brightness of its own; it sends nothing of it before `show_screen`."""

    def __init__(self, brightness: int) -> None:
        super().__init__(brightness)
        self.seen: dict[MediaLine, float] = {}
        self.heard: dict[MediaLine, int] = {}
        vp8 = [
            each
            for each in RTCRtpSender.getCapabilities("video").codecs
            if each.mimeType == "video/VP8"
        ]
        for line in tuple(MediaLine)[2:]:
            direction = "sendrecv" if line is MediaLine.SCREEN else "recvonly"
            added = self.pc.addTransceiver(line.kind.value, direction=direction)
            if line.kind is MediaKind.VIDEO:
                added.setCodecPreferences(vp8)

    def show_screen(self, brightness: int) -> None:
        self.pc.getTransceivers()[MediaLine.SCREEN].sender.replaceTrack(Plain(brightness))

    def forget(self) -> None:
        """Look anew from here on."""
        self.seen.clear()
        self.heard.clear()

    def _watch(self, track: MediaStreamTrack) -> None:
        places = [each.receiver.track for each in self.pc.getTransceivers()]
        line = MediaLine(places.index(track))

        def look(frame: Any) -> None:
            if line.kind is MediaKind.VIDEO:
                self.seen[line] = float(frame.to_ndarray(format="gray").mean())
            elif float(np.abs(frame.to_ndarray()).mean()) > 100:
                self.heard[line] = self.heard.get(line, 0) + 1

        self._watchers.append(asyncio.create_task(_drain(track, look)))
