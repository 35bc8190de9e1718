"""One picture of the film: a cell for each side, a strip of words above them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from video_bank.ids import SessionId
from video_bank.recording.film.order import CELL_HEIGHT, CELL_WIDTH, STRIP_HEIGHT

Picture = npt.NDArray[np.uint8]

_FONT: Final = cv2.FONT_HERSHEY_SIMPLEX
_INK: Final = (235, 235, 235)
_NOTHING: Final = 24  # the grey of a side that shows no picture


def compose(
    sides: Sequence[tuple[str, Picture | None]],
    session_id: SessionId,
    at: float,
    position_s: float,
) -> Picture:
    """Return the picture as RGB; each side has a name, and a picture unless it shows none.

    `at` is the wall clock's time, in seconds since 1970 UTC.
    """
    height, width = STRIP_HEIGHT + CELL_HEIGHT, CELL_WIDTH * len(sides)
    picture = np.zeros((height, width, 3), np.uint8)
    for number, (name, side) in enumerate(sides):
        left = number * CELL_WIDTH
        cell = picture[STRIP_HEIGHT:, left : left + CELL_WIDTH]
        cell[:] = _NOTHING if side is None else 0
        if side is not None:
            _fit(cell, side)
        _write(picture, name, (left + 12, STRIP_HEIGHT + CELL_HEIGHT - 12))
    moment = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    place = f"{int(position_s) // 60:02d}:{int(position_s) % 60:02d}"
    _write(picture, f"{session_id}   {moment}   {place}", (12, 22))
    return picture


def _fit(cell: Picture, side: Picture) -> None:
    """Draw the whole side into the cell, its shape kept."""
    height, width = side.shape[:2]
    share = min(CELL_WIDTH / width, CELL_HEIGHT / height)
    size = max(1, round(width * share)), max(1, round(height * share))
    drawn = cv2.resize(side, size, interpolation=cv2.INTER_AREA if share < 1 else cv2.INTER_LINEAR)
    top, left = (CELL_HEIGHT - size[1]) // 2, (CELL_WIDTH - size[0]) // 2
    cell[top : top + size[1], left : left + size[0]] = drawn


def _write(picture: Picture, words: str, place: tuple[int, int]) -> None:
    """Dark edges: the words are legible on whatever is behind them."""
    cv2.putText(picture, words, place, _FONT, 0.55, (0, 0, 0), 4, cv2.LINE_AA)
    cv2.putText(picture, words, place, _FONT, 0.55, _INK, 1, cv2.LINE_AA)
