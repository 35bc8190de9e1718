"""The code that is sent to a customer's phone: drawn, and known again by its digest alone."""

import hashlib
import hmac
import secrets
from typing import Final

DIGITS: Final = 6


def draw_code() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def digest_code(data_key: bytes, check_id: str, code: str) -> str:
    """Return the digest under the session's key: without it a million guesses tell nothing."""
    said = f"one-time code\n{check_id}\n{code}".encode()
    return hmac.new(data_key, said, hashlib.sha256).hexdigest()
