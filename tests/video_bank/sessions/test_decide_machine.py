"""Any events in any order: what holds after each of them, whatever came before."""

from typing import Any

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.video_bank.scripts.test_progress import SCRIPT
from tests.video_bank.sessions import events
from tests.video_bank.sessions.onlookers import Onlookers
from tests.video_bank.sessions.stories import AMIR, NODE, OFFER, PICTURE, SESSION, START, invited
from video_bank.media.commands import LegName
from video_bank.media.news import LegFlowing
from video_bank.queues.news import OfferMade
from video_bank.scripts.script import LoadedScript
from video_bank.sessions import requests
from video_bank.sessions.deadlines import next_due
from video_bank.sessions.decide import decide
from video_bank.sessions.inbox import AgentJoined, MediaPlaced, SessionEvent, TimeRanOut
from video_bank.sessions.lifecycle import ENDS, IN_CALL
from video_bank.sessions.session import Session, Stage
from video_bank.sessions.views import offer_view

_steps = st.integers(0, 5)  # of what usually comes next: after five of them both talk


class AnySession(RuleBasedStateMachine):
    """One session's life, and everybody who has to make sense of what it does."""

    session: Session
    onlookers: Onlookers
    now: float

    @initialize(steps=_steps)
    def start(self, steps: int) -> None:
        """Begin anywhere on the usual way."""
        self.session = msgspec.structs.replace(invited(), script=LoadedScript(SCRIPT, "0" * 64))
        self.now = START
        self.onlookers = Onlookers(self.session)
        for _ in range(steps):
            self.go_on()

    @rule(event=st.one_of(*events.OF_THE_CUSTOMER))
    def hear_the_customer(self, event: SessionEvent) -> None:
        self.tell(event)

    @rule(event=st.one_of(*events.OF_THE_AGENT))
    def hear_the_agent(self, event: SessionEvent) -> None:
        self.tell(event)

    @rule(event=st.one_of(*events.OF_THE_QUEUE))
    def hear_the_queue(self, event: SessionEvent) -> None:
        self.tell(event)

    @rule(event=st.one_of(*events.OF_COLLEAGUES))
    def hear_of_colleagues(self, event: SessionEvent) -> None:
        self.tell(event)

    @rule(event=st.one_of(*events.OF_THIRD_PARTIES))
    def hear_third_parties(self, event: SessionEvent) -> None:
        self.tell(event)

    @rule(event=st.one_of(*events.OF_THE_NODE))
    def hear_the_node(self, event: SessionEvent) -> None:
        self.tell(event)

    @rule(event=st.one_of(*events.OF_THE_HOST), after_s=st.sampled_from([1.0, 40.0, 130.0]))
    def see(self, event: SessionEvent, after_s: float) -> None:
        self.now += after_s
        self.tell(event)

    @precondition(lambda self: next_due(self.session) is not None)
    @rule()
    def let_the_time_run_out(self) -> None:
        due = next_due(self.session)
        assert due is not None
        self.now = max(self.now, due[0])
        self.tell(TimeRanOut(SESSION, due[1]))
        assert next_due(self.session) != due, "what was due is done"

    @rule()
    def go_on(self) -> None:
        """Do what usually comes next, so that the others come at every stage."""
        for event in self._usual():
            self.tell(event)

    @precondition(lambda self: self.session.stage in IN_CALL)
    @rule(leg=st.sampled_from(LegName))
    def hang_up(self, leg: LegName) -> None:
        self.tell(requests.HangUp(session_id=SESSION, request_id="bye", leg=leg))

    @precondition(lambda self: self.session.stage in ENDS)
    @rule(steps=_steps)
    def meet_the_next(self, steps: int) -> None:
        self.start(steps)

    def tell(self, event: SessionEvent) -> None:
        self.now += 0.1
        before = self.session
        step = decide(before, event, self.now)
        self.session = step.session
        self.onlookers.watch(before, event, step)
        assert _written_and_read(self.session) == self.session
        assert (offer_view(self.session) is not None) == (self.session.stage is Stage.OFFERED)

    def _usual(self) -> list[SessionEvent]:
        asked: dict[str, Any] = {"session_id": SESSION, "request_id": "usual"}
        offered = OfferMade(SESSION, OFFER, AMIR.staff_id, self.now + 20)
        usual: dict[Stage, list[SessionEvent]] = {
            Stage.INVITED: [requests.NoteArrival(**asked)],
            Stage.ARRIVING: [
                requests.GiveConsents(recording=True, face=True, **asked),
                requests.EnterQueue(**asked),
            ],
            Stage.WAITING: [offered],
            Stage.OFFERED: [AgentJoined(SESSION, OFFER, AMIR)],
            Stage.CONNECTING: [MediaPlaced(SESSION, NODE), *self._connect()],
            Stage.PARKED: self._connect(),
            Stage.TALKING: [
                requests.NotePicture(picture_id=PICTURE, taken_by=LegName.CUSTOMER, **asked),
                requests.BeginCheck(picture_id=PICTURE, **asked),
            ],
            Stage.WRAPPING_UP: [
                requests.FinishWrapUp(result="ok", note="", staff_id=AMIR.staff_id, **asked)
            ],
        }
        return usual.get(self.session.stage, [])

    def _connect(self) -> list[SessionEvent]:
        found: list[SessionEvent] = []
        for leg in (LegName.CUSTOMER, self.session.lead):
            take = self.session.leg(leg).take + 1
            connection = f"usual {take}"
            asked: dict[str, Any] = {"session_id": SESSION, "request_id": "usual", "leg": leg}
            found.append(requests.OfferMedia(connection=connection, sdp="v=0", **asked))
            found.append(LegFlowing(SESSION, leg, take))
        return found


def _written_and_read(session: Session) -> Session:
    return msgspec.json.decode(msgspec.json.encode(session), type=Session)


TestAnySession = AnySession.TestCase
TestAnySession.settings = settings(max_examples=120, stateful_step_count=30, deadline=None)
