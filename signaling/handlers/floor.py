"""The floor by REST: the wall, the dry run of the emergency plan, a day's report."""

import asyncio
from datetime import date
from typing import Final

from aiohttp import hdrs, web

from signaling.bodies import json_response
from signaling.errors import MalformedError
from signaling.floor_resources import Rehearsals, Wall
from signaling.keys import DESK, SETTINGS
from video_bank.errors import NotFoundError
from video_bank.queues.day_book import open_book
from video_bank.queues.report_tables import Language, write_csv
from video_bank.queues.xlsxwriter_report import write_xlsx

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv"


async def read_wall(request: web.Request) -> web.Response:
    desk = request.app[DESK]
    sight = await desk.board.look()
    name, now = request.app[SETTINGS].bank_name, desk.clock.now()
    return json_response(Wall(name, now, sight.board, sight.trend))


async def read_rehearsals(request: web.Request) -> web.Response:
    return json_response(Rehearsals(*await request.app[DESK].board.rehearse()))


async def read_report(request: web.Request) -> web.Response:
    desk, day = request.app[DESK], _day(request)
    kind, language = _choices(request)
    zone = (await desk.queues.policy()).zone
    book = await open_book(desk.floor, day, zone, desk.clock.now())
    write = write_xlsx if kind == "xlsx" else write_csv
    body = await asyncio.to_thread(write, book, language)
    media_type = XLSX if kind == "xlsx" else CSV
    response = web.Response(body=body, content_type=media_type)
    response.headers[hdrs.CONTENT_DISPOSITION] = f'attachment; filename="floor-{day}.{kind}"'
    return response


def _day(request: web.Request) -> date:
    try:
        return date.fromisoformat(request.match_info["day"])
    except ValueError:
        raise NotFoundError from None


def _choices(request: web.Request) -> tuple[str, Language]:
    kind = request.query.get("format", "xlsx")
    try:
        language = Language(request.query.get("language", Language.CHINESE))
    except ValueError:
        raise MalformedError from None
    if kind not in {"xlsx", "csv"}:
        raise MalformedError
    return kind, language
