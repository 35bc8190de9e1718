"""Short-lived credentials for the bank's TURN servers (draft-uberti-behave-turn-rest-00; pure).

The secret is known to the front desks and to the TURN servers (coturn: `use-auth-secret`); what
leaves is a user name that says until when it counts, and that name's HMAC.
"""

import base64
import hmac
import re
from typing import Final

import msgspec

LIFE_S: Final = 600.0  # to open an allocation; one that is open outlives its credential

_URL: Final = re.compile(  # RFC 7065: a browser refuses a whole connection for one bad URL
    r"turns?:([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?(\?transport=(udp|tcp))?", re.ASCII
)


class IceServer(msgspec.Struct, frozen=True):
    """One entry of a browser's `iceServers`; the URLs are ways to one and the same server."""

    urls: tuple[str, ...]
    username: str
    credential: str


class TurnServers:
    """The way through networks that let nothing else pass; without URLs there is none."""

    def __init__(self, urls: tuple[str, ...] = (), secret: str = "") -> None:
        """Raise ValueError, with a sentence, for a URL that no browser would take."""
        for url in urls:
            if not _URL.fullmatch(url):
                raise ValueError(f"{url} is no address of a TURN server")
        if urls and not secret:
            raise ValueError("the servers' secret is missing")
        self._urls = urls
        self._secret = secret

    def sign(self, participant: str, now: float) -> tuple[IceServer, ...]:
        """Return the servers with a credential for `participant`, good for `LIFE_S`."""
        if not self._urls:
            return ()
        username = f"{int(now + LIFE_S)}:{participant}"
        return (IceServer(self._urls, username, make_password(self._secret, username)),)


def make_password(secret: str, username: str) -> str:
    digest = hmac.digest(secret.encode(), username.encode(), "sha1")
    return base64.b64encode(digest).decode()
