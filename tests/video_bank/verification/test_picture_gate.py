"""What customers upload: real pictures come out clean, everything else is refused by name."""

import io
import time
import zlib

import pytest
from PIL import Image

from tests.video_bank.verification.pictures import (
    astronaut,
    chunk,
    jpeg,
    nobody,
    opened,
    png,
    png_bomb,
)
from video_bank.errors import BankError
from video_bank.verification.errors import (
    PictureTooLargeError,
    PictureTooSmallError,
    PictureUnreadableError,
)
from video_bank.verification.picture_gate import MOST_BYTES, PictureGate
from video_bank.verification.worker_pool import WorkerPool

ORIENTATION = 0x0112


@pytest.fixture
def gate(picture_pool: WorkerPool) -> PictureGate:
    return PictureGate(picture_pool)


@pytest.mark.parametrize("content", [jpeg(astronaut()), png(astronaut())], ids=["jpeg", "png"])
async def test_picture_comes_out_as_a_jpeg_of_the_same_size(
    gate: PictureGate, content: bytes
) -> None:
    picture = opened(await gate.admit(content))
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (512, 512))


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "CMYK", "1"])
async def test_every_kind_of_colour_becomes_rgb(gate: PictureGate, mode: str) -> None:
    picture = astronaut().convert(mode)
    content = jpeg(picture) if mode == "CMYK" else png(picture)
    assert opened(await gate.admit(content)).mode == "RGB"


async def test_picture_is_turned_upright_and_loses_its_metadata(gate: PictureGate) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[0x9286] = "here"  # a comment; GPS would stand beside it
    wide = nobody()
    lying = wide.transpose(Image.Transpose.ROTATE_90)
    content = jpeg(lying, exif=exif, comment=b"a secret", icc_profile=b"profile")
    admitted = await gate.admit(content + b"<script>appended</script>")
    picture = opened(admitted)
    assert picture.size == wide.size
    assert picture.getpixel((1000, 300)) == pytest.approx(wide.getpixel((1000, 300)), abs=6)
    assert not picture.getexif()
    assert {"comment", "icc_profile", "exif"}.isdisjoint(picture.info)
    assert b"secret" not in admitted
    assert b"script" not in admitted


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (bytes(MOST_BYTES + 1), PictureTooLargeError),
        (png_bomb(20_000, 20_000), PictureTooLargeError),
        (png_bomb(5001, 5000), PictureTooLargeError),
        (png(Image.new("RGB", (319, 640))), PictureTooSmallError),
        (png(Image.new("RGB", (640, 319))), PictureTooSmallError),
        (jpeg(astronaut())[:-2000], PictureUnreadableError),
        (png(astronaut())[:-2000], PictureUnreadableError),
        (b"<svg/>", PictureUnreadableError),
    ],
    ids=[
        "11 MB", "400 Mpx", "25.005 Mpx", "narrow", "low",
        "cut jpeg", "cut png", "svg",
    ],
)  # fmt: skip
async def test_bad_picture_is_refused_by_name(
    gate: PictureGate, content: bytes, error: type[BankError]
) -> None:
    with pytest.raises(error):
        await gate.admit(content)


async def test_bomb_is_refused_in_milliseconds_and_no_process_sees_it() -> None:
    bomb = png_bomb(20_000, 20_000)
    assert len(bomb) < 100_000
    pool = WorkerPool(engine=None)
    began = time.perf_counter()
    with pytest.raises(PictureTooLargeError):
        await PictureGate(pool).admit(bomb)
    assert time.perf_counter() - began < 0.05
    assert pool.pids == []
    await pool.close()


async def test_largest_picture_is_admitted(gate: PictureGate) -> None:
    """25 Mpx, turned: the most memory that a decoder ever needs."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    content = jpeg(astronaut().resize((5000, 5000)), quality=60, exif=exif)
    assert opened(await gate.admit(content)).size == (5000, 5000)


async def test_first_picture_of_a_multi_picture_jpeg_is_taken(gate: PictureGate) -> None:
    """As phones write them: the picture and a smaller or brighter copy."""
    written = io.BytesIO()
    exif = Image.Exif()
    exif[ORIENTATION] = 3
    astronaut().save(written, "MPO", save_all=True, append_images=[nobody()], exif=exif)
    assert opened(await gate.admit(written.getvalue())).size == (512, 512)


async def test_turned_png_is_turned_upright(gate: PictureGate) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 8
    written = io.BytesIO()
    nobody().save(written, "PNG", exif=exif)
    assert opened(await gate.admit(written.getvalue())).size == (800, 1280)


async def test_text_bomb_in_a_png_is_refused(gate: PictureGate) -> None:
    content = png(astronaut())
    text = b"Comment\x00\x00" + zlib.compress(bytes(50_000_000), 9)
    with pytest.raises(PictureUnreadableError):
        await gate.admit(content[:33] + chunk(b"zTXt", text) + content[33:])


async def test_worker_serves_on_after_every_refusal(gate: PictureGate) -> None:
    broken = io.BytesIO(png(astronaut())).getvalue()
    broken = broken[:5000] + bytes(64) + broken[5064:]
    with pytest.raises(PictureUnreadableError):
        await gate.admit(broken)
    assert await gate.admit(png(astronaut()))
