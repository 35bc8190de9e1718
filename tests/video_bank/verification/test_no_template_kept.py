"""Nothing of an encoding outlives its check: not in the vault, the session, the trail, the logs."""

from typing import Final

import msgspec
import numpy as np
from structlog.testing import capture_logs

from tests.video_bank.sessions.stories import PICTURE, Story, check_id_of
from tests.video_bank.sessions.stories import SESSION as STORY
from tests.video_bank.verification.pictures import astronaut, jpeg
from tests.video_bank.verification.test_verifier import LIVE, SESSION, Desk, desk
from video_bank.sessions import requests
from video_bank.verification.evidence import CheckFinished
from video_bank.verification.worker_jobs import DocumentRead, ReadDocument
from video_bank.verification.worker_pool import WorkerPool

__all__ = ["desk"]  # the fixture

ENOUGH_DIGITS: Final = 5  # of one of 128 numbers; that they are met by chance is not to be feared


async def test_no_number_of_an_encoding_is_written_anywhere(
    desk: Desk, face_pool: WorkerPool
) -> None:
    document = jpeg(astronaut(), quality=95)
    encoding = (await face_pool.run(ReadDocument(document), DocumentRead)).encoding
    assert len(encoding) == 128
    with capture_logs() as logs:
        outcome = await desk.check(document, LIVE)
    assert isinstance(outcome, CheckFinished)
    story = Story().until_picture()
    story.ask(requests.BeginCheck, picture_id=PICTURE)
    news = CheckFinished(STORY, check_id_of(story.session), outcome.evidence)
    noted = story.tell(news).session, story.steps[-1].happenings
    key = await desk.key()
    written = b"\n".join(
        [
            *[await desk.pictures.get(SESSION, key, each) for each in outcome.evidence.pictures],
            msgspec.json.encode(outcome),
            msgspec.msgpack.encode(outcome),
            msgspec.json.encode(noted),
            repr(logs).encode(),
        ]
    )
    for number in encoding:
        assert f"{abs(number):.{ENOUGH_DIGITS}f}"[1:].encode() not in written
    for kind in ("<f8", ">f8", "<f4", ">f4"):
        assert np.array(encoding, kind).tobytes()[:16] not in written


async def test_pictures_of_a_check_lie_encrypted_under_the_session_s_key(desk: Desk) -> None:
    outcome = await desk.check(astronaut(), LIVE)
    assert isinstance(outcome, CheckFinished)
    assert len(desk.vault.objects) == 3
    for content in desk.vault.objects.values():
        assert b"JFIF" not in content
        assert not content.startswith(b"\xff\xd8")
    for picture_id in outcome.evidence.pictures:
        opened = await desk.pictures.get(SESSION, await desk.key(), picture_id)
        assert opened.startswith(b"\xff\xd8")
