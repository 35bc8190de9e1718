"""The customer's phone in the demo: a webhook of its own that shows the codes it gets.

A bank sets VIDEO_BANK_OTP_URL to a system that sends text messages; this is the smallest one.
"""

import asyncio
import hmac
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import msgspec
from aiohttp import web

from video_bank.clock import Clock
from video_bank.verification.aiohttp_hooks import SIGNATURE, sign
from video_bank.verification.hooks import CodeOrder

_HOST: Final = "127.0.0.1"
_SECRET: Final = "hooks.key"  # noqa: S105 a file's name
_OLDEST_S: Final = 300.0


@asynccontextmanager
async def open_phone(
    key_dir: Path, clock: Clock, show: Callable[[str], None]
) -> AsyncIterator[Mapping[str, str]]:
    """Show each code until left; yield the environment of whoever is to send some."""
    secret = secrets.token_hex(32)
    secret_file = await asyncio.to_thread(_write_secret, key_dir, secret)

    async def take(request: web.Request) -> web.Response:
        body = await request.read()
        if not is_ours(secret.encode(), request.headers.get(SIGNATURE, ""), body, clock.now()):
            return web.Response(status=403)
        show(msgspec.json.decode(body, type=CodeOrder).code)
        return web.Response(status=204)

    app = web.Application()
    app.router.add_post("/", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, _HOST, 0)
        await site.start()
        port = runner.addresses[0][1]
        yield {
            "VIDEO_BANK_OTP_URL": f"http://{_HOST}:{port}/",
            "VIDEO_BANK_HOOK_SECRET_FILE": str(secret_file.absolute()),
        }
    finally:
        await runner.cleanup()


def _write_secret(key_dir: Path, secret: str) -> Path:
    key_dir.mkdir(parents=True, exist_ok=True)
    secret_file = key_dir / _SECRET
    secret_file.touch(mode=0o600)
    secret_file.write_text(secret, encoding="ascii")
    return secret_file


def is_ours(secret: bytes, signature: str, body: bytes, now: float) -> bool:
    """Say whether a webhook's signature is right and fresh."""
    at = signature.partition(",")[0].removeprefix("t=")
    if not at.isdecimal() or abs(now - int(at)) > _OLDEST_S:
        return False
    return hmac.compare_digest(sign(secret, int(at), body), signature)
