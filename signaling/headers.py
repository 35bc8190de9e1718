"""Headers that every answer carries: what a page of ours may load, and from where."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

FIXED: Final = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
PERMISSIONS: Final = "Permissions-Policy"
_ALLOWED: Final = "camera=(self), microphone=(self), geolocation={geolocation}, payment=(), usb=()"
_ONE_YEAR_S: Final = 31_536_000


def content_security_policy(public_url: str) -> str:
    """Return the policy for pages at `public_url`: own files only, nothing inline."""
    url = urlsplit(public_url)
    # 'self' covers WebSockets in CSP 3; Safari before 15.4 wants them named.
    socket = f"{'wss' if url.scheme == 'https' else 'ws'}://{url.netloc}"
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "media-src 'self' blob:",
            f"connect-src 'self' {socket}",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )


def permissions_policy(*, is_location_asked: bool) -> str:
    """Return what a page may ask of the browser; only a customer is asked where the device is."""
    return _ALLOWED.format(geolocation="(self)" if is_location_asked else "()")


def make_header_signal(
    public_url: str,
) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """Return a signal that completes every response just before its headers leave.

    What they say of a page means nothing to a WebSocket.
    """
    usual = permissions_policy(is_location_asked=False)
    fixed = {**FIXED, "Content-Security-Policy": content_security_policy(public_url)}
    if public_url.startswith("https://"):
        fixed["Strict-Transport-Security"] = f"max-age={_ONE_YEAR_S}"

    async def complete_headers(_request: web.Request, response: web.StreamResponse) -> None:
        response.headers.popall("Server", None)
        if response.status != HTTPStatus.SWITCHING_PROTOCOLS:  # a socket keeps them as it lives
            response.headers.update(fixed)
            response.headers.setdefault("Cache-Control", "no-store")
            response.headers.setdefault(PERMISSIONS, usual)

    return complete_headers
