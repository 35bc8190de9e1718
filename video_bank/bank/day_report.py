"""A day's figures for the command line."""

import asyncio
from contextlib import AsyncExitStack
from datetime import date
from pathlib import Path

import msgspec

from video_bank.bank.parts import open_database
from video_bank.clock import SystemClock
from video_bank.queues.day_book import open_book
from video_bank.queues.definitions import DEFINITIONS, write_value
from video_bank.queues.report_tables import Language, write_csv
from video_bank.queues.sql_floor import SqlFloor
from video_bank.queues.sql_routing import SqlRouting
from video_bank.queues.xlsxwriter_report import write_xlsx
from video_bank.settings import Settings


async def report_day(
    settings: Settings, day: date, *, xlsx: Path | None, csv: Path | None
) -> list[str]:
    """Return a line a figure with its definition; write the files that were asked for."""
    async with AsyncExitStack() as stack:
        database, clock = await open_database(settings, stack), SystemClock()
        zone = (await SqlRouting(database, clock).quiet_policy()).zone
        book = await open_book(SqlFloor(database), day, zone, clock.now())
    lines = [
        f"{name:18} {write_value(name, value):>12}  {DEFINITIONS[name].english.sentence}"
        for name, value in msgspec.structs.asdict(book.report.whole).items()
    ]
    for path, write in ((xlsx, write_xlsx), (csv, write_csv)):
        if path is not None:
            await asyncio.to_thread(path.write_bytes, write(book, Language.CHINESE))
            lines.append(f"written to {path}")
    return lines
