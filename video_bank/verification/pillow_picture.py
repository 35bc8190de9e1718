"""Pictures to pixels and back. Decodes what strangers send: only in a worker process."""

import io
from typing import Final

import numpy as np
from PIL import (
    Image,
    ImageFile,
    ImageOps,
    ImagePalette,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
)

from video_bank.verification.engine import Rgb
from video_bank.verification.errors import PictureUnreadableError
from video_bank.verification.face import Box

# Pillow imports these when a picture needs them; by then a worker cannot open files any more.
_LATE_IMPORTS: Final = (
    ImagePalette,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
)
_QUALITY: Final = 95
_PORTRAIT_QUALITY: Final = 90
_PORTRAIT_SIDE: Final = 480  # pixels; what the desk shows
_FORMATS: Final = ("JPEG", "PNG")
# Exceptions that Pillow's decoders raise for broken or monstrous content.
_BROKEN: Final = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    OSError,
    ValueError,
    SyntaxError,
    TypeError,
    KeyError,
    IndexError,
    EOFError,
    MemoryError,
)


def encode_anew(content: bytes) -> bytes:
    """Return the picture upright as a JPEG without metadata; raise PictureUnreadableError."""
    return _to_jpeg(_decode(content, None), _QUALITY)


def decode(content: bytes, side: int) -> Rgb:
    """Return the picture, with a long side of at least `side` pixels if it has as many.

    JPEGs are decoded at an eighth, a quarter or a half of their size where that is enough.
    """
    return np.asarray(_decode(content, side), np.uint8)


def cut_portrait(rgb: Rgb, box: Box) -> bytes:
    """Return the part of the picture as a JPEG for a person to look at."""
    portrait = Image.fromarray(rgb[box.top : box.bottom, box.left : box.right])
    portrait.thumbnail((_PORTRAIT_SIDE, _PORTRAIT_SIDE))
    return _to_jpeg(portrait, _PORTRAIT_QUALITY)


def write_card(rgb: Rgb) -> bytes:
    """Return a straightened card as a JPEG."""
    return _to_jpeg(Image.fromarray(rgb), _PORTRAIT_QUALITY)


def load_codecs() -> None:
    """Register the codecs before the process gives up opening files."""
    Image.preinit()


def _decode(content: bytes, side: int | None) -> Image.Image:
    # face_recognition switches this on for the whole process when it is imported.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
            if side is not None:
                picture.draft("RGB", (side, side))
            ImageOps.exif_transpose(picture, in_place=True)
            return picture.convert("RGB")
    except _BROKEN:
        raise PictureUnreadableError from None


def _to_jpeg(picture: Image.Image, quality: int) -> bytes:
    written = io.BytesIO()
    picture.info.clear()  # a comment would be written again
    picture.save(written, "JPEG", quality=quality)
    return written.getvalue()
