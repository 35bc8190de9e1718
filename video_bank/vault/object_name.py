"""What a name of an object may look like (pure)."""

import re
from typing import Final

from video_bank.vault.errors import MalformedNameError

_SEGMENT: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}(\.[a-z0-9]{1,8}){0,2}")
_MOST_SEGMENTS: Final = 8


def parse_name(name: str) -> tuple[str, ...]:
    """Return the segments; raise MalformedNameError at anything that could leave its folder."""
    segments = tuple(name.split("/"))
    if len(segments) > _MOST_SEGMENTS or not all(map(_SEGMENT.fullmatch, segments)):
        raise MalformedNameError
    return segments
