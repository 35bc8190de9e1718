import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from signaling.headers import make_header_signal


async def _answer(_: web.Request) -> web.Response:
    return web.Response(text="x")


@pytest.mark.parametrize(
    ("public_url", "socket"),
    [
        ("https://video.bank.example", "wss://video.bank.example"),
        ("http://[::1]:8", "ws://[::1]:8"),
    ],
)
async def test_a_page_may_load_its_own_files_only(public_url: str, socket: str) -> None:
    app = web.Application()
    app.router.add_get("/", _answer)
    app.on_response_prepare.append(make_header_signal(public_url))
    async with TestClient(TestServer(app)) as client:
        headers = (await client.get("/")).headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert f"connect-src 'self' {socket}" in policy
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert "camera=(self)" in headers["Permissions-Policy"]
    assert "Server" not in headers
    assert ("Strict-Transport-Security" in headers) == public_url.startswith("https")
