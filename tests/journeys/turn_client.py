"""A TURN client that asks for what it should not get."""

import asyncio
import ssl
from typing import Any, Final

from aioice import stun
from aioice.turn import TurnClientProtocol, TurnClientTcpProtocol, TurnClientUdpProtocol

from video_bank.media.turn import IceServer

Address = tuple[str, int]

_FAMILY: Final = "REQUESTED-ADDRESS-FAMILY"  # RFC 8656 §18.9; aioice never asks for IPv6
_IPV6: Final = 0x02 << 24
_ALLOCATION: Final = 600
_REBIND_S: Final = 500
_ANSWER_WITHIN_S: Final = 5.0


class Echo(asyncio.DatagramProtocol):
    """A peer that sends back what it gets, as a media node answers checks."""

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: Any) -> None:
        self._transport.sendto(data, addr)


class _Ear(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.heard: asyncio.Queue[tuple[bytes, Address]] = asyncio.Queue()

    def datagram_received(self, data: bytes, addr: Any) -> None:
        self.heard.put_nowait((data, addr))


class TurnClient:
    """One client with one allocation; `open` makes it."""

    def __init__(self, protocol: TurnClientProtocol) -> None:
        self._protocol = protocol
        self._ear = _Ear()
        protocol.receiver = self._ear
        self._channel = 0x4000

    @classmethod
    async def open(
        cls, way: str, server: Address, credential: IceServer | None, *, is_ipv6: bool = False
    ) -> "TurnClient":
        """Raise stun.TransactionFailed when the server refuses."""
        protocol = await _connect(way, server, credential)
        request = _request(stun.Method.ALLOCATE, LIFETIME=_ALLOCATION)
        request.attributes["REQUESTED-TRANSPORT"] = 17 << 24  # UDP
        if is_ipv6:
            stun.ATTRIBUTES_BY_NAME[_FAMILY] = (
                0x0017,
                _FAMILY,
                stun.pack_unsigned,
                stun.unpack_unsigned,
            )
            request.attributes[_FAMILY] = _IPV6
        try:
            await protocol.request_with_retry(request)
        except stun.TransactionFailed:
            protocol.transport.close()
            raise
        return cls(protocol)

    async def refresh(self, life_s: int = _ALLOCATION) -> None:
        await self._protocol.request_with_retry(_request(stun.Method.REFRESH, LIFETIME=life_s))

    async def bind(self, peer: Address) -> None:
        self._channel += 1
        await self._protocol.channel_bind(self._channel, peer)

    async def echo(self, peer: Address) -> bytes:
        """Return what comes back from the peer."""
        await self._protocol.send_data(b"are you there?", peer)
        data, address = await asyncio.wait_for(self._ear.heard.get(), _ANSWER_WITHIN_S)
        assert address == peer
        return data

    async def close(self) -> None:
        await self.refresh(0)
        self._protocol.transport.close()


def _request(method: stun.Method, **attributes: int) -> stun.Message:
    return stun.Message(method, stun.Class.REQUEST, attributes=dict(attributes))


async def _connect(way: str, server: Address, credential: IceServer | None) -> TurnClientProtocol:
    username, password = (
        (credential.username, credential.credential) if credential else (None, None)
    )
    loop = asyncio.get_running_loop()
    if way == "udp":
        _, by_udp = await loop.create_datagram_endpoint(
            lambda: TurnClientUdpProtocol(server, username, password, _ALLOCATION, _REBIND_S),
            remote_addr=server,
        )
        return by_udp
    context = None
    if way == "tls":
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    _, by_tcp = await loop.create_connection(
        lambda: TurnClientTcpProtocol(server, username, password, _ALLOCATION, _REBIND_S),
        *server,
        ssl=context,
    )
    return by_tcp
