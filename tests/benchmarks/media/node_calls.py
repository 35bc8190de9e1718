"""Calls on a media node, ordered by Redis streams as a session host orders them."""

import asyncio
from typing import TypeVar

import msgspec

from tests.benchmarks.media.swarm import SwarmPeer
from video_bank.clock import SystemClock
from video_bank.database.redis_link import RedisLink, command_stream, inbox_stream
from video_bank.ids import NodeId, SessionId, new_session_id
from video_bank.media.commands import AttachLeg, CloseCall, LegName, MediaCommand, OpenCall
from video_bank.media.news import CallClosed, LegAnswered, MediaNews
from video_bank.vault.key_file import KeyFile

_News = TypeVar("_News", bound=msgspec.Struct)


class NodeCalls:
    def __init__(self, link: RedisLink, keys: KeyFile, node_id: NodeId) -> None:
        self._link, self._keys, self._node_id = link, keys, node_id

    async def begin(self, first: SwarmPeer, second: SwarmPeer) -> SessionId:
        """Bring two peers together in a call that is recorded."""
        session_id = new_session_id()
        wrapped_key = await self._keys.make_data_key(session_id)
        await self._tell(OpenCall(session_id, wrapped_key, SystemClock().now()))
        await self.join(session_id, LegName.CUSTOMER, first)
        await self.join(session_id, LegName.AGENT, second)
        return session_id

    async def join(self, session_id: SessionId, leg: LegName, peer: SwarmPeer) -> None:
        await self._tell(AttachLeg(session_id, leg, 1, await peer.offer()))
        await peer.accept(await self._answer_for(session_id, leg))

    async def hang_up(self, session_id: SessionId) -> None:
        """Return when the node has finished the journals."""
        await self._tell(CloseCall(session_id))
        await self._news_of(session_id, CallClosed)

    async def _tell(self, command: MediaCommand) -> None:
        await self._link.append(command_stream(self._node_id), msgspec.json.encode(command))

    async def _answer_for(self, session_id: SessionId, leg: LegName) -> str:
        answered = await self._news_of(session_id, LegAnswered, leg)
        return str(answered.answer_sdp)

    async def _news_of(
        self, session_id: SessionId, kind: type[_News], leg: LegName | None = None
    ) -> _News:
        """Return the first news of a kind, of a leg where one is named."""
        stream, place = inbox_stream(session_id), "0-0"
        async with asyncio.timeout(10):
            while True:
                for _, entry_id, payload in await self._link.read({stream: place}, wait_ms=500):
                    place = entry_id
                    news = msgspec.json.decode(payload, type=MediaNews)
                    if isinstance(news, kind) and leg in {None, getattr(news, "leg", None)}:
                        return news
