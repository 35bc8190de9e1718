"""What the queue, the agents, the media nodes, the archivist and the pages make of a session.

Each keeps its own picture of the session, from effects alone, and says when it does not fit.
"""

from collections import Counter
from typing import TYPE_CHECKING

from video_bank.media.commands import ArrangeCall, Arrangement, CloseCall, OpenCall
from video_bank.media.news import UnknownCall
from video_bank.queues.news import WrapUpOver
from video_bank.sessions.desk_views import desk_view
from video_bank.sessions.draft import Step
from video_bank.sessions.effects import (
    AskForSeal,
    BeginWrapUp,
    Effect,
    FreeAgent,
    GiveUpPlace,
    HoldAgent,
    MarkAway,
    RingColleague,
    StopRinging,
    TakePlace,
    TellAgent,
    TellBank,
    TellCustomer,
    TellGuest,
    TellNode,
    TellSupervisor,
)
from video_bank.sessions.inbox import AgentJoined, LiveStateLost, NodeLost, SessionEvent
from video_bank.sessions.lifecycle import ENDS, IN_CALL, IN_QUEUE, NEXT
from video_bank.sessions.outgoing import (
    AgentViewChanged,
    CustomerViewChanged,
    GuestViewChanged,
    SupervisorViewChanged,
)
from video_bank.sessions.seats import DeskSeat, find_seat, staff_at_hand
from video_bank.sessions.session import CheckState, Session, Stage
from video_bank.sessions.views import (
    AgentView,
    GuestView,
    SupervisorView,
    customer_view,
    guest_view,
    supervisor_view,
)

if TYPE_CHECKING:
    from video_bank.ids import GuestId, NodeId, StaffId

_OVER = ENDS | {Stage.WRAPPING_UP}


