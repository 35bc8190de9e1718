"""AWS Signature Version 4 of one HTTP request (pure).

https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
"""

import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from video_bank.errors import SetupError

_ALGORITHM: Final = "AWS4-HMAC-SHA256"


class Credentials(NamedTuple):
    access_key_id: str
    secret_access_key: str
    session_token: str | None = None


@dataclass(frozen=True)
class AwsSigner:
    """Signs requests to one service in one region."""

    who: Credentials
    region: str
    service: str

    def sign(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes, now: float
    ) -> dict[str, str]:
        """Return the headers to send, the signature among them; `url` is encoded."""
        parts = urlsplit(url)
        at = datetime.fromtimestamp(now, UTC).strftime("%Y%m%dT%H%M%SZ")
        digest = hashlib.sha256(body).hexdigest()
        signed = {
            **{name.lower(): value.strip() for name, value in headers.items()},
            "host": parts.netloc,
            "x-amz-content-sha256": digest,
            "x-amz-date": at,
        }
        if self.who.session_token:
            signed["x-amz-security-token"] = self.who.session_token
        names = ";".join(sorted(signed))
        lines = (
            method,
            parts.path or "/",
            _canonical_query(parts.query),
            *(f"{name}:{signed[name]}" for name in sorted(signed)),
            "",
            names,
            digest,
        )
        hashed = hashlib.sha256("\n".join(lines).encode()).hexdigest()
        where = f"{at[:8]}/{self.region}/{self.service}/aws4_request"
        text = "\n".join((_ALGORITHM, at, where, hashed))
        signature = hmac.new(self._key_of(at[:8]), text.encode(), hashlib.sha256).hexdigest()
        signed["authorization"] = (
            f"{_ALGORITHM} Credential={self.who.access_key_id}/{where}, "
            f"SignedHeaders={names}, Signature={signature}"
        )
        return signed

    def _key_of(self, day: str) -> bytes:
        key = f"AWS4{self.who.secret_access_key}".encode()
        for word in (day, self.region, self.service, "aws4_request"):
            key = hmac.new(key, word.encode(), hashlib.sha256).digest()
        return key


def read_credentials(environment: Mapping[str, str] = os.environ) -> Credentials:
    """Raise SetupError, naming what is missing."""
    try:
        return Credentials(
            environment["AWS_ACCESS_KEY_ID"],
            environment["AWS_SECRET_ACCESS_KEY"],
            environment.get("AWS_SESSION_TOKEN"),
        )
    except KeyError as missing:
        raise SetupError(f"{missing.args[0]} is missing in the environment.") from None


def _canonical_query(query: str) -> str:
    words = sorted(word if "=" in word else f"{word}=" for word in query.split("&") if word)
    return "&".join(words)
