"""Third parties' links, in SQL: whose meeting each may come to; secrets only as hashes."""

from typing import Final

from sqlalchemy import insert

from video_bank.clock import Clock
from video_bank.database.sql_engine import Database
from video_bank.database.sql_tables import guests
from video_bank.ids import GuestId, SessionId, new_guest_id, new_token
from video_bank.sessions.access import IssuedLink
from video_bank.sessions.sql_links import find_link, hash_secret, use_up

GUEST_LINK_S: Final = 1800.0


class SqlGuests:
    """Every method raises UnavailableError when the database does not answer."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def invite(self, session_id: SessionId) -> tuple[GuestId, IssuedLink]:
        guest_id = new_guest_id()
        link = IssuedLink(new_token(), self._clock.now() + GUEST_LINK_S)
        row = {
            "guest_id": guest_id,
            "session_id": session_id,
            "token_hash": hash_secret(link.token),
            "expires_at": link.expires_at,
        }
        async with self._database.transaction() as connection:
            await connection.execute(insert(guests).values(row))
        return guest_id, link

    async def redeem(self, token: str, seated: GuestId | None) -> GuestId:
        """Use the token up and return whose it is.

        The browser that used it before (`seated`) just gets it again. Raise TokenInvalidError,
        TokenUsedError or TokenExpiredError.
        """
        now = self._clock.now()
        async with self._database.transaction() as connection:
            link = await find_link(connection, guests, token)
            if link.guest_id != seated:
                await use_up(connection, guests, link, now)
            return GuestId(link.guest_id)
