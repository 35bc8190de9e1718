"""How often somebody may try a password: counted in Redis, so for all desks together."""

import hashlib
from typing import Final

from signaling.errors import TooManyRequestsError
from video_bank.database.redis_link import RedisLink

SIGN_INS: Final = 10
WITHIN_S: Final = 60


async def count_sign_in(link: RedisLink, username: str, address: str) -> None:
    """Count one attempt; raise TooManyRequestsError past SIGN_INS in WITHIN_S.

    Counted per user name *and* address, so that nobody can lock a colleague out from elsewhere.
    """
    who = hashlib.sha256(f"{username}\n{address}".encode()).hexdigest()
    key = f"attempts:sign_in:{who}"
    async with link.reach() as client, client.pipeline(transaction=True) as pipeline:
        await pipeline.set(key, 0, ex=WITHIN_S, nx=True)
        await pipeline.incr(key)
        _, count = await pipeline.execute()
    if count > SIGN_INS:
        raise TooManyRequestsError