class Onlookers:
    def __init__(self, session: Session) -> None:
        self._has_place = False
        self._is_away = False
        self._busy_with_it: set[StaffId] = set()
        self._open_on: set[NodeId] = set()
        self._was_open = False
        self._seals = 0
        self._customer_sees = customer_view(session)
        self._agents_see: dict[StaffId, AgentView | None] = {}
        self._guests_see: dict[GuestId, GuestView | None] = {}
        self._supervisors_see: dict[StaffId, SupervisorView | None] = {}
        self._arranged = Arrangement()
        self._happened: Counter[str] = Counter()

    def watch(self, before: Session, event: SessionEvent, step: Step) -> None:
        self._hear(before, event)
        for effect in step.effects:
            self._notice(effect)
        self._happened.update(happening.kind for happening in step.happenings)
        self._check_stage(before, step.session)
        self._check_queue(step.session)
        self._check_agents(step.session)
        self._check_media(step.session)
        self._check_pages(step.session)

    def _hear(self, before: Session, event: SessionEvent) -> None:
        """What the event itself changes in the world, before the session answers."""
        match event:
            case WrapUpOver(staff_id=staff_id):
                is_former = find_seat(before, staff_id) is DeskSeat.FORMER
                self._busy_with_it -= {staff_id} if is_former else set()
            case AgentJoined(card=card):
                self._has_place = self._is_away = False
                self._busy_with_it.add(card.staff_id)
            case LiveStateLost():
                self._has_place = self._is_away = False
                self._busy_with_it.clear()
            case NodeLost(node_id=node_id) | UnknownCall(node_id=node_id):
                self._open_on.discard(node_id)
            case _:
                pass

    def _notice(self, effect: Effect) -> None:
        match effect:
            case TakePlace() | GiveUpPlace() | MarkAway():
                self._move_customer(effect)
            case HoldAgent(staff_id=staff_id) | BeginWrapUp(staff_id=staff_id):
                self._busy_with_it.add(staff_id)
            case FreeAgent(staff_id=staff_id):
                assert staff_id in self._busy_with_it, "freed is only who was held"
                self._busy_with_it.remove(staff_id)
            case RingColleague() | StopRinging() | TellBank():
                pass
            case TellNode():
                self._command(effect)
            case AskForSeal():
                self._seals += 1
            case TellCustomer() | TellAgent() | TellGuest() | TellSupervisor():
                self._show(effect)

    def _move_customer(self, effect: TakePlace | GiveUpPlace | MarkAway) -> None:
        if isinstance(effect, MarkAway):
            assert self._has_place
            self._is_away = effect.is_away
            return
        self._has_place = isinstance(effect, TakePlace)
        self._is_away &= self._has_place

    def _command(self, told: TellNode) -> None:
        if isinstance(told.command, ArrangeCall):
            assert told.node_id in self._open_on
            self._arranged = told.command.arrangement
        elif isinstance(told.command, OpenCall):
            self._arranged = Arrangement()
            self._was_open = True
            self._open_on.add(told.node_id)
        elif isinstance(told.command, CloseCall):
            self._open_on.discard(told.node_id)

    def _show(self, told: TellCustomer | TellAgent | TellGuest | TellSupervisor) -> None:
        match told:
            case TellGuest(guest_id=guest_id, message=GuestViewChanged(view=guest_sees)):
                self._guests_see[guest_id] = guest_sees
            case TellSupervisor(staff_id=staff_id, message=SupervisorViewChanged(view=watched)):
                self._supervisors_see[staff_id] = watched
            case TellCustomer(message=CustomerViewChanged(view=seen)):
                self._customer_sees = seen
            case TellAgent(staff_id=staff_id, message=AgentViewChanged(view=view)):
                self._agents_see[staff_id] = view
            case _:
                pass

    def _check_stage(self, before: Session, after: Session) -> None:
        assert after.stage is before.stage or after.stage in NEXT[before.stage]
        is_over = after.stage in _OVER
        assert is_over == (after.close_reason is not None) == (after.ended_at is not None)
        assert self._happened["session_ended"] == is_over
        is_checked = any(check.state is CheckState.RUNNING for check in after.checks)
        assert not is_checked or after.stage in IN_CALL

    def _check_queue(self, session: Session) -> None:
        assert self._has_place == (session.stage in IN_QUEUE)
        if self._has_place:
            is_missed = session.customer_leg.away_since is not None and not session.is_callback
            assert self._is_away == is_missed

    def _check_agents(self, session: Session) -> None:
        at_hand = staff_at_hand(session)
        assert self._busy_with_it == at_hand, "busy with it is who has it at hand, nobody else"
        assert session.consultation is None or session.stage in IN_CALL
        assert session.held_since is None or session.stage in IN_CALL

    def _check_media(self, session: Session) -> None:
        is_placed = session.stage in IN_CALL and session.media_node is not None
        assert self._open_on == ({session.media_node} if is_placed else set())
        if is_placed:
            assert self._arranged == session.arrangement, "the node binds what the session says"
        is_missing = session.stage in IN_CALL and session.media_node is None
        assert is_missing == (session.media_missing_since is not None)
        if session.stage in ENDS:
            assert self._seals == self._was_open, "one seal for whatever was recorded"
        else:
            assert self._seals <= (self._was_open and session.stage is Stage.WRAPPING_UP)

    def _check_pages(self, session: Session) -> None:
        assert self._customer_sees == customer_view(session)
        for staff_id, seen in self._agents_see.items():
            assert seen == desk_view(session, staff_id)
        assert staff_at_hand(session) <= self._agents_see.keys()
        has_agreed = session.location_consent is not None and session.location_consent.is_given
        assert has_agreed == (session.location is not None), "no place without a yes"
        guest_id = session.guest.guest_id if session.guest else None
        for each, guest_sees in self._guests_see.items():
            assert guest_sees == (guest_view(session) if each == guest_id else None)
        supervisor = session.supervision.card.staff_id if session.supervision else None
        for staff_id, watched in self._supervisors_see.items():
            assert watched == (supervisor_view(session) if staff_id == supervisor else None)
