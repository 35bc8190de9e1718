"""Who is asking: cookies of browsers, keys of the bank's systems, and from which site."""

from collections.abc import Awaitable, Callable, Collection, Iterator
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from aiohttp import hdrs, web

from signaling.errors import ForeignOriginError, HandedOverError, NotSignedInError
from signaling.keys import DESK, LOOKS, SETTINGS
from video_bank.caller import Caller, Role
from video_bank.errors import ForbiddenError
from video_bank.ids import GuestId, SessionId

SEAT_COOKIE: Final = "vb_seat"
GUEST_COOKIE: Final = "vb_guest"
STAFF_COOKIE: Final = "vb_staff"
SEAT_S: Final = 24 * 3600
GUEST_S: Final = 6 * 3600
STAFF_S: Final = 12 * 3600  # NIST SP 800-63B: sign in anew after twelve hours
STAFF: Final = frozenset({Role.AGENT, Role.SUPERVISOR, Role.AUDITOR, Role.ADMIN})
_SEAT: Final = frozenset({Role.CUSTOMER})
_GUEST: Final = frozenset({Role.GUEST})
_COOKIES: Final = ((SEAT_COOKIE, _SEAT), (GUEST_COOKIE, _GUEST), (STAFF_COOKIE, STAFF))
_PROGRAM: Final = frozenset({Role.BANK_SYSTEM})
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_READING: Final = frozenset({hdrs.METH_GET, hdrs.METH_HEAD, hdrs.METH_OPTIONS})


async def identify(request: web.Request, allowed: Collection[Role]) -> Caller:
    """Return the caller; one browser may hold a seat and a sign-in, then the allowed one counts.

    Raise NotSignedInError without a valid credential, ForbiddenError with only wrong roles,
    HandedOverError when the seat is at another device by now.
    """
    is_known = False
    for credential in _credentials(request):
        caller = await credential.find()
        if caller is not None and caller.role in allowed:
            return caller
        is_known = is_known or caller is not None
    if Role.CUSTOMER in allowed and await _is_handed_over(request):
        raise HandedOverError
    raise ForbiddenError if is_known else NotSignedInError


async def find_anybody(request: web.Request) -> Caller | None:
    """Return whoever the request is known to come from, whatever they may do."""
    for credential in _credentials(request):
        if caller := await credential.find():
            return caller
    return None


async def find_seat(request: web.Request) -> SessionId | None:
    """Return the session that this browser has a seat in."""
    caller = await _find_holder(request, _SEAT)
    return caller.session_id if caller is not None else None


async def find_guest(request: web.Request) -> GuestId | None:
    """Return the guest that this browser was let in as."""
    caller = await _find_holder(request, _GUEST)
    return caller.guest_id if caller is not None else None


def check_origin(request: web.Request) -> None:
    """Raise ForeignOriginError when a page of another site could be behind the request.

    A browser names the origin with every WebSocket and every request that changes something; a
    request without one is a program's, and may not use a browser's cookies.
    """
    is_socket = request.headers.get(hdrs.UPGRADE, "").lower() == "websocket"
    if request.method in _READING and not is_socket:
        return
    origin = request.headers.get(hdrs.ORIGIN)
    has_cookies = any(cookie in request.cookies for cookie, _ in _COOKIES)
    if origin is None and not is_socket and not has_cookies:
        return
    if origin is None or origin not in _own_origins(request):
        raise ForeignOriginError


def set_credential(
    request: web.Request, response: web.StreamResponse, cookie: str, token: str, life_s: int
) -> None:
    """Give the browser a credential that no script can read and no other site can use."""
    response.set_cookie(
        cookie,
        token,
        max_age=life_s,
        path="/",
        httponly=True,
        samesite="Strict",
        secure=request.app[SETTINGS].effective_public_url.startswith("https://"),
    )


class _Credential(NamedTuple):
    """A secret that came with a request, who knows it, and the roles that it can stand for."""

    secret: str
    look_up: Callable[[str], Awaitable[Caller | None]]
    roles: frozenset[Role]

    async def find(self) -> Caller | None:
        caller = await self.look_up(self.secret)
        return caller if caller is not None and caller.role in self.roles else None


async def _find_holder(request: web.Request, roles: frozenset[Role]) -> Caller | None:
    """Return whom the credential for just these roles stands for."""
    for credential in _credentials(request):
        caller = await credential.find() if credential.roles is roles else None
        if caller is not None:
            return caller
    return None


def _credentials(request: web.Request) -> Iterator[_Credential]:
    for cookie, roles in _COOKIES:
        if token := request.cookies.get(cookie):
            yield _Credential(token, request.app[LOOKS].caller, roles)
    scheme, _, key = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
    if scheme.lower() == "bearer":
        yield _Credential(key.strip(), request.app[DESK].access.find_api_key, _PROGRAM)


async def _is_handed_over(request: web.Request) -> bool:
    token = request.cookies.get(SEAT_COOKIE)
    return token is not None and await request.app[DESK].access.is_handed_over(token)


def _own_origins(request: web.Request) -> set[str]:
    url = urlsplit(request.app[SETTINGS].effective_public_url)
    origins = {f"{url.scheme}://{url.netloc}"}
    # One machine answers to several names of itself. The name must be a loopback's: with any
    # other, a foreign name that was made to resolve to us would count as our own.
    if urlsplit(f"//{request.host}").hostname in _LOOPBACK:
        origins.add(f"{request.scheme}://{request.host}")
    return origins
