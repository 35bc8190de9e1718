"""How often somebody may try a secret: counted in Redis, so for all desks together."""

import hashlib
from typing import Final

from signaling.errors import TooManyRequestsError
from video_bank.database.redis_link import RedisLink
from video_bank.ids import SessionId

SIGN_INS: Final = 10
WITHIN_S: Final = 60
WRONG_CODES: Final = 5
CODES_FORGOTTEN_S: Final = 180  # as long as a code lives
CODES_OF_ALL: Final = 300
HANDOVERS: Final = 10
SESSIONS_OF_KEY: Final = 6_000
SESSIONS_OF_CUSTOMER: Final = 20

_ALL: Final = "all"


async def count_sign_in(link: RedisLink, username: str, address: str) -> None:
    """Count one attempt; raise TooManyRequestsError past SIGN_INS in WITHIN_S.

    Counted per user name *and* address, so that nobody can lock a colleague out from elsewhere.
    """
    if await _count(link, _key("sign_in", username, address), WITHIN_S) > SIGN_INS:
        raise TooManyRequestsError


async def count_handover(link: RedisLink, session_id: SessionId) -> None:
    """Count one offer of a seat; raise TooManyRequestsError past HANDOVERS in WITHIN_S."""
    if await _count(link, _key("handover", session_id), WITHIN_S) > HANDOVERS:
        raise TooManyRequestsError


async def count_session(link: RedisLink, api_key: str, reference: str) -> None:
    """Count a session that a bank's system creates for a customer.

    Raise TooManyRequestsError past SESSIONS_OF_KEY of one key, or SESSIONS_OF_CUSTOMER of one
    customer's reference, in WITHIN_S.
    """
    if await _count(link, _key("session", api_key), WITHIN_S) > SESSIONS_OF_KEY:
        raise TooManyRequestsError
    if await _count(link, _key("reference", reference), WITHIN_S) > SESSIONS_OF_CUSTOMER:
        raise TooManyRequestsError


async def count_code(link: RedisLink, address: str) -> None:
    """Count a code as a wrong one before it is looked at; `forget_code` follows the right one.

    Raise TooManyRequestsError past WRONG_CODES of an address, which count until it was quiet for
    CODES_FORGOTTEN_S. All addresses together get no further than CODES_OF_ALL in WITHIN_S: with
    a hundred of the 100 million codes alive, such a flood meets one of them in two days.
    """
    if await _count(link, _key("code", address), CODES_FORGOTTEN_S, renews=True) > WRONG_CODES:
        raise TooManyRequestsError
    if await _count(link, _key("code", _ALL), WITHIN_S) > CODES_OF_ALL:
        raise TooManyRequestsError


async def forget_code(link: RedisLink, address: str) -> None:
    key = _key("code", address)
    async with link.reach() as client, client.pipeline(transaction=True) as pipeline:
        await pipeline.decr(key)
        await pipeline.expire(key, CODES_FORGOTTEN_S)
        await pipeline.execute()


def _key(kind: str, *who: str) -> str:
    return f"attempts:{kind}:{hashlib.sha256(chr(10).join(who).encode()).hexdigest()}"


async def _count(link: RedisLink, key: str, within_s: int, *, renews: bool = False) -> int:
    """Return how many there were; the time counts from the first, or `renews` with each."""
    async with link.reach() as client, client.pipeline(transaction=True) as pipeline:
        await pipeline.set(key, 0, ex=within_s, nx=True)
        await pipeline.incr(key)
        if renews:
            await pipeline.expire(key, within_s)
        counted = await pipeline.execute()
    return int(counted[1])
