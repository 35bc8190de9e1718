"""The pages' side of `bench signaling`, a process of its own: `python -m … URL FILE-OF-COOKIES`.

It visits with a few pages and says so; after a line on its input it opens every socket and says how
many there are; after another one it speaks, says how long answers took, and ends.
"""

import asyncio
import json
import random
import resource
import statistics
import sys
import time
from pathlib import Path
from typing import Final

import aiohttp

from signaling.auth import SEAT_COOKIE

MESSAGES_PER_S: Final = 200
SECONDS: Final = 20.0
AT_ONCE: Final = 32
VISITORS: Final = 100
SETTLE_S: Final = 35.0  # sessions that somebody came to rest again, and are hosted no more
_ANSWER_WITHIN_S: Final = 30.0


class Page:
    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._pongs: asyncio.Queue[float] = asyncio.Queue()
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for frame in self._socket:
            if frame.type is aiohttp.WSMsgType.TEXT and '"pong"' in frame.data:
                self._pongs.put_nowait(time.monotonic())

    async def close(self) -> None:
        await self._socket.close()
        await self._reading

    @property
    def is_closed(self) -> bool:
        """Say whether the server has sent the page away: then it answers nothing any more."""
        return self._reading.done()

    async def ask(self) -> float:
        """Return the milliseconds from a ping to its answer."""
        begun = time.monotonic()
        await self._socket.send_str('{"type":"ping"}')
        async with asyncio.timeout(_ANSWER_WITHIN_S):
            return (await self._pongs.get() - begun) * 1000


async def play(url: str, tokens: list[str]) -> None:
    connector = aiohttp.TCPConnector(limit=0)
    jar = aiohttp.DummyCookieJar()
    async with aiohttp.ClientSession(url, connector=connector, cookie_jar=jar) as http:
        visit = await _open(http, url, tokens[:VISITORS])
        for page in visit:
            await page.close()
        _say({"visitors": float(len(visit))})
        await asyncio.to_thread(sys.stdin.readline)
        begun = time.monotonic()
        pages = await _open(http, url, tokens)
        took_s = time.monotonic() - begun
        await asyncio.sleep(SETTLE_S)
        _say({"sockets": float(len(pages)), "opened_per_s": len(pages) / took_s})
        await asyncio.to_thread(sys.stdin.readline)
        _say(await _speak(pages))


async def _open(http: aiohttp.ClientSession, url: str, tokens: list[str]) -> list[Page]:
    pages: list[Page] = []
    free = asyncio.Semaphore(AT_ONCE)

    async def open_one(token: str) -> None:
        headers = {"Origin": url, "Cookie": f"{SEAT_COOKIE}={token}"}
        async with free:
            socket = await http.ws_connect("/ws/customer", headers=headers)
            await socket.send_str('{"type":"hello"}')
            await socket.receive_str()
            pages.append(Page(socket))

    await asyncio.gather(*map(open_one, tokens), return_exceptions=True)
    return pages


async def _speak(pages: list[Page]) -> dict[str, float]:
    chance = random.Random(1)
    begun, asked = time.monotonic(), list[asyncio.Task[float]]()
    for number in range(int(SECONDS * MESSAGES_PER_S)):
        await asyncio.sleep(max(0.0, begun + number / MESSAGES_PER_S - time.monotonic()))
        asked.append(asyncio.create_task(chance.choice(pages).ask()))
    answers = await asyncio.gather(*asked, return_exceptions=True)
    rate = len(asked) / (time.monotonic() - begun)
    took_ms = [each for each in answers if isinstance(each, float)]
    return {
        "messages_per_s": rate,
        "p50_ms": statistics.median(took_ms),
        "p99_ms": statistics.quantiles(took_ms, n=100)[98],
        "unanswered": float(len(answers) - len(took_ms)),
        "closed": float(sum(page.is_closed for page in pages)),
    }


def _say(figures: dict[str, float]) -> None:
    print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    asyncio.run(play(sys.argv[1], json.loads(Path(sys.argv[2]).read_text())))
