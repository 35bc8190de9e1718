"""People, their credentials, join links and the bank's keys, in SQL; secrets only as hashes."""

import asyncio
from collections.abc import Sequence
from typing import Any, Final

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import Row, and_, exc, insert, select, update

from video_bank.caller import Caller, Role
from video_bank.clock import Clock
from video_bank.database.sql_engine import Database
from video_bank.database.sql_tables import api_keys, credentials, guests, join_tokens, queues, staff
from video_bank.errors import SetupError
from video_bank.ids import GuestId, QueueId, SessionId, StaffId, new_staff_id, new_token
from video_bank.sessions import sql_links
from video_bank.sessions.access import IssuedHandover, IssuedLink, Seating, Staff
from video_bank.sessions.errors import TokenInvalidError, TokenUsedError
from video_bank.sessions.session import AgentCard
from video_bank.sessions.sql_links import hash_secret

# Argon2id with the parameters of RFC 9106's second recommendation.
_HASHER: Final = PasswordHasher()


class SqlAccess:
    """Every method raises UnavailableError when the database does not answer.

    `hasher` is what a guess at a password costs, and so is each sign-in.
    """

    def __init__(self, database: Database, clock: Clock, hasher: PasswordHasher = _HASHER) -> None:
        self._database = database
        self._clock = clock
        self._hasher = hasher
        self._decoy: str | None = None

    # Staff.

    async def add_staff(
        self, username: str, password: str, display_name: str, staff_number: str, role: Role
    ) -> StaffId:
        """Raise SetupError when the user name is taken."""
        staff_id = new_staff_id()
        row = {
            "staff_id": staff_id,
            "username": username,
            "display_name": display_name,
            "staff_number": staff_number,
            "role": role,
            "password_hash": await asyncio.to_thread(self._hasher.hash, password),
        }
        try:
            async with self._database.transaction() as connection:
                await connection.execute(insert(staff).values(row))
        except exc.IntegrityError:
            raise SetupError(f"The user name {username} is taken.") from None
        return staff_id

    async def find_staff(self, staff_id: StaffId) -> Staff | None:
        row = await self._find(select(staff).where(staff.c.staff_id == staff_id))
        return _to_staff(row) if row else None

    async def find_staff_id(self, username: str) -> StaffId | None:
        row = await self._find(select(staff).where(staff.c.username == username))
        return StaffId(row.staff_id) if row else None

    async def find_card(self, staff_id: StaffId) -> AgentCard | None:
        found = await self.find_staff(staff_id)
        return found.card if found else None

    async def check_password(self, username: str, password: str) -> Staff | None:
        """Return whom it belongs to; as slow for a name that nobody has."""
        row = await self._find(select(staff).where(staff.c.username == username))
        hashed = row.password_hash if row else await self._make_decoy()
        is_right = await asyncio.to_thread(self._is_password, hashed, password)
        return _to_staff(row) if row and is_right else None

    # Credentials: what a browser's cookie holds.

    async def issue_credential(self, role: Role, subject: str, life_s: float) -> str:
        async with self._database.transaction() as connection:
            expires_at = self._clock.now() + life_s
            return await sql_links.give_credential(connection, role, subject, expires_at)

    async def find_callers(self, tokens: Sequence[str]) -> list[Caller | None]:
        """Return whom each stands for, in their order."""
        hashes = [hash_secret(token) for token in tokens]
        is_guest = and_(
            credentials.c.role == Role.GUEST, credentials.c.subject == guests.c.guest_id
        )
        wanted = (
            select(credentials, guests.c.session_id)
            .outerjoin(guests, is_guest)
            .where(
                credentials.c.token_hash.in_(hashes),
                credentials.c.expires_at > self._clock.now(),
                credentials.c.revoked_at.is_(None),
            )
        )
        async with self._database.reading() as connection:
            found = {row.token_hash: _to_caller(row) for row in await connection.execute(wanted)}
        return [found.get(each) for each in hashes]

    async def revoke(self, token: str) -> None:
        theirs = credentials.c.token_hash == hash_secret(token)
        async with self._database.transaction() as connection:
            await connection.execute(
                update(credentials).where(theirs).values(revoked_at=self._clock.now())
            )

    async def is_handed_over(self, token: str) -> bool:
        """Say whether a customer's seat was this credential's, and is another device's now."""
        theirs = and_(
            credentials.c.token_hash == hash_secret(token), credentials.c.role == Role.CUSTOMER
        )
        revoked = credentials.c.revoked_at.is_not(None)
        return await self._find(select(credentials).where(theirs, revoked)) is not None

    # Links to a seat.

    async def issue_join_token(
        self, session_id: SessionId, expires_at: float | None = None
    ) -> IssuedLink:
        """Return a link that leads in once; without `expires_at`, within ten minutes."""
        until = expires_at or self._clock.now() + sql_links.LINK_LIFE_S
        async with self._database.transaction() as connection:
            return await sql_links.issue_link(connection, session_id, until)

    async def issue_handover(self, session_id: SessionId) -> IssuedHandover:
        """Let another device take over the seat; only the newest offer of a session counts."""
        async with self._database.transaction() as connection:
            return await sql_links.issue_handover(connection, session_id, self._clock.now())

    async def withdraw_handover(self, session_id: SessionId) -> None:
        async with self._database.transaction() as connection:
            await sql_links.withdraw_handover(connection, session_id)

    async def redeem(self, token: str, seated: SessionId | None, life_s: float) -> Seating:
        """Use a link's token up for a seat that lasts `life_s`, at most.

        The browser that used it before (`seated` in that session) just gets the session again.
        Raise TokenInvalidError, TokenUsedError or TokenExpiredError.
        """
        now = self._clock.now()
        async with self._database.transaction() as connection:
            link = await sql_links.find_link(connection, join_tokens, token)
            return await sql_links.take_seat(connection, link, seated, now, life_s)

    async def redeem_code(self, code: str, seated: SessionId | None, life_s: float) -> Seating:
        """Do as `redeem` does, with a hand-over's digits; raise TokenInvalidError for others."""
        now = self._clock.now()
        try:
            async with self._database.transaction() as connection:
                link = await sql_links.find_offered(connection, code, now)
                return await sql_links.take_seat(connection, link, seated, now, life_s)
        except TokenUsedError:
            raise TokenInvalidError from None  # somebody else in the same moment

    # The bank's systems.

    async def add_api_key(self, name: str) -> str:
        """Return a new key; it is shown this once."""
        key = new_token()
        row = {"key_hash": hash_secret(key), "name": name, "created_at": self._clock.now()}
        async with self._database.transaction() as connection:
            await connection.execute(insert(api_keys).values(row))
        return key

    async def find_api_key(self, key: str) -> Caller | None:
        row = await self._find(select(api_keys).where(api_keys.c.key_hash == hash_secret(key)))
        return Caller(Role.BANK_SYSTEM) if row else None

    # Queues.

    async def add_queue(self, queue: QueueId, name: str) -> None:
        if not await self.has_queue(queue):
            async with self._database.transaction() as connection:
                await connection.execute(insert(queues).values(queue=queue, name=name))

    async def has_queue(self, queue: QueueId) -> bool:
        return await self._find(select(queues).where(queues.c.queue == queue)) is not None

    async def _find(self, wanted: Any) -> Row[Any] | None:
        async with self._database.reading() as connection:
            return (await connection.execute(wanted)).one_or_none()

    async def _make_decoy(self) -> str:
        """Return the hash of a password that nobody has."""
        if self._decoy is None:
            self._decoy = await asyncio.to_thread(self._hasher.hash, new_token())
        return self._decoy

    def _is_password(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, password)
        except VerificationError:
            return False


def _to_staff(row: Row[Any]) -> Staff:
    return Staff(
        StaffId(row.staff_id), row.username, row.display_name, row.staff_number, Role(row.role)
    )


def _to_caller(row: Row[Any]) -> Caller | None:
    role = Role(row.role)
    match role:
        case Role.CUSTOMER:
            return Caller(role, session_id=SessionId(row.subject))
        case Role.GUEST if row.session_id is None:
            return None
        case Role.GUEST:
            return Caller(role, session_id=SessionId(row.session_id), guest_id=GuestId(row.subject))
        case _:
            return Caller(role, staff_id=StaffId(row.subject))
