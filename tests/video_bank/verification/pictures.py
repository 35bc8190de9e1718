"""Pictures of two public-domain faces, of nobody, and files that only pretend to be pictures."""

import io
import struct
import zlib
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import skimage.data
from matplotlib.cbook import get_sample_data
from PIL import Image, ImageDraw, ImageEnhance

Rgb = npt.NDArray[np.uint8]

FRAME: Final = (640, 480)


@cache
def astronaut() -> Image.Image:
    """NASA's portrait of Eileen Collins."""
    portrait: Rgb = skimage.data.astronaut()  # type: ignore[no-untyped-call]
    return Image.fromarray(portrait)


@cache
def admiral() -> Image.Image:
    """The US Navy's portrait of Grace Hopper."""
    with Image.open(str(get_sample_data("grace_hopper.jpg", asfileobj=False))) as picture:
        return picture.convert("RGB")


def nobody() -> Image.Image:
    """A drawn card without a portrait."""
    picture = Image.new("RGB", (1280, 800), (210, 225, 230))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((860, 160, 1160, 560), fill=(150, 160, 190))
    for row in range(6):
        pen.line((80, 160 + row * 70, 700, 160 + row * 70), fill=(20, 20, 20), width=8)
    return picture


def three_people() -> Image.Image:
    row = Image.new("RGB", (1200, 400), (90, 90, 90))
    face = astronaut().crop((110, 0, 370, 300)).resize((347, 400))
    for at in (10, 420, 830):
        row.paste(face, (at, 0))
    return row


def on_card(face: Image.Image, width: int) -> Image.Image:
    """The drawn card with a portrait `width` pixels wide, as a phone photographs it."""
    card = nobody()
    portrait = face.resize((width, round(face.height * width / face.width)))
    card.paste(portrait, (860, 160))
    return card


def darker(picture: Image.Image, factor: float = 0.6) -> Image.Image:
    return ImageEnhance.Brightness(picture).enhance(factor)


def webcam_frames(face: Image.Image, count: int = 6) -> list[Rgb]:
    """A head that moves a little before a camera, squeezed as a call's codec does."""
    large = face.resize((1100, round(face.height * 1100 / face.width)))
    frames = []
    for number in range(count):
        left, top = 140 + 4 * number, 3 * number
        cut = large.crop((left, top, left + FRAME[0], top + FRAME[1]))
        frames.append(np.asarray(Image.open(io.BytesIO(jpeg(cut, quality=35)))))
    return frames


def jpeg(picture: Image.Image, quality: int = 90, **options: Any) -> bytes:
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=quality, **options)
    return written.getvalue()


def png(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def png_bomb(width: int, height: int) -> bytes:
    """A whole, valid PNG of one colour: a few kilobytes for any number of pixels."""
    row = b"\x00" + bytes((width + 7) // 8)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


def chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))
