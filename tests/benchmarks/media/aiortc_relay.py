"""Stock aiortc as a relay: offers come on stdin, answers go to stdout; two of them are a call."""

import asyncio
import json
import sys
from typing import TYPE_CHECKING, Any

from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription

if TYPE_CHECKING:
    from av import Packet
    from av.frame import Frame


class Through(MediaStreamTrack):
    """A track that gives what the other side's track gives, as soon as there is one."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind
        self._source: asyncio.Future[MediaStreamTrack] = asyncio.Future()

    def follow(self, track: MediaStreamTrack) -> None:
        self._source.set_result(track)

    async def recv(self) -> "Frame | Packet[Any]":
        return await (await self._source).recv()


class Side:
    def __init__(self) -> None:
        self.pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.sends = {kind: Through(kind) for kind in ("audio", "video")}

    async def answer(self, offer: str, other: "Side") -> str:
        self.pc.on("track", lambda track: other.sends[track.kind].follow(track))
        await self.pc.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        for track in self.sends.values():
            self.pc.addTrack(track)
        await self.pc.setLocalDescription(await self.pc.createAnswer())
        return str(self.pc.localDescription.sdp)


async def main() -> None:
    waiting: Side | None = None  # of the call whose second offer is still to come
    while line := await asyncio.to_thread(sys.stdin.readline):
        if waiting is None:
            side, other = Side(), Side()
            waiting = other
        else:
            side, other, waiting = waiting, side, None
        print(json.dumps(await side.answer(json.loads(line), other)), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
