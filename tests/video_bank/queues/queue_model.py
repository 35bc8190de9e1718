"""What the queues are to do, said plainly: no clever structure, everything worked out anew.

Only who is next comes from `matching.py`: the machine holds the scripts to it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from video_bank.ids import QueueId, SessionId, StaffId
from video_bank.queues.lines import LineId, Serves, Standing, own_line, stand
from video_bank.queues.matching import Floor, Free
from video_bank.queues.policy import RoutingPolicy, Strategy
from video_bank.queues.response import measures
from video_bank.queues.rules import LEASE_S, MISSES, NOT_AGAIN_S, RING_S, rest_share
from video_bank.queues.ticket import Presence, Ticket

_SIGNED_ON = {Presence.READY, Presence.RINGING, Presence.BUSY, Presence.WRAP_UP}
_AT_HAND = {Presence.RINGING, Presence.BUSY, Presence.WRAP_UP}
_CREDIT_S = 600.0


@dataclass
class Waiting:
    ticket: Ticket
    standing: Standing
    is_kept: bool
    is_away: bool = False
    rings_at: StaffId | None = None
    not_again: dict[StaffId, float] = field(default_factory=dict)

    @property
    def line(self) -> LineId:
        keeper = self.standing.keeper
        return keeper if self.is_kept and keeper else self.standing.line


@dataclass
class Agent:
    serves: Serves
    will_serve: Serves
    presence: Presence = Presence.OFFLINE
    since: float = 0.0
    session_id: SessionId | None = None
    rings_until: float = 0.0
    lease_until: float | None = None
    rests_until: float | None = None
    rung_at: float = 0.0
    missed: int = 0
    busy_s: float = 0.0
    busy_since: float = 0.0
    owed: float = 0.0
    is_gone: bool = False
    is_lead: bool = True  # of the call at hand; else a colleague, or who has handed it on
    wraps_until: float | None = None

    @property
    def is_signed_on(self) -> bool:
        return self.presence in _SIGNED_ON


class Model:
    def __init__(self, policy: RoutingPolicy, serves: dict[StaffId, Serves]) -> None:
        self.policy = policy
        self.now = 0.0
        self.waiting: dict[SessionId, Waiting] = {}
        self.agents = {staff: Agent(served, served) for staff, served in serves.items()}
        self.is_held = False

    def stand(self, queue: QueueId) -> list[SessionId]:
        theirs = (each for each in self.waiting.values() if each.ticket.queue == queue)
        stand = sorted(theirs, key=lambda each: (each.standing.key, each.ticket.session_id))
        return [each.ticket.session_id for each in stand]

    # The customer's side.

    def enter(self, ticket: Ticket, *, is_first: bool) -> None:
        cap = self.policy.rule(ticket.queue).most_waiting
        ahead = len(self.stand(ticket.queue))
        if ticket.session_id in self.waiting:
            self._match()
        elif not (is_first and cap is not None and ahead >= cap):
            stands = stand(self.policy, ticket)
            is_kept = stands.keeper is not None and stands.kept_until > self.now
            self.waiting[ticket.session_id] = Waiting(ticket, stands, is_kept)
            self._match()

    def leave(self, session_id: SessionId) -> None:
        gone = self.waiting.pop(session_id, None)
        if gone and gone.rings_at:
            self._set(gone.rings_at, Presence.READY)
        self._match()

    def set_away(self, session_id: SessionId, *, is_away: bool) -> None:
        if (found := self.waiting.get(session_id)) is None:
            return
        found.is_away = is_away
        if is_away and found.rings_at:
            self._set(found.rings_at, Presence.READY)
            found.rings_at = None
        self._match()

    # The agent's side.

    def set_ready(self, staff: StaffId) -> bool:
        agent = self.agents[staff]
        if agent.presence in _AT_HAND:
            return False
        agent.serves = agent.will_serve
        if not agent.is_signed_on:
            agent.missed = 0
        if agent.presence is Presence.OFFLINE:
            agent.busy_s = agent.owed = 0.0
        agent.lease_until = self.now + LEASE_S
        if agent.presence is not Presence.READY:
            self._set(staff, Presence.READY)
        self._match()
        return True

    def step_back(self, staff: StaffId, presence: Presence) -> bool:
        agent = self.agents[staff]
        if agent.presence in {Presence.BUSY, Presence.WRAP_UP}:
            return False
        self._end_ringing(staff)
        self._set(staff, presence)
        if presence is Presence.OFFLINE:
            agent.lease_until = None
        self._match()
        return True

    def renew(self, staff: StaffId) -> None:
        self.agents[staff].lease_until = self.now + LEASE_S
        self.agents[staff].is_gone = False

    def accept(self, staff: StaffId) -> SessionId:
        agent = self.agents[staff]
        assert agent.session_id
        if agent.is_lead:
            del self.waiting[agent.session_id]
        self._take_up(agent, agent.session_id, self.now - agent.since)
        return agent.session_id

    def decline(self, staff: StaffId) -> None:
        self._part(staff)
        self._end_ringing(staff)
        self._set(staff, Presence.READY)
        self._match()

    # The session's side.

    def hold(self, staff: StaffId, session_id: SessionId) -> None:
        agent = self.agents[staff]
        if agent.lease_until is None:
            agent.lease_until = self.now + LEASE_S
        self._take_up(agent, session_id, 0.0)

    def wrap_up(self, staff: StaffId, until: float | None = None) -> None:
        session_id, is_lead = self.agents[staff].session_id, self.agents[staff].is_lead
        self._set(staff, Presence.WRAP_UP, session_id)
        most_s = measures(self.policy).wrap_up_s
        if until is not None and most_s is not None:
            until = min(until, self.now + most_s)
        self.agents[staff].wraps_until = until
        self.agents[staff].is_lead = is_lead and until is None

    def ask(self, session_id: SessionId, line: LineId) -> None:
        floor = self._floor()
        staff = floor.first_free(line)
        if staff is not None:
            self._ring(staff, session_id)
            self.agents[staff].is_lead = False

    def unask(self, staff: StaffId) -> None:
        self._set(staff, Presence.READY)
        self._match()

    def free(self, staff: StaffId, *, is_leaving: bool) -> None:
        self._let_go(staff, is_leaving=is_leaving)
        self._match()

    def _let_go(self, staff: StaffId, *, is_leaving: bool = False) -> None:
        agent = self.agents[staff]
        took = self.now - agent.busy_since
        agent.busy_s += took
        share = rest_share(self.policy)
        agent.owed += took * share
        pause = max(self.policy.pause_s, agent.owed if share else 0)
        if pause > 0:
            agent.rests_until = self.now + pause
        is_off = is_leaving or agent.is_gone
        agent.is_gone = False
        self._set(staff, Presence.OFFLINE if is_off else Presence.READY)

    # Time, and what is lost.

    def sweep(self, *, has_room: bool) -> None:
        self.is_held = not has_room
        for staff, agent in self.agents.items():
            if agent.presence is Presence.RINGING and agent.rings_until <= self.now:
                self._miss(staff)
        for staff in self._due(lambda agent: agent.lease_until):
            self._vanish(staff)
        for staff in self._due(lambda agent: agent.wraps_until):
            self._let_go(staff)
        for staff in self._due(lambda agent: agent.rests_until):
            self.agents[staff].rests_until = None
        for session, each in list(self.waiting.items()):
            each.is_kept = each.is_kept and each.standing.kept_until > self.now
            if (each.standing.late_at or self.now + 1) <= self.now and not each.rings_at:
                del self.waiting[session]
        self._match()

    def _due(self, until: Callable[[Agent], float | None]) -> list[StaffId]:
        ends = {staff: until(agent) for staff, agent in self.agents.items()}
        return [staff for staff, end in ends.items() if end is not None and end <= self.now]

    def follow(self, policy: RoutingPolicy, serves: dict[StaffId, Serves]) -> None:
        """Other rules count from now on; for agents who are not here, when they come."""
        self.policy = policy
        for staff, agent in self.agents.items():
            agent.will_serve = serves[staff]
            if agent.lease_until is not None:
                agent.serves = agent.will_serve
        for each in self.waiting.values():
            each.standing = stand(policy, each.ticket)
            is_kept = each.standing.keeper is not None and each.standing.kept_until > self.now
            each.is_kept = each.is_kept and is_kept
        self._match()

    def wipe(self) -> None:
        self.waiting.clear()
        self.agents = {
            staff: Agent(agent.will_serve, agent.will_serve) for staff, agent in self.agents.items()
        }
        self.is_held = False

    # Words of its own.

    def _set(self, staff: StaffId, presence: Presence, session: SessionId | None = None) -> None:
        agent = self.agents[staff]
        agent.presence, agent.since, agent.session_id = presence, self.now, session
        agent.is_lead, agent.wraps_until = True, None

    def _miss(self, staff: StaffId) -> None:
        self._part(staff)
        self._end_ringing(staff)
        self.agents[staff].missed += 1
        is_habit = self.agents[staff].missed >= MISSES
        self._set(staff, Presence.BREAK if is_habit else Presence.READY)

    def _end_ringing(self, staff: StaffId) -> None:
        session = self.agents[staff].session_id
        agent = self.agents[staff]
        is_ringing = agent.presence is Presence.RINGING and agent.is_lead
        if is_ringing and session in self.waiting:
            self.waiting[session].rings_at = None

    def _part(self, staff: StaffId) -> None:
        session = self.agents[staff].session_id
        if session is None or (found := self.waiting.get(session)) is None:
            return
        found.not_again[staff] = self.now + NOT_AGAIN_S
        if found.standing.keeper == own_line(staff):
            found.is_kept = False

    def _take_up(self, agent: Agent, session_id: SessionId, idle_s: float) -> None:
        agent.owed = max(-_CREDIT_S, agent.owed - idle_s)
        agent.busy_since, agent.missed, agent.wraps_until = self.now, 0, None
        agent.presence, agent.since, agent.session_id = Presence.BUSY, self.now, session_id

    def _vanish(self, staff: StaffId) -> None:
        agent = self.agents[staff]
        agent.lease_until = None
        if agent.presence in {Presence.BUSY, Presence.WRAP_UP}:
            agent.is_gone = True
            return
        self._end_ringing(staff)
        self._set(staff, Presence.OFFLINE)

    def _match(self) -> None:
        for each in self._visible():
            keeper = each.standing.keeper
            each.is_kept = each.is_kept and keeper is not None and self._is_staffed(keeper)
        while not self.is_held and (found := self._floor().next(self.now)):
            self.waiting[found.session_id].rings_at = found.staff_id
            self._ring(found.staff_id, found.session_id)

    def _ring(self, staff: StaffId, session_id: SessionId) -> None:
        self._set(staff, Presence.RINGING, session_id)
        agent = self.agents[staff]
        agent.rung_at, agent.rings_until = self.now, self.now + RING_S

    def _is_staffed(self, line: LineId) -> bool:
        return any(
            agent.is_signed_on and (line == own_line(staff) or line in agent.serves)
            for staff, agent in self.agents.items()
        )

    def _visible(self) -> Iterator[Waiting]:
        return (each for each in self.waiting.values() if not each.is_away and not each.rings_at)

    def _floor(self) -> Floor:
        floor = Floor()
        for each in self._visible():
            floor.show(each.ticket.session_id, each.line, each.standing.key)
            for staff, until in each.not_again.items():
                floor.part(each.ticket.session_id, staff, until)
        for staff, agent in self.agents.items():
            if agent.presence is Presence.READY and agent.rests_until is None:
                floor.set_free(Free(self._score(agent), staff, agent.serves))
        return floor

    def _score(self, agent: Agent) -> float:
        match self.policy.strategy:
            case Strategy.LONGEST_IDLE:
                return agent.since
            case Strategy.LEAST_BUSY:
                return agent.busy_s
            case Strategy.ROUND_ROBIN:
                return agent.rung_at
