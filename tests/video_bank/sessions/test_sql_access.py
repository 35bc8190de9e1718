"""Who gets in: passwords, cookies, one-time links, keys, in both databases."""

import asyncio
from collections.abc import Iterable

import pytest
from sqlalchemy import text

from tests.fakes.clock import FakeClock
from tests.video_bank.sessions.stories import SESSION
from video_bank.caller import Caller, Role
from video_bank.database.sql_engine import Database
from video_bank.errors import BankError, SetupError
from video_bank.ids import QueueId, new_session_id, new_staff_id
from video_bank.sessions.errors import TokenExpiredError, TokenInvalidError, TokenUsedError
from video_bank.sessions.sql_access import LINK_LIFE_S, SqlAccess


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def access(any_database: Database, clock: FakeClock) -> SqlAccess:
    return SqlAccess(any_database, clock)


async def test_only_the_right_password_lets_in(access: SqlAccess) -> None:
    staff_id = await access.add_staff("amir", "right", "Amir", "A1", Role.AGENT)
    found = await access.check_password("amir", "right")
    assert found is not None
    assert (found.staff_id, found.card.display_name) == (staff_id, "Amir")
    assert await access.check_password("amir", "wrong") is None
    assert await access.check_password("nobody", "right") is None
    assert await access.find_staff(new_staff_id()) is None


async def test_a_user_name_is_taken_once(access: SqlAccess) -> None:
    await access.add_staff("amir", "one", "Amir", "A1", Role.AGENT)
    with pytest.raises(SetupError, match="amir"):
        await access.add_staff("amir", "two", "Amir", "A2", Role.AGENT)


async def test_a_credential_ends_by_time_and_by_signing_out(
    access: SqlAccess, clock: FakeClock
) -> None:
    staff_id = new_staff_id()
    token = await access.issue_credential(Role.AGENT, staff_id, 60)
    other = await access.issue_credential(Role.CUSTOMER, SESSION, 60)
    assert await access.find_caller(token) == Caller(Role.AGENT, staff_id=staff_id)
    assert await access.find_caller(other) == Caller(Role.CUSTOMER, session_id=SESSION)
    await access.revoke(token)
    assert await access.find_caller(token) is None
    clock.advance(60)
    assert await access.find_caller(other) is None
    assert await access.find_caller("forged") is None


async def test_a_link_opens_once_and_its_browser_again(access: SqlAccess) -> None:
    link = await access.issue_join_token(SESSION)
    assert await access.redeem(link.token, None) == SESSION
    assert await access.redeem(link.token, SESSION) == SESSION
    with pytest.raises(TokenUsedError):
        await access.redeem(link.token, None)
    with pytest.raises(TokenUsedError):
        await access.redeem(link.token, new_session_id())


async def test_of_two_browsers_at_once_one_gets_in(access: SqlAccess) -> None:
    link = await access.issue_join_token(SESSION)
    ends = await asyncio.gather(
        *(access.redeem(link.token, None) for _ in range(5)), return_exceptions=True
    )
    assert ends.count(SESSION) == 1
    assert all(isinstance(end, TokenUsedError) for end in _errors(ends))


async def test_a_link_lives_ten_minutes(access: SqlAccess, clock: FakeClock) -> None:
    link = await access.issue_join_token(SESSION)
    clock.advance(LINK_LIFE_S)
    with pytest.raises(TokenExpiredError):
        await access.redeem(link.token, None)


async def test_a_forged_link_opens_nothing(access: SqlAccess) -> None:
    for forged in ("", "x", "' OR 1=1 --"):
        with pytest.raises(TokenInvalidError):
            await access.redeem(forged, None)


async def test_keys_and_queues(access: SqlAccess) -> None:
    key = await access.add_api_key("core")
    assert await access.find_api_key(key) == Caller(Role.BANK_SYSTEM)
    assert await access.find_api_key("forged") is None
    assert await access.first_queue() is None
    for _ in range(2):
        await access.add_queue(QueueId("loans"), "Loans")
    assert await access.first_queue() == "loans"
    assert not await access.has_queue(QueueId("other"))


async def test_no_secret_is_in_the_database(access: SqlAccess, any_database: Database) -> None:
    await access.add_staff("amir", "the-password", "Amir", "A1", Role.AGENT)
    secrets = [
        "the-password",
        await access.add_api_key("core"),
        (await access.issue_join_token(SESSION)).token,
        await access.issue_credential(Role.CUSTOMER, SESSION, 60),
    ]
    rows: list[str] = []
    async with any_database.reading() as connection:
        for table in ("staff", "api_keys", "join_tokens", "credentials"):
            found = await connection.execute(text(f"SELECT * FROM {table}"))  # noqa: S608 ours
            rows += [str(row) for row in found]
    assert rows
    assert not [secret for secret in secrets for row in rows if secret in row]


def _errors(ends: Iterable[object]) -> list[object]:
    return [end for end in ends if isinstance(end, BankError)]
