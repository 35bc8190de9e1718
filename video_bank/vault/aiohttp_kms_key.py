"""The master key in a KMS that speaks as AWS's does: it never leaves there.

A wrapped key is what the KMS calls a ciphertext blob; the session's id is its encryption context,
so that a key cannot be moved to another session, and the KMS's own log says whose key was asked
for. https://docs.aws.amazon.com/kms/latest/APIReference/
"""

import asyncio
import base64
from typing import Any, Final, Self
from urllib.parse import parse_qs, urlsplit

import aiohttp
import msgspec

from video_bank.clock import Clock
from video_bank.errors import SetupError, UnavailableError
from video_bank.ids import SessionId
from video_bank.vault.aws_signature import AwsSigner, Credentials
from video_bank.vault.errors import IntegrityError

_ANSWER_WITHIN: Final = aiohttp.ClientTimeout(total=10)
_ATTEMPTS: Final = 3
_PAUSE_S: Final = 0.2
_CONTEXT: Final = "video-bank-session"
# What the KMS says of a blob that is not one of its key's, or not this session's.
_NOT_OURS: Final = frozenset({"InvalidCiphertextException", "IncorrectKeyException"})


class KmsKey:
    """`url` is `https://kms.REGION.amazonaws.com?region=REGION&key=ALIAS_OR_ARN`."""

    def __init__(self, url: str, who: Credentials, clock: Clock) -> None:
        """Raise SetupError with a sentence for the operator."""
        parts = urlsplit(url)
        choices = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        if parts.scheme not in {"http", "https"} or not {"key", "region"} <= choices.keys():
            raise SetupError(
                "VIDEO_BANK_KMS_URL is no address of a KMS; it looks like "
                "https://kms.REGION.amazonaws.com?region=REGION&key=alias/NAME"
            )
        self._url = f"{parts.scheme}://{parts.netloc}/"
        self._signer = AwsSigner(who, choices["region"], "kms")
        self._key_id = choices["key"]
        self._clock = clock
        self._http: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._http = aiohttp.ClientSession(timeout=_ANSWER_WITHIN)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._http is not None:
            await self._http.close()

    async def make_data_key(self, session_id: SessionId) -> bytes:
        answer = await self._ask(
            "GenerateDataKeyWithoutPlaintext",
            {"KeyId": self._key_id, "KeySpec": "AES_256", "EncryptionContext": _of(session_id)},
        )
        return _bytes(answer, "CiphertextBlob")

    async def unwrap(self, session_id: SessionId, wrapped_key: bytes) -> bytes:
        if not wrapped_key:
            raise IntegrityError
        blob = base64.b64encode(wrapped_key).decode()
        answer = await self._ask(
            "Decrypt", {"CiphertextBlob": blob, "EncryptionContext": _of(session_id)}
        )
        return _bytes(answer, "Plaintext")

    async def rewrap(self, session_id: SessionId, wrapped_key: bytes) -> bytes:
        answer = await self._ask(
            "ReEncrypt",
            {
                "CiphertextBlob": base64.b64encode(wrapped_key).decode(),
                "SourceEncryptionContext": _of(session_id),
                "DestinationEncryptionContext": _of(session_id),
                "DestinationKeyId": self._key_id,
            },
        )
        return _bytes(answer, "CiphertextBlob")

    async def rotate(self) -> None:
        await self._ask("RotateKeyOnDemand", {"KeyId": self._key_id})

    async def _ask(self, action: str, question: dict[str, Any]) -> dict[str, Any]:
        """Raise IntegrityError for a blob that is not ours, else UnavailableError."""
        body = msgspec.json.encode(question)
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                status, answer = await self._post(action, body)
            except (aiohttp.ClientError, TimeoutError, msgspec.DecodeError):
                status, answer = 503, {}
            if status == 200:
                return answer
            if _error_of(answer) in _NOT_OURS:
                raise IntegrityError
            if status < 500:
                break  # nothing will be better the next time
            await asyncio.sleep(_PAUSE_S * attempt)
        raise UnavailableError

    async def _post(self, action: str, body: bytes) -> tuple[int, dict[str, Any]]:
        if self._http is None:
            raise UnavailableError
        headers = {
            "Content-Type": "application/x-amz-json-1.1",
            "X-Amz-Target": f"TrentService.{action}",
        }
        signed = self._signer.sign("POST", self._url, headers, body, self._clock.now())
        async with self._http.post(self._url, data=body, headers=signed) as response:
            answer = msgspec.json.decode(await response.read() or b"{}", type=dict[str, Any])
            return response.status, answer


def _of(session_id: SessionId) -> dict[str, str]:
    return {_CONTEXT: session_id}


def _bytes(answer: dict[str, Any], field: str) -> bytes:
    try:
        return base64.b64decode(answer[field], validate=True)
    except (KeyError, TypeError, ValueError):
        raise UnavailableError from None


def _error_of(answer: dict[str, Any]) -> str:
    return str(answer.get("__type", "")).rsplit("#", maxsplit=1)[-1]
