"""Byte ranges of RFC 9110 §14, one range per request (pure)."""

import re
from typing import Final

_RANGE: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class UnsatisfiableRangeError(ValueError):
    """The range starts behind the end: 416."""


def parse_range(header: str | None, size: int) -> tuple[int, int] | None:
    """Return (start, end), end exclusive, or None for the whole content.

    A header that is no single byte range is ignored, as RFC 9110 §14.2 asks for.
    """
    match = _RANGE.fullmatch(header or "")
    if match is None or match[0] == "bytes=-":
        return None
    first, last = match.groups()
    if not first:
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(int(last) + 1 if last else size, size)
        if last and int(last) < start:
            return None
    if start >= size or start >= end:
        raise UnsatisfiableRangeError
    return start, end
