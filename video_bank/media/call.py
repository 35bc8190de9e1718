"""One session's call on this node: its legs, who receives whom, their journals, their taps."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import structlog

from video_bank.errors import BankError, ErrorCode
from video_bank.media.aiortc_leg import AiortcLeg, LegSurroundings
from video_bank.media.commands import Arrangement, AttachLeg, LegName
from video_bank.media.frame_tap import LegFrameTap
from video_bank.media.leg_journal import LegJournal
from video_bank.media.lines import MediaLine
from video_bank.media.needs import CallRecorder
from video_bank.media.news import LegAnswered, LegRefused, RecordingAlive, RecordingStalled
from video_bank.media.redis_qualities import CallQuality
from video_bank.media.sdp_filter import read_offer
from video_bank.media.switchboard import connect_legs
from video_bank.media.tracks import TrackName, person_track, screen_track

_log = structlog.get_logger()


class Call:
    """Commands come one at a time; the legs themselves run on in between."""

    def __init__(self, recorder: CallRecorder, around: LegSurroundings) -> None:
        self._recorder = recorder
        self._around = around
        self._session_id = around.session_id
        self._legs: dict[LegName, AiortcLeg] = {}
        self._arrangement = Arrangement()
        self._replies: dict[LegName, LegAnswered | LegRefused] = {}
        self._stalled: dict[LegJournal, ErrorCode] = {}
        self._told_stall: ErrorCode | None = None
        self._lost_packets = 0  # of stalls that are over and not yet told
        self._taps: list[tuple[LegName, LegFrameTap]] = []

    async def attach(self, command: AttachLeg) -> None:
        """Answer an offer, or refuse it; repeat the reply to an offer that was seen before."""
        known = self._replies.get(command.leg)
        if known is not None and command.take < known.take:
            return
        if known is not None and command.take == known.take:
            self._around.publish(known)
            return
        older = self._legs.get(command.leg)
        reply = self._replies[command.leg] = await self._answer(command)
        self._around.publish(reply)
        if older is not None and self._legs.get(command.leg) is not older:
            await self._retire(older)

    async def detach(self, name: LegName) -> None:
        leg = self._legs.pop(name, None)
        if leg is None:
            return
        connect_legs(self._legs, self._arrangement)
        await self._retire(leg)
        self._tell_stall()

    async def arrange(self, arrangement: Arrangement) -> None:
        """Let everybody receive whom they should; a screen is recorded before it is passed on."""
        self._arrangement = arrangement
        if arrangement.screen is not None and (leg := self._legs.get(arrangement.screen)):
            await self._record_screen(arrangement.screen, leg)
        connect_legs(self._legs, self._arrangement)

    async def close(self) -> None:
        """Finish every journal, close every leg, forget the key."""
        for name in tuple(self._legs):
            await self.detach(name)
        self._recorder.close_call(self._session_id)

    def tick(self, now: float) -> None:
        for leg in self._legs.values():
            leg.tick(now)

    def quality(self) -> CallQuality:
        """Return how the links and the recording are."""
        links = {name: leg.quality for name, leg in self._legs.items() if leg.quality is not None}
        behind_s = self._recorder.behind_s(self._session_id)
        return CallQuality(links, None if behind_s is None else round(behind_s, 1))

    @contextmanager
    def open_tap(self, name: LegName, *, only_key_frames: bool = False) -> Iterator[LegFrameTap]:
        """Give the pictures of a leg, whichever take it is on."""
        asking = partial(self._ask_key_frame, name)
        tap = LegFrameTap(asking, only_key_frames=only_key_frames)
        entry = (name, tap)
        self._taps.append(entry)
        self._connect_taps(name)
        self._ask_key_frame(name)
        try:
            yield tap
        finally:
            self._taps.remove(entry)
            if (leg := self._legs.get(name)) is not None:
                leg.taps.discard(tap.take_packet)

    def journal_stalled(self, journal: LegJournal, code: ErrorCode) -> None:
        self._stalled[journal] = code
        self._tell_stall()

    def journal_alive(self, journal: LegJournal) -> None:
        """What was taken up again begins with a picture that stands for itself."""
        if self._stalled.pop(journal, None) is not None:
            self._lost_packets += journal.take_lost()
            self._ask_key_frames(journal)
        self._tell_stall()

    def _tell_stall(self) -> None:
        """Tell the first of what is wrong, each change once."""
        code = next(iter(self._stalled.values()), None)
        if code is self._told_stall:
            return
        self._told_stall = code
        if code is None:
            self._around.publish(RecordingAlive(self._session_id, self._lost_packets))
            self._lost_packets = 0
        else:
            self._around.publish(RecordingStalled(self._session_id, code))

    def _ask_key_frames(self, journal: LegJournal) -> None:
        for name, leg in self._legs.items():
            if journal in leg.journals:
                self._ask_key_frame(name)

    async def _answer(self, command: AttachLeg) -> LegAnswered | LegRefused:
        try:
            leg = await self._make_leg(command)
        except BankError as error:
            return LegRefused(self._session_id, command.leg, command.take, error.code)
        self._legs[command.leg] = leg
        connect_legs(self._legs, self._arrangement)
        self._connect_taps(command.leg)
        leg.start()
        return LegAnswered(self._session_id, command.leg, command.take, leg.answer)

    async def _make_leg(self, command: AttachLeg) -> AiortcLeg:
        offer = read_offer(command.offer_sdp)
        journal = await self._open_journal(person_track(command.leg), command.take)
        try:
            leg = AiortcLeg(command.leg, command.take, offer, journal, self._around)
        except Exception:
            await journal.finish()
            raise
        if self._arrangement.screen is command.leg:
            await self._record_screen(command.leg, leg)
        return leg

    async def _open_journal(self, track: TrackName, take: int) -> LegJournal:
        opening = partial(self._recorder.open_take, self._session_id, track, take)
        journal = LegJournal(opening, self)
        await journal.open()
        return journal

    async def _record_screen(self, name: LegName, leg: AiortcLeg) -> None:
        if leg.has_screen and not leg.is_recording_screen:
            leg.record_screen(await self._open_journal(screen_track(name), leg.take))

    async def _retire(self, leg: AiortcLeg) -> None:
        leg.listen_to({})
        leg.send_to({})
        await leg.close()
        for journal in leg.journals:
            self._stalled.pop(journal, None)

    def _connect_taps(self, name: LegName) -> None:
        if (leg := self._legs.get(name)) is not None:
            leg.taps.update(tap.take_packet for wanted, tap in self._taps if wanted is name)

    def _ask_key_frame(self, name: LegName) -> None:
        if (leg := self._legs.get(name)) is not None:
            leg.upstream.ask_key_frame(MediaLine.FACE, self._around.clock.monotonic())
