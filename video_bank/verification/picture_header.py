"""What a picture claims to be, read without decoding it (pure).

PNG: W3C PNG 3rd edition, 5.3 and 11.2.1. JPEG: ITU-T T.81, B.1.1.3 (markers) and B.2.2 (frame
header).
"""

import re
import struct
from collections.abc import Iterator
from typing import Final

import msgspec

from video_bank.verification.errors import PictureUnreadableError

_PNG_MAGIC: Final = b"\x89PNG\r\n\x1a\n"
_JPEG_MAGIC: Final = b"\xff\xd8\xff"
_CHUNK_FRAME: Final = 12  # length, type and check sum around a PNG chunk's content
_FRAME_MARKERS: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN: Final = 0xDA
_END: Final = 0xD9
# Within a scan 0xFF is stuffed with 0x00; D0-D7 are restarts.
_NEXT_MARKER: Final = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")


class PictureHeader(msgspec.Struct, frozen=True):
    """`width` and `height` in pixels, before any turning that EXIF asks for."""

    width: int
    height: int


def read_header(content: bytes) -> PictureHeader:
    """Raise PictureUnreadableError for what is no whole, still JPEG or PNG.

    Nothing may follow a PNG's end. Phones do append depth maps and short films to a JPEG;
    re-encoding leaves them behind.
    """
    try:
        if content.startswith(_PNG_MAGIC):
            return _read_png(content)
        if content.startswith(_JPEG_MAGIC):
            return _read_jpeg(content)
    except (struct.error, IndexError):
        raise PictureUnreadableError from None  # cut short
    raise PictureUnreadableError


def _read_png(content: bytes) -> PictureHeader:
    kinds = list(_png_chunks(content))
    if kinds[0] != b"IHDR" or kinds[-1] != b"IEND" or b"acTL" in kinds:
        raise PictureUnreadableError
    width, height = struct.unpack_from(">II", content, len(_PNG_MAGIC) + 8)
    return PictureHeader(width, height)


def _png_chunks(content: bytes) -> Iterator[bytes]:
    at = len(_PNG_MAGIC)
    while at < len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        at += length + _CHUNK_FRAME
        if at > len(content) or (kind == b"IEND" and at != len(content)):
            raise PictureUnreadableError
        yield kind


def _read_jpeg(content: bytes) -> PictureHeader:
    header: PictureHeader | None = None
    for marker, at in _jpeg_segments(content):
        if marker in _FRAME_MARKERS:
            height, width = struct.unpack_from(">HH", content, at + 3)
            header = PictureHeader(width, height)
    if header is None:
        raise PictureUnreadableError
    return header


def _jpeg_segments(content: bytes) -> Iterator[tuple[int, int]]:
    """Yield each segment's marker and where its length stands, up to the end of the image."""
    at = 2
    while found := _NEXT_MARKER.match(content, at):
        at = found.end()
        marker = content[at - 1]
        if marker == _END:
            return
        yield marker, at
        (length,) = struct.unpack_from(">H", content, at)
        at += length
        if marker == _SCAN:
            at = _end_of_scan(content, at)
    raise PictureUnreadableError


def _end_of_scan(content: bytes, at: int) -> int:
    found = _NEXT_MARKER.search(content, at)
    if found is None:
        raise PictureUnreadableError
    return found.start()
