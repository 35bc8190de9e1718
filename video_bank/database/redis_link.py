"""One process's link to Redis: scripts, streams and leases, with the waits that a restart needs."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

import redis.asyncio as redis
from redis import exceptions
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import Sentinel
from redis.backoff import ExponentialBackoff

from video_bank.errors import UnavailableError
from video_bank.ids import SessionId

# A restarted server is back within a second; the retries bridge about four.
_RETRIES: Final = 12
_ANSWER_WITHIN_S: Final = 5.0
_GIVE_UP_AFTER_S: Final = 10.0  # a server that hangs refuses nothing: no retry would end the wait
_LONGEST_WAIT_MS: Final = 2_000
_CONNECTIONS: Final = 64
STREAM_LENGTH: Final = 2_000
_SENTINELS: Final = "sentinel://"


class RedisLink:
    """Raises UnavailableError where the server does not come back in time.

    `url`: redis://…, unix://…, or sentinel://host:port,host:port/service: whoever is the master.
    """

    def __init__(self, url: str) -> None:
        self._scripts: dict[str, Any] = {}
        self._client, self._sentinels = _open(url)
        self._turns = asyncio.Semaphore(_CONNECTIONS)

    @property
    def client(self) -> redis.Redis:
        """Return the plain client; its errors are Redis' own outside `reach()`."""
        return self._client

    @asynccontextmanager
    async def reach(self) -> AsyncIterator[redis.Redis]:
        """Lend the plain client; what it raises inside becomes UnavailableError.

        Whoever comes when every connection is in use waits for one.
        """
        task = asyncio.current_task()
        asked_before = task.cancelling() if task else 0
        try:
            # The client's own pool does not wait: at its limit it fails the call.
            async with asyncio.timeout(_GIVE_UP_AFTER_S), self._turns:
                yield self._client
        except (exceptions.RedisError, TimeoutError) as error:
            raise UnavailableError from error
        # The client sends within wait_for, which in Python 3.11 may swallow a cancellation.
        if task and task.cancelling() > asked_before:
            raise asyncio.CancelledError

    async def append(self, stream: str, payload: bytes) -> str:
        """Add an entry to a stream and return its id."""
        async with self.reach() as client:
            entry_id = await client.xadd(
                stream, {"p": payload}, maxlen=STREAM_LENGTH, approximate=True
            )
        return _text(entry_id)

    async def read(
        self, after: Mapping[str, str], wait_ms: int | None = None
    ) -> list[tuple[str, str, bytes]]:
        """Return (stream, entry id, payload) of all entries after the given ids, in order.

        With `wait_ms` it waits that long, at most two seconds, for a first entry and returns an
        empty list otherwise.
        """
        places: dict[Any, Any] = dict(after)
        block = None if wait_ms is None else min(wait_ms, _LONGEST_WAIT_MS)
        async with self.reach() as client:
            found: Any = await client.xread(places, block=block, count=256)
        return [
            (_text(stream), _text(entry_id), fields[b"p"])
            for stream, entries in found
            for entry_id, fields in entries
        ]

    async def run_script(self, text: str, *arguments: str | bytes) -> Any:
        """Run a Lua script whole or not at all; a server that forgot it is told it again.

        The client asks again when the connection breaks: a script has to bear running twice.
        """
        script = self._scripts.get(text)
        if script is None:
            script = self._scripts[text] = self._client.register_script(text)
        async with self.reach():
            return await script(args=arguments)

    async def close(self) -> None:
        await self._client.aclose()
        for sentinel in self._sentinels:
            await sentinel.aclose()


def inbox_stream(session_id: SessionId) -> str:
    """Where everything that concerns one session arrives, for its host."""
    return f"session:{session_id}:inbox"


def command_stream(node_id: str) -> str:
    return f"node:{node_id}:commands"


def _open(url: str) -> tuple[redis.Redis, Sequence[redis.Redis]]:
    """Return the client, and those by which it asks who the master is."""
    options: dict[str, Any] = {
        "protocol": 2,  # streams come as plain lists, from every server version alike
        "driver_info": None,  # else each connection looks up the package's version on disk
        "max_connections": _CONNECTIONS,
        "retry": Retry(ExponentialBackoff(cap=0.5, base=0.02), _RETRIES),
        "retry_on_error": [
            exceptions.ConnectionError,
            exceptions.TimeoutError,
            exceptions.BusyLoadingError,
            exceptions.ReadOnlyError,  # the master of a moment ago
        ],
        "socket_connect_timeout": 2,
        "socket_timeout": _ANSWER_WITHIN_S,
    }
    if not url.startswith(_SENTINELS):
        client: redis.Redis = redis.Redis.from_url(url, **options)
        return client, ()
    hosts, _, service = url.removeprefix(_SENTINELS).partition("/")
    sentinels = [
        (host.rpartition(":")[0], int(host.rpartition(":")[2])) for host in hosts.split(",")
    ]
    asked_within = {"socket_connect_timeout": 1, "socket_timeout": 1, "driver_info": None}
    watch: Any = Sentinel(sentinels, sentinel_kwargs=asked_within)  # type: ignore[no-untyped-call]
    return watch.master_for(service, **options), watch.sentinels


def _text(found: Any) -> str:
    return found.decode() if isinstance(found, bytes) else str(found)
