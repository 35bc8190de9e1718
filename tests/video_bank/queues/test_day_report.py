"""A day's report from SQL: read quickly, written so that nothing in it is a formula."""

import csv
import io
import time
import zipfile
from datetime import date
from random import Random
from typing import Any

import pytest
from sqlalchemy import insert

from video_bank.database.sql_engine import Database
from video_bank.database.sql_tables import agent_times, queues, sessions, staff
from video_bank.ids import QueueId
from video_bank.queues.day_book import DayBook, open_book
from video_bank.queues.definitions import DEFINITIONS
from video_bank.queues.floor_report import bounds
from video_bank.queues.report_tables import Language, write_csv
from video_bank.queues.sql_floor import SqlFloor
from video_bank.queues.xlsxwriter_report import write_xlsx

DAY, ZONE = date(2026, 3, 31), "Asia/Shanghai"
BEGIN, END = bounds(DAY, ZONE)
LOANS = QueueId("loans")
AGENT = "staff_amir"


def _row(number: int, at: float, **fields: Any) -> dict[str, Any]:
    return {
        "session_id": f"ses_{number:06}",
        "stage": "closed",
        "queue": LOANS,
        "customer_name": "",
        "reference": "",
        "created_at": at,
        "arrived_at": at,
        "answered_at": None,
        "ended_at": None,
        "wrapped_up_at": None,
        "close_reason": None,
        "rating": None,
        "waits_since": None,
        "body": b"{}",
        "pending": b"[]",
        "inbox_position": "0-0",
        "effect_number": 0,
        "host_epoch": 0,
        **fields,
    }


def _met(number: int, at: float, **fields: Any) -> dict[str, Any]:
    times = {"answered_at": at + 8, "ended_at": at + 250, "wrapped_up_at": at + 308}
    return _row(number, at, close_reason="agent_hung_up", **times, **fields)


async def _keep(database: Database, *rows: dict[str, Any]) -> None:
    async with database.transaction() as connection:
        await connection.execute(insert(sessions), list(rows))


async def _open(database: Database) -> DayBook:
    return await open_book(SqlFloor(database), DAY, ZONE, END + 1)


async def test_every_end_of_a_wait_is_counted_as_what_it_is(any_database: Database) -> None:
    refused = {"ended_at": BEGIN + 1}
    await _keep(
        any_database,
        _met(1, BEGIN, rating=4),
        _row(2, BEGIN, ended_at=BEGIN + 30, close_reason="customer_left_the_queue"),
        _row(3, BEGIN, ended_at=BEGIN + 60, close_reason="waited_too_long"),
        _row(4, BEGIN, close_reason="queue_full", **refused),
        _row(5, BEGIN, close_reason="queue_closed", **refused),
        _row(6, BEGIN, waits_since=BEGIN),
        _met(7, BEGIN - 1),
        _met(8, END),
    )
    floor = SqlFloor(any_database)
    whole = (await _open(any_database)).report.whole
    assert (whole.offered, whole.connected, whole.abandon_rate) == (4, 1, 0.5)
    assert (whole.aht_s, whole.satisfaction, whole.wait_longest_s) == (300.0, 4.0, 60.0)
    (waiting,) = await floor.waiting()
    assert (waiting.queue, waiting.waiting, waiting.first_since) == (LOANS, 1, BEGIN)
    decided = await floor.decided(BEGIN)
    assert (decided.offered, decided.connected, decided.abandoned) == (6, 3, 2)


async def test_half_hours_in_which_nobody_came_have_no_rates(database: Database) -> None:
    await _keep(database, _met(1, BEGIN + 1800))
    written = write_csv(await _open(database), Language.ENGLISH).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(written)))
    first = next(at for at, row in enumerate(rows) if row[:1] == ["From"]) + 1
    assert rows[first][1:11] == ["0", "0", *[""] * 8]
    assert rows[first + 1][1:5] == ["1", "1", "1.0", "1.0"]


async def _fill(database: Database) -> None:
    """Five thousand calls of a day, and what sixty agents did meanwhile, among other days'."""
    chance = Random(1)
    moments = [BEGIN + chance.uniform(-86_400, 2 * 86_400) for _ in range(15_000)]
    await _keep(database, *(_met(number, at) for number, at in enumerate(moments)))
    presences = ("ready", "ringing", "busy", "wrap_up")
    told = [
        {
            "batch": 1,
            "place": place,
            "at": BEGIN + place * 4.3,
            "staff_id": f"staff_{place % 60}",
            "presence": presences[place // 60 % 4],
        }
        for place in range(20_000)
    ]
    async with database.transaction() as connection:
        await connection.execute(insert(agent_times), told)


async def test_a_day_of_five_thousand_calls_is_read_within_a_second(database: Database) -> None:
    await _fill(database)
    begun = time.process_time()
    book = await _open(database)
    took_s = time.process_time() - begun
    assert 4_500 < book.report.whole.offered < 5_500
    assert book.report.whole.occupancy == pytest.approx(0.5, abs=0.02)
    assert took_s < 1.0


@pytest.fixture
async def book(database: Database) -> DayBook:
    """A day with a queue and an agent whose names a spreadsheet would calculate."""
    await _keep(database, _met(1, BEGIN + 60, rating=5))
    card = {"staff_id": AGENT, "username": "a", "password_hash": "", "role": "agent"}
    told = {"batch": 1, "place": 1, "at": BEGIN, "staff_id": AGENT, "presence": "ready"}
    async with database.transaction() as connection:
        await connection.execute(insert(queues).values(queue=LOANS, name="=1+1"))
        named = {"display_name": "@SUM(A1)", "staff_number": "+86"}
        await connection.execute(insert(staff).values({**card, **named}))
        await connection.execute(insert(agent_times).values(told))
    return await _open(database)


def test_the_text_has_a_definition_beside_each_figure(book: DayBook) -> None:
    rows = list(csv.reader(io.StringIO(write_csv(book, Language.CHINESE).decode("utf-8-sig"))))
    figures = {row[0]: row[1:] for row in rows if len(row) == 3}
    told = DEFINITIONS["connection_rate"].chinese
    assert figures[told.title] == ["1.0", told.sentence]
    starts = [row[0] for row in rows if row and row[0].startswith("2026-03-31 ")]
    assert (len(starts), starts[0]) == (48, "2026-03-31 00:00+0800")


@pytest.mark.parametrize("language", Language)
def test_no_cell_of_the_text_is_a_formula(book: DayBook, language: Language) -> None:
    rows = list(csv.reader(io.StringIO(write_csv(book, language).decode("utf-8-sig"))))
    cells = {cell for row in rows for cell in row}
    assert {"'=1+1", "'@SUM(A1)", "'+86"} <= cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("language", Language)
def test_no_cell_of_the_workbook_is_a_formula(book: DayBook, language: Language) -> None:
    with zipfile.ZipFile(io.BytesIO(write_xlsx(book, language))) as file:
        sheets = [name for name in file.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) == 4
        assert not [name for name in sheets if b"<f>" in file.read(name)]
        words = file.read("xl/sharedStrings.xml").decode()
    assert "=1+1" in words
    sentence = DEFINITIONS["offered"]
    assert (sentence.chinese if language is Language.CHINESE else sentence.english).title in words
