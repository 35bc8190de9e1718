"""Encoding the film: H.264 and AAC in a fragmented MP4, which is written without going back."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, BinaryIO, Final

import av
import numpy as np

from video_bank.recording.film.aiortc_side import Side
from video_bank.recording.film.opencv_picture import compose
from video_bank.recording.film.order import (
    CELL_HEIGHT,
    CELL_WIDTH,
    FRAMES_PER_S,
    SOUND_RATE,
    STRIP_HEIGHT,
    FilmOrder,
)

_SAMPLES: Final = SOUND_RATE // FRAMES_PER_S  # with each picture
_KEY_EVERY: Final = 2 * FRAMES_PER_S  # also how long a fragment is
_MUXING: Final = {"movflags": "frag_keyframe+empty_moov+default_base_moof"}
_ENCODING: Final = {"preset": "veryfast", "crf": "26"}
_LOUDEST: Final = np.iinfo(np.int16).max


def make_film(
    order: FilmOrder,
    files: Sequence[BinaryIO],
    output: BinaryIO,
    tell: Callable[[float], None],
) -> None:
    """Write the film of all legs; `tell` gets the share that is done, now and then."""
    sides = [
        (leg.track.value, Side(file, leg.starts_at_s))
        for leg, file in zip(order.legs, files, strict=True)
    ]
    pictures = max(1, round(order.duration_s * FRAMES_PER_S))
    with av.open(output, "w", format="mp4", options=_MUXING) as container:
        video, sound = _add_streams(container, len(sides))
        for number in range(pictures):
            position_s = number / FRAMES_PER_S
            shown = [(name, side.picture_at(position_s)) for name, side in sides]
            picture = compose(shown, order.session_id, order.clock_zero + position_s, position_s)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, FRAMES_PER_S)
            container.mux(video.encode(frame))
            container.mux(sound.encode(_mix(sides, number)))
            if number % _KEY_EVERY == 0:
                tell(number / pictures)
        container.mux(video.encode(None))
        container.mux(sound.encode(None))
    tell(1.0)


def _add_streams(container: Any, sides: int) -> tuple[Any, Any]:
    video = container.add_stream("libx264", rate=FRAMES_PER_S, options=_ENCODING)
    video.width, video.height = CELL_WIDTH * sides, STRIP_HEIGHT + CELL_HEIGHT
    video.pix_fmt, video.gop_size = "yuv420p", _KEY_EVERY
    video.codec_context.thread_count = 1  # a call next door has the other cores
    sound = container.add_stream("aac", rate=SOUND_RATE, layout="mono")
    return video, sound


def _mix(sides: Sequence[tuple[str, Side]], number: int) -> av.AudioFrame:
    mixed = sum(
        (side.sound(number * _SAMPLES, _SAMPLES) for _, side in sides),
        start=np.zeros(_SAMPLES, np.int32),
    )
    samples = np.clip(mixed, -_LOUDEST, _LOUDEST).astype(np.int16)
    frame = av.AudioFrame.from_ndarray(samples[None, :], format="s16", layout="mono")
    frame.sample_rate, frame.pts = SOUND_RATE, number * _SAMPLES
    frame.time_base = Fraction(1, SOUND_RATE)
    return frame
