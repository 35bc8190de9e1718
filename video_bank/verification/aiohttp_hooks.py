"""The ports of `hooks.py` as signed webhooks: JSON by POST to an address of the bank's.

`Video-Bank-Signature: t=1700000000,v1=…` holds the seconds UTC and the HMAC-SHA256, in hex, of
`{t}.{body}` under the shared secret. Whoever receives it compares the signature, and refuses what
is older than five minutes.
"""

import asyncio
import hashlib
import hmac
from typing import Final, Self, TypeVar

import aiohttp
import msgspec

from video_bank.clock import Clock
from video_bank.errors import UnavailableError
from video_bank.verification.hooks import CodeOrder, Question, RegistryAnswer, RiskAnswer

SIGNATURE: Final = "Video-Bank-Signature"
ANSWER_WITHIN_S: Final = 3.0
_LONGEST_ANSWER: Final = 64 * 1024
_Answer = TypeVar("_Answer", bound=msgspec.Struct)


def sign(secret: bytes, at: int, body: bytes) -> str:
    """Return the header's value."""
    digest = hmac.new(secret, b"%d." % at + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


class Webhook:
    """One address; a context, for its connections."""

    def __init__(self, url: str, secret: bytes, clock: Clock) -> None:
        self._url = url
        self._secret = secret
        self._clock = clock
        self._http: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_WITHIN_S))
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._http is not None:
            await self._http.close()

    async def post(self, message: msgspec.Struct) -> bytes:
        """Return the answer's body; raise UnavailableError, also for any status but 2xx."""
        if self._http is None:
            raise UnavailableError
        body = msgspec.json.encode(message)
        headers = {
            "Content-Type": "application/json",
            SIGNATURE: sign(self._secret, int(self._clock.now()), body),
        }
        try:
            async with self._http.post(
                self._url, data=body, headers=headers, allow_redirects=False
            ) as response:
                if not 200 <= response.status < 300:
                    raise UnavailableError
                return await _read(response)
        except (aiohttp.ClientError, TimeoutError) as error:
            # Nothing of the request may be in what is logged of this.
            raise UnavailableError from None if isinstance(message, CodeOrder) else error

    async def ask(self, message: msgspec.Struct, kind: type[_Answer]) -> _Answer:
        try:
            return msgspec.json.decode(await self.post(message), type=kind)
        except msgspec.MsgspecError as error:
            raise UnavailableError from error


class WebhookOtpSender:
    def __init__(self, webhook: Webhook) -> None:
        self._webhook = webhook

    async def send(self, order: CodeOrder) -> None:
        await self._webhook.post(order)


class WebhookRegistry:
    def __init__(self, webhook: Webhook) -> None:
        self._webhook = webhook

    async def ask(self, question: Question) -> RegistryAnswer:
        return await self._webhook.ask(question, RegistryAnswer)


class WebhookRiskEngine:
    def __init__(self, webhook: Webhook) -> None:
        self._webhook = webhook

    async def ask(self, question: Question) -> RiskAnswer:
        return await self._webhook.ask(question, RiskAnswer)


async def _read(response: aiohttp.ClientResponse) -> bytes:
    try:
        body = await response.content.readexactly(_LONGEST_ANSWER + 1)
    except asyncio.IncompleteReadError as whole:
        return whole.partial
    raise aiohttp.ClientPayloadError(f"more than {_LONGEST_ANSWER} bytes, {len(body)} read")
