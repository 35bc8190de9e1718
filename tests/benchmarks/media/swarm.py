"""Peers that send a packed clip and count what comes back: WebRTC by aiortc, nothing decoded."""

import asyncio
import ctypes
import secrets
import socket
import struct
import time
from dataclasses import dataclass, field
from typing import Any, Final

from aiortc import (
    AudioStreamTrack,
    RTCConfiguration,
    RTCPeerConnection,
    RTCRtpSender,
    RTCSessionDescription,
    VideoStreamTrack,
)

from tests.benchmarks.media.clip import SECONDS, ClipPacket, make_clip
from tests.eventually import eventually
from video_bank.media.forwarding import HEADER

_TICK_S: Final = 0.002
_LATE: Final = 3.0  # a packet of the lap before is not taken for this one's
_HAS_EXTENSION: Final = 0x10
_SO_ATTACH_FILTER: Final = 26
# Classic BPF over a UDP datagram: what begins with 0 to 3 is STUN (RFC 7983), the rest is dropped.
_CHECKS_ALONE: Final = b"".join(
    struct.pack("HBBI", *instruction)
    for instruction in (
        (0x30, 0, 0, 8),  # the byte behind the UDP header
        (0x25, 1, 0, 3),  # is it above 3?
        (0x06, 0, 0, 0xFFFFFFFF),
        (0x06, 0, 0, 0),
    )
)


@dataclass
class Counts:
    sent: int = 0
    received: int = 0
    delays_s: list[float] = field(default_factory=list)


class SwarmPeer:
    """One end of a call; `counts` begins anew whenever it is replaced."""

    def __init__(self) -> None:
        self.counts = Counts()
        self.other: SwarmPeer | None = None
        self.sent_at: dict[bytes, float] = {}
        self._pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._pc.addTrack(AudioStreamTrack())
        self._pc.addTrack(VideoStreamTrack())
        for transceiver in self._pc.getTransceivers():
            wanted = {"audio": "audio/opus", "video": "video/VP8"}[transceiver.kind]
            codecs = RTCRtpSender.getCapabilities(transceiver.kind).codecs
            transceiver.setCodecPreferences([each for each in codecs if each.mimeType == wanted])
            # Its own sender would encode; it stays silent and lends its SSRC.
            transceiver.sender.replaceTrack(None)
        self._sequences = {True: secrets.randbelow(1 << 15), False: secrets.randbelow(1 << 15)}

    async def offer(self) -> str:
        await self._pc.setLocalDescription(await self._pc.createOffer())
        return str(self._pc.localDescription.sdp)

    async def accept(self, answer: str) -> None:
        await self._pc.setRemoteDescription(RTCSessionDescription(answer, "answer"))

    async def answer(self, offer: str) -> str:
        await self._pc.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        await self._pc.setLocalDescription(await self._pc.createAnswer())
        return str(self._pc.localDescription.sdp)

    async def wait_until_connected(self) -> None:
        await eventually(lambda: self._pc.connectionState == "connected", 15, "not connected")
        self._dtls._handle_rtp_data = self._count  # in place of aiortc's own receivers
        self._protect = self._dtls._tx_srtp.protect
        self._sendto, self._address = self._pair.protocol.transport.sendto, self._pair.remote_addr
        self._streams = {
            kind == "video": (sender._ssrc, self._payload_type(kind))
            for kind, sender in self._senders()
        }

    def send(self, packet: ClipPacket, lap: int, now: float) -> None:
        ssrc, payload_type = self._streams[packet.is_video]
        sequence = self._sequences[packet.is_video] = (
            self._sequences[packet.is_video] + 1
        ) & 0xFFFF
        ticks = SECONDS * (90_000 if packet.is_video else 48_000)
        timestamp = (packet.timestamp + lap * ticks) & 0xFFFFFFFF
        second = payload_type | (0x80 if packet.is_last_of_frame else 0)
        header = HEADER.pack(0x80, second, sequence, timestamp, ssrc)
        self._sendto(self._protect(header + packet.payload), self._address)
        self.sent_at[packet.payload] = now
        self.counts.sent += 1

    def listen_to_checks_alone(self) -> None:
        """Have the system drop media before anybody is woken for it.

        Nor is consent asked for any more (RFC 7675): half a second is short where cores are busy.
        """
        self._dtls.transport._connection._query_consent_task.cancel()
        program = (ctypes.c_char * len(_CHECKS_ALONE)).from_buffer_copy(_CHECKS_ALONE)
        filters = struct.pack("HP", len(_CHECKS_ALONE) // 8, ctypes.addressof(program))
        sock = self._pair.protocol.transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, filters)

    async def close(self) -> None:
        await self._pc.close()

    @property
    def _dtls(self) -> Any:
        return self._pc.getSenders()[0].transport

    @property
    def _pair(self) -> Any:
        return self._dtls.transport._connection._nominated[1]

    def _senders(self) -> list[tuple[str, Any]]:
        return [(each.kind, each.sender) for each in self._pc.getTransceivers()]

    def _payload_type(self, kind: str) -> int:
        transceiver = next(each for each in self._pc.getTransceivers() if each.kind == kind)
        return int(transceiver._codecs[0].payloadType or 0)

    async def _count(self, data: bytes, arrival_time_ms: int) -> None:
        self.counts.received += 1
        if self.other is None:
            return
        start = 12
        if data[0] & _HAS_EXTENSION:
            start += 4 + 4 * int.from_bytes(data[14:16], "big")
        sent_at = self.other.sent_at.get(data[start:])
        if sent_at is not None and (delay := time.monotonic() - sent_at) < _LATE:
            self.counts.delays_s.append(delay)


async def send_clips(peers: list[SwarmPeer], seconds: float) -> None:
    """Let every peer send the clip for so long, each beginning at another moment of it."""
    clip = make_clip()
    begin = time.monotonic()
    places = [(len(clip) * number // len(peers)) for number in range(len(peers))]
    shifts = [clip[place].due_s for place in places]
    while (now := time.monotonic()) - begin < seconds:
        for number, peer in enumerate(peers):
            while True:
                lap, place = divmod(places[number], len(clip))
                packet = clip[place]
                if begin + lap * SECONDS + packet.due_s - shifts[number] > now:
                    break
                peer.send(packet, lap, now)
                places[number] += 1
        await asyncio.sleep(_TICK_S)
