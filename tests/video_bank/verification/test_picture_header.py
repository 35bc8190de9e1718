"""What a file claims to be is read without decoding a pixel."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.video_bank.verification.pictures import admiral, astronaut, chunk, jpeg, png
from video_bank.verification.errors import PictureUnreadableError
from video_bank.verification.picture_header import PictureHeader, read_header


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_rows": 1}])
def test_size_of_a_jpeg_is_read(options: dict[str, bool | int]) -> None:
    header = read_header(jpeg(admiral(), **options))
    assert header == PictureHeader(admiral().width, admiral().height)


def test_size_of_a_jpeg_is_its_own_and_not_its_thumbnails() -> None:
    thumbnail = jpeg(astronaut().resize((64, 64)))
    segment = b"\xff\xe1" + (len(thumbnail) + 2).to_bytes(2, "big") + thumbnail
    content = jpeg(astronaut())
    assert read_header(content[:2] + segment + content[2:]) == PictureHeader(512, 512)


def test_size_of_a_png_is_read() -> None:
    assert read_header(png(astronaut())) == PictureHeader(512, 512)


def test_what_a_phone_appends_to_a_jpeg_is_no_reason_to_refuse_it() -> None:
    film = b"\x00\x00\x00\x18ftypmp42"
    assert read_header(jpeg(astronaut()) + film) == PictureHeader(512, 512)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a\x40\x01\x40\x01\x00\x00\x00;",
        b"<svg xmlns='http://www.w3.org/2000/svg' width='640' height='640'/>",
        b"<!doctype html><script>alert(1)</script>",
        b"%PDF-1.7",
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8\xff\xe0\x00",
    ],
)
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises(PictureUnreadableError):
        read_header(content)


def test_file_that_is_a_png_and_something_more_is_refused() -> None:
    with pytest.raises(PictureUnreadableError):
        read_header(png(astronaut()) + b"PK\x03\x04")


def test_animated_png_is_refused() -> None:
    content = png(astronaut())
    with pytest.raises(PictureUnreadableError):
        read_header(content[:33] + chunk(b"acTL", bytes(8)) + content[33:])


@pytest.mark.parametrize("content", [jpeg(admiral()), png(admiral())], ids=["jpeg", "png"])
@given(share=st.floats(0, 0.9999))
def test_picture_cut_short_is_refused(content: bytes, share: float) -> None:
    with pytest.raises(PictureUnreadableError):
        read_header(content[: int(len(content) * share)])


@given(st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b""]), st.binary(max_size=200))
def test_no_bytes_break_the_reader(magic: bytes, rest: bytes) -> None:
    try:
        header = read_header(magic + rest)
    except PictureUnreadableError:
        return
    assert header.width >= 0
