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
from video_bank.sessions.access import Seating
from video_bank.sessions.errors import TokenExpiredError, TokenInvalidError, TokenUsedError
from video_bank.sessions.sql_access import SqlAccess
from video_bank.sessions.sql_links import HANDOVER_LIFE_S, LINK_LIFE_S


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
    assert await access.find_callers([token]) == [Caller(Role.AGENT, staff_id=staff_id)]
    assert await access.find_callers([other]) == [Caller(Role.CUSTOMER, session_id=SESSION)]
    await access.revoke(token)
    assert await access.find_callers([token]) == [None]
    clock.advance(60)
    assert await access.find_callers([other]) == [None]
    assert await access.find_callers(["forged"]) == [None]


async def test_a_link_opens_once_and_its_browser_again(access: SqlAccess) -> None:
    link = await access.issue_join_token(SESSION)
    assert (await access.redeem(link.token, None, 60)).session_id == SESSION
    assert await access.redeem(link.token, SESSION, 60) == Seating(SESSION)
    with pytest.raises(TokenUsedError):
        await access.redeem(link.token, None, 60)
    with pytest.raises(TokenUsedError):
        await access.redeem(link.token, new_session_id(), 60)


async def test_of_two_browsers_at_once_one_gets_in(access: SqlAccess) -> None:
    link = await access.issue_join_token(SESSION)
    ends = await asyncio.gather(
        *(access.redeem(link.token, None, 60) for _ in range(5)), return_exceptions=True
    )
    assert sum(isinstance(end, Seating) for end in ends) == 1
    assert all(isinstance(end, TokenUsedError) for end in _errors(ends))


async def test_a_link_lives_ten_minutes(access: SqlAccess, clock: FakeClock) -> None:
    link = await access.issue_join_token(SESSION)
    clock.advance(LINK_LIFE_S)
    with pytest.raises(TokenExpiredError):
        await access.redeem(link.token, None, 60)


async def test_a_forged_link_opens_nothing(access: SqlAccess) -> None:
    for forged in ("", "x", "' OR 1=1 --"):
        with pytest.raises(TokenInvalidError):
            await access.redeem(forged, None, 60)


async def test_a_hand_over_ends_every_other_seat_of_its_session_alone(access: SqlAccess) -> None:
    older = [await access.issue_credential(Role.CUSTOMER, SESSION, 60) for _ in range(2)]
    neighbour = await access.issue_credential(Role.CUSTOMER, new_session_id(), 60)
    offer = await access.issue_handover(SESSION)
    seating = await access.redeem(offer.token, None, 60)
    assert (seating.session_id, seating.is_handover) == (SESSION, True)
    assert await access.find_callers([seating.credential or ""]) == [
        Caller(Role.CUSTOMER, session_id=SESSION)
    ]
    for token in older:
        assert await access.find_callers([token]) == [None]
        assert await access.is_handed_over(token)
    assert all(await access.find_callers([neighbour]))
    assert not await access.is_handed_over(neighbour)
    assert not await access.is_handed_over("forged")


async def test_a_hand_over_is_taken_once_by_its_link_or_by_its_digits(access: SqlAccess) -> None:
    offer = await access.issue_handover(SESSION)
    assert len(offer.code) == 8
    assert offer.code.isdigit()
    ends = await asyncio.gather(
        *(access.redeem(offer.token, None, 60) for _ in range(3)),
        *(access.redeem_code(offer.code, None, 60) for _ in range(3)),
        return_exceptions=True,
    )
    assert sum(isinstance(end, Seating) for end in ends) == 1
    assert len(_errors(ends)) == 5
    with pytest.raises(TokenInvalidError):
        await access.redeem_code(offer.code, None, 60)


async def test_a_newer_hand_over_makes_the_older_lead_nowhere(access: SqlAccess) -> None:
    older, elsewhere = await access.issue_handover(SESSION), new_session_id()
    other = await access.issue_handover(elsewhere)
    newer = await access.issue_handover(SESSION)
    with pytest.raises(TokenInvalidError):
        await access.redeem(older.token, None, 60)
    with pytest.raises(TokenInvalidError):
        await access.redeem_code(older.code, None, 60)
    assert (await access.redeem_code(newer.code, None, 60)).session_id == SESSION
    assert (await access.redeem(other.token, None, 60)).session_id == elsewhere


async def test_a_hand_over_ends_with_its_time_and_by_being_withdrawn(
    access: SqlAccess, clock: FakeClock
) -> None:
    offer = await access.issue_handover(SESSION)
    clock.advance(HANDOVER_LIFE_S)
    with pytest.raises(TokenExpiredError):
        await access.redeem(offer.token, None, 60)
    with pytest.raises(TokenInvalidError):
        await access.redeem_code(offer.code, None, 60)
    offer, link = await access.issue_handover(SESSION), await access.issue_join_token(SESSION)
    await access.withdraw_handover(SESSION)
    with pytest.raises(TokenInvalidError):
        await access.redeem(offer.token, None, 60)
    assert (await access.redeem(link.token, None, 60)).credential


async def test_whoever_has_the_seat_takes_nothing_over_from_itself(access: SqlAccess) -> None:
    seat = await access.issue_credential(Role.CUSTOMER, SESSION, 60)
    offer = await access.issue_handover(SESSION)
    assert await access.redeem(offer.token, SESSION, 60) == Seating(SESSION)
    assert await access.redeem_code(offer.code, SESSION, 60) == Seating(SESSION)
    assert all(await access.find_callers([seat]))
    assert (await access.redeem_code(offer.code, None, 60)).is_handover


async def test_keys_and_queues(access: SqlAccess) -> None:
    key = await access.add_api_key("core")
    assert await access.find_api_key(key) == Caller(Role.BANK_SYSTEM)
    assert await access.find_api_key("forged") is None
    for _ in range(2):
        await access.add_queue(QueueId("loans"), "Loans")
    assert await access.has_queue(QueueId("loans"))
    assert not await access.has_queue(QueueId("other"))


async def test_no_secret_is_in_the_database(access: SqlAccess, any_database: Database) -> None:
    await access.add_staff("amir", "the-password", "Amir", "A1", Role.AGENT)
    offer = await access.issue_handover(SESSION)
    secrets = [
        "the-password",
        offer.token,
        offer.code,
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
