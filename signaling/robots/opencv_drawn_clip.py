"""A moving picture that says which frame it is: digits for people, a strip for machines.

The strip is the bottom fifteenth of the picture (32 of 480 rows), cut into 24 blocks of equal
width, each white (1) or black (0), most significant bit first:

    1010 | clip id, 4 bits | frame counter, 12 bits | check, 4 bits

`check` is the exclusive or of the four nibbles after the start pattern. Block i is read as the
mean luma of its middle: columns (i + 0.3) / 24 to (i + 0.7) / 24 of the width, rows 29/30 minus
and plus 1/90 of the height; above 127 is white. Everything is relative to the picture's size, so
a decoder (in JavaScript: draw the video on a canvas, read the same blocks) needs no scaling.
"""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

import cv2
import msgspec
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]

WIDTH: Final = 640
HEIGHT: Final = 480
COUNTER_LIMIT: Final = 1 << 12  # then it starts at 0 again
MJPEG_FRAMES_PER_S: Final = 30  # what Chromium plays an .mjpeg file at, whatever is in it
_BLOCKS: Final = 24
_START: Final = 0b1010
_WHITE: Final = 235  # video range: an encoder clips what lies beyond
_BLACK: Final = 16


class Stamp(msgspec.Struct, frozen=True):
    """What a strip says."""

    clip_id: int
    counter: int


class DrawnClip:
    """One clip, `clip_id` from 0 to 15; `portrait` (RGB) stands still behind the moving parts."""

    def __init__(self, clip_id: int, portrait: Picture | None = None) -> None:
        self._clip_id = clip_id
        self._ground = _ground(clip_id) if portrait is None else _framed(portrait)
        self._has_ball = portrait is None

    def draw(self, number: int) -> Picture:
        """Return frame `number` as RGB, HEIGHT x WIDTH x 3."""
        picture = self._ground.copy()
        counter = number % COUNTER_LIMIT
        if self._has_ball:
            angle = number / 15
            centre = (int(WIDTH / 2 + 200 * np.cos(angle)), int(220 + 120 * np.sin(2 * angle)))
            cv2.circle(picture, centre, 42, (250, 200, 60), -1, cv2.LINE_AA)
        cv2.putText(
            picture, f"{counter:04d}", (14, 44), cv2.FONT_HERSHEY_DUPLEX, 1.2, (255,) * 3, 2
        )
        _stamp(picture, Stamp(self._clip_id, counter))
        return picture


def read_counter(picture: Picture) -> Stamp | None:
    """Return what the strip of an RGB or luma picture says; None when there is none to read."""
    height, width = picture.shape[:2]
    rows = slice(round(height * (29 / 30 - 1 / 90)), round(height * (29 / 30 + 1 / 90)))
    bits = 0
    for block in range(_BLOCKS):
        columns = slice(
            round((block + 0.3) * width / _BLOCKS), round((block + 0.7) * width / _BLOCKS)
        )
        middle = picture[rows, columns]
        if middle.size == 0:
            return None
        bits = bits << 1 | (float(middle.mean()) > 127)
    start, stamp, check = bits >> 20, bits >> 4 & 0xFFFF, bits & 0xF
    if start != _START or check != _check(stamp):
        return None
    return Stamp(stamp >> 12, stamp & 0xFFF)


def write_mjpeg(path: Path, clip_id: int, seconds: float, portrait: Picture | None = None) -> None:
    """Write a fake webcam for Chromium's `--use-file-for-fake-video-capture`, which loops it."""
    clip = DrawnClip(clip_id, portrait)
    with path.open("wb") as file:
        for jpeg in _jpegs(clip, round(seconds * MJPEG_FRAMES_PER_S)):
            file.write(jpeg)


def _jpegs(clip: DrawnClip, frames: int) -> Iterator[bytes]:
    for number in range(frames):
        bgr = cv2.cvtColor(clip.draw(number), cv2.COLOR_RGB2BGR)
        _, jpeg = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, 90])
        yield jpeg.tobytes()


def _stamp(picture: Picture, stamp: Stamp) -> None:
    body = stamp.clip_id << 12 | stamp.counter
    bits = _START << 20 | body << 4 | _check(body)
    edges = [round(block * WIDTH / _BLOCKS) for block in range(_BLOCKS + 1)]
    for block, (left, right) in enumerate(pairwise(edges)):
        is_white = bits >> (_BLOCKS - 1 - block) & 1
        picture[HEIGHT - HEIGHT // 15 :, left:right] = _WHITE if is_white else _BLACK


def _check(body: int) -> int:
    return (body >> 12 ^ body >> 8 ^ body >> 4 ^ body) & 0xF


def _ground(clip_id: int) -> Picture:
    """Return a soft two-colour slope, another hue for each clip."""
    hue = np.full((HEIGHT, WIDTH), clip_id * 67 % 180, np.uint8)
    slope = np.linspace(90, 170, HEIGHT, dtype=np.uint8)[:, None].repeat(WIDTH, axis=1)
    hsv = np.dstack([hue, np.full_like(hue, 110), slope])
    return np.asarray(cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB), np.uint8)


def _framed(portrait: Picture) -> Picture:
    """Return the portrait as large as it fits above the strip, on grey."""
    room = HEIGHT - HEIGHT // 15
    scale = min(WIDTH / portrait.shape[1], room / portrait.shape[0])
    size = (int(portrait.shape[1] * scale), int(portrait.shape[0] * scale))
    scaled = cv2.resize(portrait, size, interpolation=cv2.INTER_AREA)
    ground = np.full((HEIGHT, WIDTH, 3), 127, np.uint8)
    top, left = (room - size[1]) // 2, (WIDTH - size[0]) // 2
    ground[top : top + size[1], left : left + size[0]] = scaled
    return ground
