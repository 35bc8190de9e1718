"""A day's report as tables, and as CSV (pure): each figure has its definition beside it."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from video_bank.queues.day_book import DayBook
from video_bank.queues.definitions import DEFINITIONS, Definition, Unit, Words
from video_bank.queues.figures import Figures

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_BOM: Final = b"\xef\xbb\xbf"  # else a spreadsheet takes Chinese for something else


class Language(StrEnum):
    CHINESE = "zh-CN"
    ENGLISH = "en"


Cell = str | float | int | None


class Table(msgspec.Struct, frozen=True):
    """`units`: of each column, or of each row where `has_unit_a_row`; None for words."""

    title: str
    heads: tuple[str, ...]
    units: tuple[Unit | None, ...]
    rows: tuple[tuple[Cell, ...], ...]
    has_unit_a_row: bool = False


_WORDS: Final = {
    Language.CHINESE: {
        "figures": "指标与口径",
        "intervals": "半小时",
        "queues": "队列",
        "agents": "坐席",
        "figure": "指标",
        "day": "全天",
        "definition": "口径",
        "from": "开始",
        "queue": "队列",
        "number": "工号",
        "name": "姓名",
        "ready": "就绪与振铃(秒)",
        "busy": "通话(秒)",
        "wrap_up": "整理(秒)",
        "break": "小休(秒)",
    },
    Language.ENGLISH: {
        "figures": "Figures",
        "intervals": "Half hours",
        "queues": "Queues",
        "agents": "Agents",
        "figure": "Figure",
        "day": "Day",
        "definition": "Definition",
        "from": "From",
        "queue": "Queue",
        "number": "Number",
        "name": "Name",
        "ready": "Ready and ringing (s)",
        "busy": "In calls (s)",
        "wrap_up": "Wrap-up (s)",
        "break": "Break (s)",
    },
}
_NAMES: Final = Figures.__struct_fields__
_OF_THE_OFFERED: Final = (
    "connection_rate",
    "service_level",
    "abandon_rate",
    "wait_mean_s",
    "wait_p50_s",
    "wait_p95_s",
    "wait_longest_s",
    "aht_s",
)


def words_of(definition: Definition, language: Language) -> Words:
    return definition.chinese if language is Language.CHINESE else definition.english


def tables(book: DayBook, language: Language) -> list[Table]:
    """Return the day with its definitions, then by half hours, by queue, by agent."""
    return [
        _figures(book, language),
        _intervals(book, language),
        _queues(book, language),
        _agents(book, language),
    ]


def write_csv(book: DayBook, language: Language) -> bytes:
    """Return every table in one file, an empty line between two; nothing in it is a formula."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    for table in tables(book, language):
        writer.writerow([_harmless(table.title), f"{book.day}", _harmless(book.zone)])
        writer.writerow([_harmless(each) for each in table.heads])
        writer.writerows([[_harmless(each) for each in row] for row in table.rows])
        writer.writerow([])
    return _BOM + file.getvalue().encode()


def _figures(book: DayBook, language: Language) -> Table:
    words = _WORDS[language]
    found = msgspec.structs.asdict(book.report.whole)
    rows = []
    for name in _NAMES:
        told = words_of(DEFINITIONS[name], language)
        rows.append((told.title, _rounded(found[name]), told.sentence))
    heads = words["figure"], words["day"], words["definition"]
    units = tuple(DEFINITIONS[name].unit for name in _NAMES)
    return Table(words["figures"], heads, units, tuple(rows), has_unit_a_row=True)


def _intervals(book: DayBook, language: Language) -> Table:
    zone = ZoneInfo(book.zone)
    rows = (
        # With the offset, an hour that comes twice is told apart.
        (f"{datetime.fromtimestamp(each.begins, zone):%Y-%m-%d %H:%M%z}", *_values(each.figures))
        for each in book.report.intervals
    )
    return _by_figure("intervals", "from", rows, language)


def _queues(book: DayBook, language: Language) -> Table:
    rows = (
        (book.queue_names.get(queue, queue), *_values(figures))
        for queue, figures in book.report.queues.items()
    )
    return _by_figure("queues", "queue", rows, language)


def _by_figure(
    title: str, head: str, rows: Iterator[tuple[Cell, ...]], language: Language
) -> Table:
    words = _WORDS[language]
    titles = (words_of(DEFINITIONS[name], language).title for name in _NAMES)
    units = (DEFINITIONS[name].unit for name in _NAMES)
    return Table(words[title], (words[head], *titles), (None, *units), tuple(rows))


def _agents(book: DayBook, language: Language) -> Table:
    words, members = _WORDS[language], {each.staff_id: each for each in book.members}
    rows = []
    for day in book.report.agents:
        member = members.get(day.staff_id)
        who = (member.staff_number, member.display_name) if member else (day.staff_id, "")
        times = (day.ready_s, day.busy_s, day.wrap_up_s, day.break_s)
        rows.append((*who, *(round(each) for each in times), _rounded(day.occupancy)))
    kinds = ("number", "name", "ready", "busy", "wrap_up", "break")
    share = words_of(DEFINITIONS["occupancy"], language).title
    units = (None, None, *(Unit.SECONDS,) * 4, Unit.SHARE)
    return Table(words["agents"], (*(words[kind] for kind in kinds), share), units, tuple(rows))


def _values(figures: Figures) -> tuple[Cell, ...]:
    """Leave empty what says nothing where nobody came: a mean over the column is right then."""
    found = msgspec.structs.asdict(figures)
    empty = () if figures.offered else _OF_THE_OFFERED
    return tuple(None if name in empty else _rounded(value) for name, value in found.items())


def _rounded(value: float | None) -> Cell:
    return value if value is None or isinstance(value, int) else round(value, 4)


def _harmless(cell: Cell) -> Cell:
    """Return what no spreadsheet takes for a formula."""
    is_formula = isinstance(cell, str) and cell.startswith(_FORMULA)
    return f"'{cell}" if is_formula else cell
