"""A bucket with Object Lock: what is put there can be deleted or replaced by nobody for some time.

Each object is put as always, then its version is retained in compliance mode, which not even the
bucket's owner takes back. https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectRetention.html
"""

import base64
import hashlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Final, Self

import aiohttp

from video_bank.clock import Clock
from video_bank.errors import UnavailableError
from video_bank.vault.aws_signature import AwsSigner, Credentials
from video_bank.vault.storage_url import StoragePlace
from video_bank.vault.vault import Vault

_ANSWER_WITHIN: Final = aiohttp.ClientTimeout(total=20)
_BODY: Final = (
    '<Retention xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
    "<Mode>COMPLIANCE</Mode><RetainUntilDate>{until}</RetainUntilDate></Retention>"
)


class LockedVault:
    """A `Vault` whose objects are retained for `keep_s` seconds from when they are put."""

    def __init__(
        self, vault: Vault, place: StoragePlace, who: Credentials, keep_s: float, clock: Clock
    ) -> None:
        region = place.region or "us-east-1"
        endpoint = place.endpoint or f"https://s3.{region}.amazonaws.com"
        self._base = "/".join(filter(None, (endpoint.rstrip("/"), place.bucket, place.prefix)))
        self._vault = vault
        self._signer = AwsSigner(who, region, "s3")
        self._keep_s = keep_s
        self._clock = clock
        self._http: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._http = aiohttp.ClientSession(timeout=_ANSWER_WITHIN)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._http is not None:
            await self._http.close()

    async def put(self, name: str, content: AsyncIterator[bytes] | bytes) -> None:
        """Put and retain; raise UnavailableError also where the bucket knows no Object Lock."""
        await self._vault.put(name, content)
        await self._retain(name)

    async def get(self, name: str, start: int, end: int) -> bytes:
        return await self._vault.get(name, start, end)

    async def size(self, name: str) -> int:
        return await self._vault.size(name)

    async def delete(self, name: str) -> None:
        """Hide the object; what is retained stays, unreadable without its key, until its time."""
        await self._vault.delete(name)

    async def names(self, prefix: str) -> list[str]:
        return await self._vault.names(prefix)

    async def _retain(self, name: str) -> None:
        if self._http is None:
            raise UnavailableError
        until = datetime.fromtimestamp(self._clock.now() + self._keep_s, UTC)
        body = _BODY.format(until=until.strftime("%Y-%m-%dT%H:%M:%SZ")).encode()
        url = f"{self._base}/{name}?retention="
        digest = hashlib.md5(body, usedforsecurity=False).digest()  # S3 asks for it
        headers = {
            "Content-MD5": base64.b64encode(digest).decode(),
            "Content-Type": "application/xml",
        }
        signed = self._signer.sign("PUT", url, headers, body, self._clock.now())
        try:
            async with self._http.put(url, data=body, headers=signed) as response:
                if response.status != 200:
                    raise UnavailableError
        except (aiohttp.ClientError, TimeoutError) as error:
            raise UnavailableError from error
