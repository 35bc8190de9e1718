"""A sealed recording of an hour, put into a running house; only its pictures are drawn."""

import asyncio
from collections.abc import Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import chain, islice, repeat
from typing import Any, Final

import av

from signaling.robots.opencv_drawn_clip import HEIGHT, WIDTH, DrawnClip
from tests.house import House
from tests.video_bank.recording.aiortc_stage import FRAMES_PER_S, Stage, encode_sound
from tests.video_bank.recording.archive import write_journal
from video_bank.bank.desk import Bank, open_bank
from video_bank.bank.parts import open_database
from video_bank.demo import BUSINESS, QUEUE, make_customer
from video_bank.ids import SessionId, StaffId, new_session_id
from video_bank.media.tracks import TrackName
from video_bank.recording.journal import JournalHeader
from video_bank.recording.sql_shelf import SqlShelf
from video_bank.sessions.session import AgentCard, CloseReason, Session
from video_bank.sessions.session import Stage as SessionStage
from video_bank.settings import Settings

HOUR_S: Final = 3600
_DRAWN_S: Final = 60
_KEY_EVERY: Final = 10 * FRAMES_PER_S
_BIT_RATE: Final = 500_000
_CLIPS: Final = {TrackName.CUSTOMER: 1, TrackName.AGENT: 2}
_AGENT: Final = AgentCard(StaffId("staff_000000000000000000000000"), "李敏", "A1001")


@dataclass
class LongStage(Stage):
    """Plays one drawn minute over and over; each begins with a key frame."""

    clip_id: int = 1

    def pictures(self) -> Iterable[bytes]:
        minute = _encode_minute(self.clip_id)
        return islice(chain.from_iterable(repeat(minute)), self.seconds * FRAMES_PER_S)

    def sounds(self) -> Iterable[bytes]:
        minute = encode_sound(_DRAWN_S)
        return islice(chain.from_iterable(repeat(minute)), self.seconds * 50)


def add_hour(house: House) -> SessionId:
    """Leave an hour's journals behind as a media node does, and ask the archivist for the seal."""
    return asyncio.run(_add_hour(Settings.from_environment(house.environment)))


async def _add_hour(settings: Settings) -> SessionId:
    async with open_bank(settings) as bank, AsyncExitStack() as stack:
        session = await _create(bank)
        key = await bank.master_key.unwrap(session.session_id, session.wrapped_key)
        for track, clip_id in _CLIPS.items():
            records = LongStage(HOUR_S, has_quality=True, clip_id=clip_id).records()
            header = JournalHeader(session.session_id, track, 1, 0, session.clock_zero or 0)
            folder = settings.journal_dirs[0] / session.session_id
            write_journal(folder, header, key, records, is_ended=True)
        shelf = SqlShelf(await open_database(settings, stack), bank.clock)
        await shelf.ask_for_seal(
            session.session_id,
            session.wrapped_key,
            session.clock_zero or 0,
            bank.clock.now(),
        )
        return session.session_id


async def _create(bank: Bank) -> Session:
    now = bank.clock.now()
    session_id = new_session_id()
    session = Session(
        session_id=session_id,
        queue=QUEUE,
        business=BUSINESS,
        customer=make_customer(),
        agent=_AGENT,
        created_at=now - HOUR_S - 60,
        stage_since=now,
        stage=SessionStage.CLOSED,
        close_reason=CloseReason.AGENT_HUNG_UP,
        clock_zero=now - HOUR_S,
        talking_since=now - HOUR_S,
        ended_at=now,
        wrapped_key=await bank.master_key.make_data_key(session_id),
    )
    return await bank.store.create(session, None)


@cache
def _encode_minute(clip_id: int) -> list[bytes]:
    clip = DrawnClip(clip_id)
    encoder: Any = av.CodecContext.create("libvpx", "w")
    encoder.width, encoder.height, encoder.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    encoder.time_base, encoder.framerate = Fraction(1, FRAMES_PER_S), Fraction(FRAMES_PER_S)
    encoder.bit_rate, encoder.gop_size = _BIT_RATE, _KEY_EVERY
    encoder.options = {"deadline": "realtime", "cpu-used": "8", "lag-in-frames": "0"}
    packets = []
    for number in range(_DRAWN_S * FRAMES_PER_S):
        frame = av.VideoFrame.from_ndarray(clip.draw(number), format="rgb24")
        frame = frame.reformat(format="yuv420p")
        frame.pts, frame.time_base = number, encoder.time_base
        packets += encoder.encode(frame)
    packets += encoder.encode(None)
    return [bytes(packet) for packet in packets]
