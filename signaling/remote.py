"""From where a request comes, as far as limits go."""

from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from aiohttp import web

from signaling.keys import SETTINGS

_FORWARDED: Final = "X-Forwarded-For"
_HOME: Final = 64  # bits of an IPv6 address that one household has to itself


def address_of(request: web.Request) -> str:
    """Return the browser's address, its network for IPv6; behind a proxy, as the proxy says.

    Only the last name in its header is the proxy's own; any before it the browser may have made.
    """
    said = request.remote or ""
    if request.app[SETTINGS].is_behind_proxy:
        said = ",".join(request.headers.getall(_FORWARDED, [said])).rpartition(",")[2].strip()
    try:
        found = ip_address(said)
    except ValueError:
        return said
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(ip_network((found, _HOME), strict=False))
    return said
