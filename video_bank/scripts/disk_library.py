"""The bank's scripts as a folder of files: `{product}.yaml`."""

import asyncio
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from video_bank.scripts.errors import ScriptMalformedError
from video_bank.scripts.product import is_product
from video_bank.scripts.script import LoadedScript
from video_bank.scripts.script_file import open_script, sign_script
from video_bank.vault.secret_file import read_or_make_secret


class ScriptLibrary:
    """Read anew each time: a script that is put there or taken away counts at once.

    The desk needs the public key alone (`scripts.pub`); whoever signs has the private one.
    """

    def __init__(self, folder: Path, public_key: Path) -> None:
        self._folder = folder
        self._public_key = public_key

    async def find(self, product: str) -> LoadedScript | None:
        """Return the product's script, None where it has none.

        Raise ScriptUnsignedError, ScriptForeignError, ScriptAlteredError, ScriptMalformedError.
        """
        if not is_product(product):
            return None
        return await asyncio.to_thread(self._read, product)

    def _read(self, product: str) -> LoadedScript | None:
        try:
            content = (self._folder / f"{product}.yaml").read_bytes()
        except FileNotFoundError:
            return None
        loaded = open_script(content, read_public_key(self._public_key))
        if loaded.script.product != product:
            raise ScriptMalformedError("the file is named after another product")
        return loaded


def read_public_key(path: Path) -> bytes | None:
    """Return the raw key that the bank trusts; None where it has named none. Blocks."""
    try:
        return bytes.fromhex(path.read_text("ascii").strip())
    except (FileNotFoundError, ValueError):
        return None


def sign_file(path: Path, private_key: Path) -> LoadedScript:
    """Sign the file in place and return what it holds; the key is made at its first use. Blocks.

    The public key is written beside the private one. Raise ScriptMalformedError, SecretFileError.
    """
    key = Ed25519PrivateKey.from_private_bytes(read_or_make_secret(private_key))
    public_key = key.public_key().public_bytes_raw()
    private_key.with_suffix(".pub").write_text(f"{public_key.hex()}\n", "ascii")
    signed = sign_script(path.read_bytes(), key)
    draft = path.with_suffix(".draft")
    draft.write_bytes(signed)
    draft.replace(path)
    return open_script(signed, public_key)
