"""The m-lines of a leg's connection, the same for everybody, so that nobody renegotiates.

A page sends on the first three and receives on all; whose sound and picture stand in a line
changes while the connection lives.
"""

from enum import IntEnum
from typing import Final

from video_bank.media.leg import MediaKind


class MediaLine(IntEnum):
    """The place of an m-line in an offer, from 0."""

    VOICE = 0
    FACE = 1
    SCREEN = 2
    SECOND_VOICE = 3
    SECOND_FACE = 4
    THIRD_VOICE = 5
    THIRD_FACE = 6

    @property
    def kind(self) -> MediaKind:
        return MediaKind.AUDIO if self in _SOUND else MediaKind.VIDEO


_SOUND: Final = (MediaLine.VOICE, MediaLine.SECOND_VOICE, MediaLine.THIRD_VOICE)
SENT: Final = (MediaLine.VOICE, MediaLine.FACE, MediaLine.SCREEN)
# Where the persons that a page meets stand, the most important one first.
PERSONS: Final = (
    (MediaLine.VOICE, MediaLine.FACE),
    (MediaLine.SECOND_VOICE, MediaLine.SECOND_FACE),
    (MediaLine.THIRD_VOICE, MediaLine.THIRD_FACE),
)
