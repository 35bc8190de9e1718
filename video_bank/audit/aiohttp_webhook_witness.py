"""The second place as somebody else's HTTP server: each checkpoint has an address there.

`PUT {url}/{number}` keeps the JSON: 2xx, also when it is the same again; 409 when it has another
one of that number. `GET {url}/{number}` gives it back: 200 or 404.
"""

from typing import Final, Self

import aiohttp

from video_bank.audit.checkpoint import Checkpoint, decode, encode
from video_bank.audit.witness import WitnessRefusedError
from video_bank.errors import UnavailableError

_ANSWER_WITHIN: Final = aiohttp.ClientTimeout(total=10)


class WebhookWitness:
    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._http: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._http = aiohttp.ClientSession(timeout=_ANSWER_WITHIN)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._http is not None:
            await self._http.close()

    async def put(self, checkpoint: Checkpoint) -> None:
        status, _ = await self._ask("PUT", checkpoint.number, encode(checkpoint))
        if status == 409:
            raise WitnessRefusedError
        if not 200 <= status < 300:
            raise UnavailableError

    async def find(self, number: int) -> Checkpoint | None:
        status, body = await self._ask("GET", number, None)
        if status == 404:
            return None
        if status != 200:
            raise UnavailableError
        if (checkpoint := decode(body)) is None:
            raise WitnessRefusedError
        return checkpoint

    async def _ask(self, method: str, number: int, body: bytes | None) -> tuple[int, bytes]:
        if self._http is None:
            raise UnavailableError
        headers = {"Content-Type": "application/json"} if body else {}
        try:
            url = f"{self._url}/{number}"
            async with self._http.request(method, url, data=body, headers=headers) as response:
                return response.status, await response.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise UnavailableError from error
