"""The film shows both sides together, each clap where it was, in picture and sound."""

import io
from typing import Any

import av
import numpy as np

from tests.video_bank.recording.aiortc_stage import Stage
from tests.video_bank.recording.archive import CLOCK_ZERO, Archive
from tests.video_bank.recording.journals import SESSION
from video_bank.media.tracks import TrackName
from video_bank.recording.film.aiortc_film import make_film
from video_bank.recording.film.opencv_picture import compose
from video_bank.recording.film.order import CELL_WIDTH, STRIP_HEIGHT, FilmLeg, FilmOrder

SIDES = (TrackName.CUSTOMER, TrackName.AGENT)


async def test_both_sides_clap_where_they_clapped(archive: Archive) -> None:
    session = await archive.begin_session()
    for track, begins_s in zip(SIDES, (0.0, 1.0), strict=True):
        records = Stage(3, begins_s=begins_s).records()
        await archive.write_journal(session, track, 1, records)
    await archive.end_session(session)
    assert await archive.make_archivist().seal_next()
    manifest = await archive.make_replay().manifest(session.session_id)
    legs = tuple(FilmLeg(leg.track, leg.starts_at_s, 0) for leg in manifest.legs)
    files = [io.BytesIO(await archive.read_track(session, leg.track)) for leg in manifest.legs]
    order = FilmOrder(session.session_id, CLOCK_ZERO, manifest.duration_s, legs)
    film, told = io.BytesIO(), list[float]()
    make_film(order, files, film, told.append)
    assert told[-1] == 1.0

    film.seek(0)
    with av.open(film, "r") as container:
        assert {stream.codec_context.name for stream in container.streams} == {"h264", "aac"}
        frames: Any = container.decode(video=0)
        pictures = [(frame.time, frame.to_ndarray(format="gray")) for frame in frames]
    assert abs(pictures[-1][0] - manifest.duration_s) < 0.2
    for number, (leg, begins_s) in enumerate(zip(manifest.legs, (0.0, 1.0), strict=True)):
        cells = slice(number * CELL_WIDTH, (number + 1) * CELL_WIDTH)
        bright = [at_s for at_s, picture in pictures if picture[STRIP_HEIGHT:, cells].mean() > 128]
        expected = [begins_s + 0.6 + second for second in range(3)]
        assert all(min(abs(at_s - each) for at_s in bright) < 0.15 for each in expected), leg
        assert all(min(abs(at_s - each) for each in expected) < 0.3 for at_s in bright), leg


def test_the_words_stand_above_the_faces() -> None:
    white = np.full((90, 160, 3), 255, np.uint8)
    one = compose([("customer", white), ("agent", None)], SESSION, 1.7e9, 61.0)
    later = compose([("customer", white), ("agent", None)], SESSION, 1.7e9 + 1, 62.0)
    assert one.shape == (STRIP_HEIGHT + 480, 2 * CELL_WIDTH, 3)
    assert (one[:STRIP_HEIGHT] != later[:STRIP_HEIGHT]).any()
    assert (one[STRIP_HEIGHT:] == later[STRIP_HEIGHT:]).all()
