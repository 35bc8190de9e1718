"""Customers and agents who meet for a moment, over real sockets and without a picture.

As pages do, they act from the newest view alone: what was lost is asked for again.
"""

import time
from typing import TYPE_CHECKING, Any, Final

from signaling.messages import (
    AcceptOffer,
    CompleteWrapUp,
    HangUpCall,
    JoinQueue,
    SendConsents,
    ServerMessage,
    SetReady,
    TakeBreak,
    WelcomeCustomer,
)
from signaling.robots.desk_client import Line
from signaling.robots.desk_memory import DeskMemory
from signaling.robots.robot import Robot, new_request_id
from tests.benchmarks.queue.kill_accounts import Step
from video_bank.queues.ticket import Presence
from video_bank.sessions.lifecycle import IN_CALL, IN_QUEUE
from video_bank.sessions.outgoing import (
    CustomerViewChanged,
)
from video_bank.sessions.session import Stage

if TYPE_CHECKING:
    from video_bank.ids import SessionId
    from video_bank.sessions.views import CustomerView

_ASK_AGAIN_S: Final = 1.0
_TALK_S: Final = 2.0


class Hurried(Robot):
    """Asks for one thing at a time; `steps` gets each that was seen done."""

    def __init__(self, line: Line, steps: list[Step]) -> None:
        super().__init__(line)
        self._steps = steps
        self._wanted = ""
        self._since = self._asked_at = 0.0

    async def ask(self, kind: type[Any], **fields: Any) -> None:
        """Ask, again and again, until another thing is wanted or nothing is."""
        now = time.time()
        if self._wanted != kind.__name__:
            self.note_done()
            self._wanted, self._since, self._asked_at = kind.__name__, now, 0.0
        if now - self._asked_at >= _ASK_AGAIN_S:
            self._asked_at = now
            await self._line.send(kind(request_id=new_request_id(), **fields))

    def note_done(self) -> None:
        if self._wanted:
            self._steps.append(Step(self._since, time.time(), self._wanted))
        self._wanted = ""


class HurriedCustomer(Hurried):
    """`patience_s` None: waits until an agent comes."""

    def __init__(self, line: Line, steps: list[Step], patience_s: float | None) -> None:
        super().__init__(line, steps)
        self._patience_s = patience_s
        self._view: CustomerView | None = None
        self._waits_since: float | None = None

    @property
    def has_waited(self) -> bool:
        return self._waits_since is not None

    @property
    def is_here(self) -> bool:
        return not self._is_done

    def remember(self, message: ServerMessage) -> None:
        if isinstance(message, WelcomeCustomer | CustomerViewChanged):
            self._view = message.view
            if self._waits_since is None and message.view.stage in IN_QUEUE:
                self._waits_since = time.time()

    async def act(self) -> None:
        view = self._view
        if view is None:
            return
        if view.close_reason is not None:
            self.note_done()
            self._is_done = True
        elif view.stage is Stage.ARRIVING and view.consents is None:
            await self.ask(SendConsents, recording=True, face=True)
        elif view.stage is Stage.ARRIVING:
            await self.ask(JoinQueue)
        elif view.stage in IN_QUEUE and self._is_impatient():
            await self.ask(HangUpCall)
        else:
            self.note_done()

    def _is_impatient(self) -> bool:
        since, patience_s = self._waits_since, self._patience_s
        return since is not None and patience_s is not None and time.time() - since > patience_s


class HurriedAgent(DeskMemory, Hurried):
    """Takes whoever is offered, and hangs up soon; `close_up()`: no more after this one."""

    def __init__(self, line: Line, steps: list[Step]) -> None:
        super().__init__(line, steps)
        self.met: set[SessionId] = set()
        self._is_closing = False
        self._talks_since = 0.0

    def close_up(self) -> None:
        self._is_closing = True

    def remember(self, message: ServerMessage) -> None:
        super().remember(message)
        view = self.view
        if view is not None and view.stage in IN_CALL and view.session_id not in self.met:
            self.met.add(view.session_id)
            self._talks_since = time.time()

    async def act(self) -> None:
        view = self.view
        if view is not None and view.close_reason is None:
            await self._talk()
        elif view is not None and view.stage is Stage.WRAPPING_UP:
            await self.ask(CompleteWrapUp, result="done")
        elif self.offer is not None:
            await self.ask(AcceptOffer, offer_id=self.offer.offer_id)
        elif self.state is not None:
            await self._be_ready(self.state.presence)

    async def _talk(self) -> None:
        if time.time() - self._talks_since >= _TALK_S:
            await self.ask(HangUpCall)
        else:
            self.note_done()

    async def _be_ready(self, presence: Presence) -> None:
        is_resting = presence in {Presence.OFFLINE, Presence.BREAK}
        if self._is_closing and is_resting:
            self.note_done()
            self._is_done = True
        elif self._is_closing:
            await self.ask(TakeBreak)
        elif is_resting:
            await self.ask(SetReady)
        else:
            self.note_done()
