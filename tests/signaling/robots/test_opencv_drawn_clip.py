"""The strip survives what happens to a picture between two browsers."""

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from signaling.robots.opencv_drawn_clip import (
    COUNTER_LIMIT,
    HEIGHT,
    WIDTH,
    DrawnClip,
    Stamp,
    read_counter,
    write_mjpeg,
)


@pytest.mark.parametrize("number", [0, 1, 0xABC, COUNTER_LIMIT - 1, COUNTER_LIMIT + 5])
@pytest.mark.parametrize("clip_id", [0, 9, 15])
def test_a_drawn_frame_says_its_clip_and_its_number(clip_id: int, number: int) -> None:
    stamp = read_counter(DrawnClip(clip_id).draw(number))
    assert stamp == Stamp(clip_id, number % COUNTER_LIMIT)


def test_a_small_and_badly_compressed_frame_is_still_read() -> None:
    small = cv2.resize(DrawnClip(3).draw(777), (160, 120), interpolation=cv2.INTER_AREA)
    _, jpeg = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 20])
    assert read_counter(_decode(jpeg)) == Stamp(3, 777)


def test_a_picture_without_a_strip_says_nothing() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (HEIGHT, WIDTH, 3), np.uint8)
    assert read_counter(noise) is None
    assert read_counter(np.zeros((2, 2, 3), np.uint8)) is None


def test_one_wrong_block_is_noticed() -> None:
    picture = DrawnClip(5).draw(100)
    block = picture[-HEIGHT // 15 :, 10 * WIDTH // 24 : 11 * WIDTH // 24]
    block[:] = 255 - block
    assert read_counter(picture) is None


def test_a_fake_webcam_holds_thirty_frames_a_second_and_the_portrait(tmp_path: Path) -> None:
    portrait = np.full((300, 200, 3), (200, 30, 30), np.uint8)
    write_mjpeg(tmp_path / "webcam.mjpeg", 7, 0.2, portrait)
    content = (tmp_path / "webcam.mjpeg").read_bytes()
    jpegs = [b"\xff\xd8" + part for part in content.split(b"\xff\xd8")[1:]]
    pictures = [_decode(np.frombuffer(jpeg, np.uint8)) for jpeg in jpegs]
    assert [read_counter(picture) for picture in pictures] == [Stamp(7, n) for n in range(6)]
    red, green, _ = pictures[0][HEIGHT // 2, WIDTH // 2]
    assert red > 150 > green


def _decode(jpeg: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    return np.asarray(cv2.imdecode(jpeg, cv2.IMREAD_COLOR), np.uint8)[:, :, ::-1]
