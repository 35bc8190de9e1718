"""A decision in the making: the session as it will be, what is told, what is done."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from video_bank.audit.trail import Happening
from video_bank.media.commands import LegName
from video_bank.sessions.effects import Effect, TellAgent, TellCustomer, TellGuest, TellSupervisor
from video_bank.sessions.lifecycle import advance
from video_bank.sessions.outgoing import OutgoingMessage
from video_bank.sessions.session import Session, Stage

HOUSE: Final = "house"  # the actor of what nobody in particular did


class Step(msgspec.Struct, frozen=True):
    """One decision, to be written down whole before any effect is carried out."""

    session: Session
    happenings: tuple[Happening, ...] = ()
    effects: tuple[Effect, ...] = ()


class Draft:
    """Rules write into it; `now` (seconds, UTC) is the same for the whole decision."""

    def __init__(self, session: Session, now: float) -> None:
        self.session = session
        self.now = now
        self._happenings: list[Happening] = []
        self._effects: list[Effect] = []

    def change(self, **fields: Any) -> None:
        self.session = msgspec.structs.replace(self.session, **fields)

    def change_leg(self, leg: LegName, **fields: Any) -> None:
        self.session = self.session.with_leg(leg, **fields)

    def advance(self, stage: Stage) -> None:
        self.session = advance(self.session, stage, self.now)

    def note(self, kind: str, actor: str = HOUSE, **facts: str | int | float | bool | None) -> None:
        """Put an entry on the trail: ids, codes and figures, never anything personal."""
        self._happenings.append(Happening(kind, actor, self.now, facts))

    def do(self, *effects: Effect) -> None:
        self._effects += effects

    def tell(self, leg: LegName, message: OutgoingMessage) -> None:
        """Send a message to whoever sits at this end of the call, if anybody does."""
        session = self.session
        if leg is LegName.CUSTOMER:
            self.do(TellCustomer(message))
        elif leg is session.lead:
            if session.agent is not None:
                self.do(TellAgent(session.agent.staff_id, message))
        elif leg is LegName.GUEST and session.guest is not None:
            self.do(TellGuest(session.guest.guest_id, message))
        elif leg is LegName.SUPERVISOR and session.supervision is not None:
            self.do(TellSupervisor(session.supervision.card.staff_id, message))
        elif leg is LegName.COLLEAGUE and session.colleague is not None:
            self.do(TellAgent(session.colleague.staff_id, message))

    def actor(self, leg: LegName) -> str:
        """Return the id under which the trail knows this participant."""
        session = self.session
        if leg is session.lead and session.agent is not None:
            return session.agent.staff_id
        if leg is LegName.GUEST and session.guest is not None:
            return session.guest.guest_id
        if leg is LegName.SUPERVISOR and session.supervision is not None:
            return session.supervision.card.staff_id
        if leg is LegName.COLLEAGUE and session.colleague is not None:
            return session.colleague.staff_id
        return session.session_id

    def step(self, more_effects: Sequence[Effect] = ()) -> Step:
        return Step(self.session, tuple(self._happenings), (*self._effects, *more_effects))
