"""Sessions told event by event, for tests of what follows from each."""

import hashlib
from typing import Any, Final, TypeVar

import msgspec

from video_bank.ids import CheckId, GuestId, NodeId, OfferId, PictureId, QueueId, SessionId, StaffId
from video_bank.media.commands import LegName
from video_bank.media.news import LegFlowing
from video_bank.queues.news import OfferMade
from video_bank.sessions import requests
from video_bank.sessions.decide import decide
from video_bank.sessions.draft import Step
from video_bank.sessions.effects import (
    Effect,
    TellAgent,
    TellCustomer,
    TellGuest,
    TellSupervisor,
)
from video_bank.sessions.inbox import AgentJoined, MediaPlaced, SessionEvent
from video_bank.sessions.outgoing import OutgoingMessage
from video_bank.sessions.session import AgentCard, Customer, Session, Stage
from video_bank.verification.evidence import Evidence, Finding, Reason, Thresholds, Verdict

SESSION = SessionId("ses_" + "1" * 24)
QUEUE = QueueId("loans")
OFFER = OfferId("offer_" + "2" * 24)
NODE = NodeId("media_" + "3" * 24)
OTHER_NODE = NodeId("media_" + "4" * 24)
PICTURE = PictureId("pic_" + "5" * 24)
AMIR = AgentCard(StaffId("staff_" + "6" * 24), "Amir", "A1001")
START = 1_700_000_000.0
CUSTOMER = hashlib.sha256(b"DK-1").hexdigest()[:32]  # as the queue knows her

_Effect = TypeVar("_Effect", bound=Effect)


def invited(session_id: SessionId = SESSION) -> Session:
    return Session(
        session_id=session_id,
        queue=QUEUE,
        business="loan",
        customer=Customer("Carla", "DK-1" if session_id == SESSION else session_id),
        created_at=START,
        wrapped_key=b"wrapped",
        stage_since=START,
    )


PAIR: Final = (LegName.CUSTOMER, LegName.AGENT)


class Story:
    """One session's life; each event is told at `now`, a second after the one before."""

    def __init__(self, session: Session | None = None) -> None:
        self.session = session or invited()
        self.now = START
        self.steps: list[Step] = []
        self._requests = 0

    def tell(self, event: SessionEvent, after_s: float = 1.0) -> Step:
        self.now += after_s
        step = decide(self.session, event, self.now)
        self.session = step.session
        self.steps.append(step)
        return step

    def ask(self, kind: type[Any], /, **fields: Any) -> Step:
        """Tell a participant's request, under an id of its own."""
        self._requests += 1
        defaults = {"session_id": self.session.session_id, "request_id": f"r{self._requests}"}
        return self.tell(kind(**(defaults | fields)))

    @property
    def kinds(self) -> list[str]:
        return [happening.kind for step in self.steps for happening in step.happenings]

    def until_waiting(self) -> "Story":
        self.ask(requests.NoteArrival)
        self.ask(requests.GiveConsents, recording=True, face=True)
        self.ask(requests.EnterQueue)
        return self

    def until_offered(self) -> "Story":
        self.until_waiting()
        self.tell(OfferMade(SESSION, OFFER, AMIR.staff_id, self.now + 20))
        return self

    def until_connecting(self) -> "Story":
        self.until_offered()
        self.tell(AgentJoined(SESSION, OFFER, AMIR))
        return self

    def until_placed(self) -> "Story":
        self.until_connecting()
        self.tell(MediaPlaced(SESSION, NODE))
        return self

    def until_talking(self) -> "Story":
        self.until_placed()
        for leg in PAIR:
            self.connect(leg)
        assert self.session.stage is Stage.TALKING
        return self

    def until_picture(self) -> "Story":
        self.until_talking()
        self.ask(requests.NotePicture, picture_id=PICTURE, taken_by=LegName.CUSTOMER)
        return self

    def connect(self, leg: LegName, guest_id: GuestId | None = None) -> None:
        take = self.session.leg(leg).take + 1
        offer = {"leg": leg, "connection": f"{leg}{take}", "sdp": "v=0", "guest_id": guest_id}
        self.ask(requests.OfferMedia, **offer)
        self.tell(LegFlowing(SESSION, leg, take))


def effects_of(step: Step, kind: type[_Effect]) -> list[_Effect]:
    return [effect for effect in step.effects if isinstance(effect, kind)]


def told(step: Step) -> list[OutgoingMessage]:
    return [
        effect.message
        for effect in step.effects
        if isinstance(effect, TellCustomer | TellAgent | TellGuest | TellSupervisor)
    ]


def evidence(verdict: Verdict = Verdict.PASSED) -> Evidence:
    return Evidence(
        verdict=verdict,
        distance=0.4,
        thresholds=Thresholds(),
        findings=(Finding(Reason.DISTANCE_BELOW_MATCH, 0.4, 0.45),),
        engine="test",
        live_frames=5,
        document_portrait=PICTURE,
        live_portrait=PICTURE,
        took_ms=1,
    )


def check_id_of(session: Session) -> CheckId:
    return session.checks[-1].check_id


def changed(session: Session, **fields: Any) -> Session:
    return msgspec.structs.replace(session, **fields)
