"""A day's report as a workbook: a sheet a table, numbers as numbers, and nothing a formula."""

import io
from typing import Any, Final

import xlsxwriter

from video_bank.queues.day_book import DayBook
from video_bank.queues.definitions import Unit
from video_bank.queues.report_tables import Cell, Language, Table, tables

_FORMATS: Final = {
    Unit.COUNT: "#,##0",
    Unit.SHARE: "0.0%",
    Unit.SECONDS: "#,##0.0",
    Unit.SCORE: "0.00",
}
_FIRST_COLUMN: Final = 26
_WIDTH: Final = 15
_SENTENCE: Final = 80


def write_xlsx(book: DayBook, language: Language) -> bytes:
    file = io.BytesIO()
    # What somebody has named "=…" or "http…" is words here, as everything that is no number.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        workbook.set_properties({"title": f"{book.day} {book.zone}"})
        head = workbook.add_format({"bold": True, "text_wrap": True, "bg_color": "#EAF1FA"})
        title = workbook.add_format({"bold": True, "font_size": 14})
        kinds = {
            unit: workbook.add_format({"num_format": shown, "align": "right"})
            for unit, shown in _FORMATS.items()
        }
        for table in tables(book, language):
            sheet = workbook.add_worksheet(table.title)
            sheet.write_string(0, 0, f"{table.title}  {book.day}  {book.zone}", title)
            _fill(sheet, table, head, kinds)
    return file.getvalue()


def _fill(sheet: Any, table: Table, head: Any, kinds: dict[Unit, Any]) -> None:
    for column, each in enumerate(table.heads):
        sheet.write_string(2, column, each, head)
    for row, cells in enumerate(table.rows):
        for column, cell in enumerate(cells):
            unit = table.units[row if table.has_unit_a_row else column]
            _write(sheet, row + 3, column, cell, None if unit is None else kinds[unit])
    sheet.set_column(0, 0, _FIRST_COLUMN)
    sheet.set_column(1, len(table.heads), _WIDTH)
    if len(table.heads) == 3:
        sheet.set_column(2, 2, _SENTENCE)
    sheet.freeze_panes(3, 1)


def _write(sheet: Any, row: int, column: int, cell: Cell, shown: Any) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif cell is not None:
        sheet.write_number(row, column, cell, shown)
