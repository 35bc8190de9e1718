"""The host of one session: its only writer, one event after the other."""

import asyncio
from typing import Final

import msgspec
import structlog

from video_bank.audit.trail import Happening
from video_bank.clock import Clock
from video_bank.errors import BankError
from video_bank.ids import SessionId
from video_bank.queues.news import OfferAccepted
from video_bank.sessions.deadlines import LINGER_S
from video_bank.sessions.decide import decide
from video_bank.sessions.draft import HOUSE, Step
from video_bank.sessions.effect_runner import EffectRunner
from video_bank.sessions.inbox import AgentJoined, InboxEntry, MediaPlaced, SessionEvent
from video_bank.sessions.lifecycle import AT_REST
from video_bank.sessions.needs import Nodes
from video_bank.sessions.rules.calling import wants_node
from video_bank.sessions.session import Session
from video_bank.sessions.store import Hosted, SessionStore, StaffCards

_log = structlog.get_logger()
_decoder: Final = msgspec.json.Decoder(InboxEntry)


class SessionHost:
    """Ends by itself when nothing is left to do, or when another process has taken over."""

    def __init__(
        self,
        session_id: SessionId,
        store: SessionStore,
        cards: StaffCards,
        effects: EffectRunner,
        nodes: Nodes,
        clock: Clock,
    ) -> None:
        self.session_id = session_id
        self.read_up_to: str | None = None  # of the inbox; None before it is known
        self._hosted: Hosted | None = None
        self._store = store
        self._cards = cards
        self._effects = effects
        self._nodes = nodes
        self._clock = clock
        self._events: asyncio.Queue[tuple[str | None, bytes | SessionEvent]] = asyncio.Queue()

    @property
    def session(self) -> Session | None:
        """Return the session as it is now; None before it was taken over."""
        return self._hosted.session if self._hosted else None

    @property
    def is_quiet(self) -> bool:
        """Say whether everything that came has been dealt with."""
        return self._events.empty() and self._hosted is not None and not self._hosted.pending

    def put(self, position: str, entry: bytes) -> None:
        """Take in an entry of the inbox."""
        self.read_up_to = position
        self._events.put_nowait((position, entry))

    def observe(self, event: SessionEvent) -> None:
        """Take in what the process saw by itself."""
        self._events.put_nowait((None, event))

    async def run(self) -> None:
        """Raise NoLongerHostError, UnavailableError: whoever takes over next goes on from there."""
        self._hosted = await self._store.take_over(self.session_id)
        self.read_up_to = self._hosted.inbox_position
        await self._carry_out(self._hosted)
        while True:
            try:
                async with asyncio.timeout(LINGER_S):
                    position, event = await self._events.get()
            except TimeoutError:
                if self._hosted.session.stage in AT_REST:
                    return
                continue
            await self._take(self._hosted, position, event)

    async def _take(
        self, hosted: Hosted, position: str | None, event: bytes | SessionEvent
    ) -> None:
        step = await self._decide(hosted.session, event)
        at = hosted.inbox_position if position is None else position
        if step == Step(hosted.session):
            # Written down with the next decision: read again, it could mean something then.
            self._hosted = msgspec.structs.replace(hosted, inbox_position=at)
            return
        self._hosted = await self._store.write(hosted, step, at)
        await self._carry_out(self._hosted)
        if wants_node(step.session) and not wants_node(hosted.session):
            await self._find_node()

    async def _find_node(self) -> None:
        """Place a call's media at once; where there is no room, each look asks again."""
        picked = await self._nodes.pick()
        if picked is not None:
            self.observe(MediaPlaced(self.session_id, picked))

    async def _decide(self, session: Session, event: bytes | SessionEvent) -> Step:
        """Return the step; an event that breaks its rule changes nothing, and the trail says so."""
        kind = "unreadable"
        try:
            read = _decoder.decode(event) if isinstance(event, bytes) else event
            kind = type(read).__name__
            if isinstance(read, OfferAccepted):
                read = await self._join(read)
            return decide(session, read, self._clock.now())
        except BankError:
            raise
        except Exception as error:  # noqa: BLE001 else the next host would fail at it again
            what_failed = {"kind": kind, "error": type(error).__name__}
            _log.error("event failed", session=self.session_id, **what_failed)
            failed = Happening("event_failed", HOUSE, self._clock.now(), {"event": kind})
            return Step(session, (failed,))

    async def _join(self, accepted: OfferAccepted) -> AgentJoined:
        card = await self._cards.find_card(accepted.staff_id)
        if card is None:
            raise LookupError
        return AgentJoined(accepted.session_id, accepted.offer_id, card, accepted.is_audio_first)

    async def _carry_out(self, hosted: Hosted) -> None:
        if not hosted.pending:
            return
        for pending in hosted.pending:
            await self._effects.run(self.session_id, pending)
        self._hosted = await self._store.note_carried_out(hosted)
