"""A script as a file: YAML, and the bank's signature as its last line (pure).

The last line is a comment to YAML: `# signed ed25519 PUBLIC_KEY SIGNATURE`, both in hex. The
signature covers `video bank script\n` and every byte before that line, so comments and blanks
count as well. The format itself is `script.Script`; `examples/` shows it.
"""

import hashlib
import re
from typing import Final

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from video_bank.scripts.errors import (
    ScriptAlteredError,
    ScriptForeignError,
    ScriptMalformedError,
    ScriptUnsignedError,
)
from video_bank.scripts.script import LoadedScript, Script

LARGEST_BYTES: Final = 64 * 1024
_CONTEXT: Final = b"video bank script\n"
_SIGNED: Final = re.compile(rb"^# signed ed25519 ([0-9a-f]{64}) ([0-9a-f]{128})\n?\Z", re.MULTILINE)


def sign_script(content: bytes, key: Ed25519PrivateKey) -> bytes:
    """Return the file with the key's signature in place of any it had.

    Raise ScriptMalformedError: what is no script is not signed.
    """
    body = _body(content)
    read_script(body)
    public_key, signature = key.public_key().public_bytes_raw(), key.sign(_CONTEXT + body)
    return body + f"# signed ed25519 {public_key.hex()} {signature.hex()}\n".encode()


def open_script(content: bytes, trusted: bytes | None) -> LoadedScript:
    """Return the script of a file that carries the signature of `trusted` (a raw public key).

    Raise ScriptUnsignedError, ScriptForeignError, ScriptAlteredError or ScriptMalformedError.
    """
    found = _SIGNED.search(content)
    if found is None:
        raise ScriptUnsignedError
    signer, signature = (bytes.fromhex(part.decode()) for part in found.groups())
    if trusted is None or signer != trusted:
        raise ScriptForeignError
    body = content[: found.start()]
    try:
        Ed25519PublicKey.from_public_bytes(trusted).verify(signature, _CONTEXT + body)
    except (InvalidSignature, ValueError):
        raise ScriptAlteredError from None
    return LoadedScript(read_script(body), hashlib.sha256(body).hexdigest())


def read_script(body: bytes) -> Script:
    """Return what is written, signed or not; raise ScriptMalformedError."""
    if len(body) > LARGEST_BYTES:
        raise ScriptMalformedError("the file is too large")
    try:
        script = msgspec.yaml.decode(body, type=Script)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ScriptMalformedError(str(error)) from error
    names = [step.step for step in script.steps]
    if len(set(names)) < len(names):
        raise ScriptMalformedError("two steps have the same name")
    return script


def _body(content: bytes) -> bytes:
    found = _SIGNED.search(content)
    body = content[: found.start()] if found else content
    return body if body.endswith(b"\n") else body + b"\n"
