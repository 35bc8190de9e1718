"""The demo's people: made once for a data folder, whatever interrupted the making."""

import asyncio
import stat
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from video_bank.bank.desk import Bank, open_bank
from video_bank.caller import Role
from video_bank.clock import SystemClock
from video_bank.database.sql_engine import Database
from video_bank.demo import QUEUE, DemoCards, make_customer, read_cards, seed
from video_bank.errors import SetupError
from video_bank.ids import StaffId
from video_bank.sessions.sql_access import SqlAccess
from video_bank.settings import Settings


@pytest.fixture
async def bank(tmp_path: Path, database: Database, redis_url: str) -> AsyncIterator[Bank]:
    """The bank of the data folder `tmp_path`, where `database` is too."""
    settings = Settings(data_dir=tmp_path, redis_url=redis_url)
    assert settings.effective_database_url == str(database.engine.url).replace("+aiosqlite", "")
    async with open_bank(settings) as bank:
        yield bank


async def test_every_start_shows_the_same_cards_which_only_the_owner_can_read(
    bank: Bank, tmp_path: Path
) -> None:
    assert await shown(tmp_path) is None
    cards = await seed(bank, tmp_path)
    assert await seed(bank, tmp_path) == cards
    assert await shown(tmp_path) == cards
    assert modes(tmp_path) == {"demo.json": 0o600}


async def test_the_cards_open_what_they_say(bank: Bank, tmp_path: Path) -> None:
    cards = await seed(bank, tmp_path)
    people = (
        (cards.agent, Role.AGENT),
        (cards.supervisor, Role.SUPERVISOR),
        (cards.auditor, Role.AUDITOR),
        (cards.second_auditor, Role.AUDITOR),
    )
    for card, role in people:
        found = await bank.access.check_password(card.username, card.password)
        assert found is not None
        assert found.role is role
    assert await bank.access.find_api_key(cards.api_key)
    assert await bank.access.has_queue(QUEUE)


@pytest.mark.parametrize("killed_at", [1, 2, 3, 4])
async def test_a_start_that_was_killed_in_between_is_finished_by_the_next(
    bank: Bank, database: Database, tmp_path: Path, killed_at: int
) -> None:
    access = KilledAccess(database, killed_at)
    with pytest.raises(InterruptedError):
        await seed(replace(bank, access=access), tmp_path)
    assert await shown(tmp_path) is None, "nobody is shown a card that does not open"
    cards = await seed(replace(bank, access=SqlAccess(database, SystemClock())), tmp_path)
    for card in (cards.agent, cards.supervisor, cards.auditor, cards.second_auditor):
        assert await access.check_password(card.username, card.password)
    assert await shown(tmp_path) == cards


async def test_cards_that_a_killed_start_left_half_written_are_written_anew(
    bank: Bank, tmp_path: Path
) -> None:
    await asyncio.to_thread((tmp_path / "demo.json.draft").write_bytes, b'{"agent":{"user')
    cards = await seed(bank, tmp_path)
    assert await bank.access.check_password(cards.agent.username, cards.agent.password)
    assert modes(tmp_path) == {"demo.json": 0o600}


async def test_a_name_that_somebody_else_has_is_a_sentence_for_the_operator(
    bank: Bank, tmp_path: Path
) -> None:
    await bank.access.add_staff("amir", "another password", "Amir", "A1", Role.AGENT)
    with pytest.raises(SetupError, match="amir"):
        await seed(bank, tmp_path)
    assert await shown(tmp_path) is None


def test_no_two_customers_are_one_case() -> None:
    references = {make_customer().reference for _ in range(20)}
    assert len(references) > 1


async def shown(data_dir: Path) -> DemoCards | None:
    return await asyncio.to_thread(read_cards, data_dir)


def modes(data_dir: Path) -> dict[str, int]:
    return {file.name: stat.S_IMODE(file.stat().st_mode) for file in data_dir.glob("demo*")}


class KilledAccess(SqlAccess):
    """Its process is killed when it lets somebody in for the `killed_at`th time."""

    def __init__(self, database: Database, killed_at: int) -> None:
        super().__init__(database, SystemClock())
        self._left = killed_at

    async def add_staff(self, *who: Any) -> StaffId:
        self._left -= 1
        if self._left == 0:
            raise InterruptedError
        return await super().add_staff(*who)
