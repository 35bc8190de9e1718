"""What is asked of a filming process: msgpack on its standard input (pure)."""

from typing import Final

import msgspec

from video_bank.ids import SessionId
from video_bank.media.tracks import TrackName

FRAMES_PER_S: Final = 15
SOUND_RATE: Final = 48_000
CELL_WIDTH: Final = 640
CELL_HEIGHT: Final = 480
STRIP_HEIGHT: Final = 32  # above the faces, for the words: nothing covers a face


class FilmLeg(msgspec.Struct, frozen=True):
    """One side; its sealed WebM comes through the pipe `descriptor`."""

    track: TrackName
    starts_at_s: float
    descriptor: int


class FilmOrder(msgspec.Struct, frozen=True):
    """`clock_zero` is the recording's beginning, in seconds since 1970 UTC."""

    session_id: SessionId
    clock_zero: float
    duration_s: float
    legs: tuple[FilmLeg, ...]
