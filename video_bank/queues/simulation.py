"""A centre on a virtual clock (pure): the real policy, the real matching, invented people.

Who is next comes from `matching.py`, who may serve whom from `lines.py`: what is learned here is
true of the bank's own rules. An agent who is offered somebody answers after `answer_s`, always.

With the emergency plan the same rules of `emergency.py` and `response.py` run beside it. Of its
measures those count that change who serves and for how long; that customers take a callback or an
appointment is not assumed, so the real centre does better than this one; whoever comes to a queue
that takes appointments only gets no place, as there.
"""

import heapq
from collections.abc import Iterable, Mapping
from itertools import count
from typing import Final

from video_bank.ids import QueueId, SessionId, StaffId
from video_bank.queues.arrivals import Arrival
from video_bank.queues.emergency import Level
from video_bank.queues.figures import Call, Outcome, Run
from video_bank.queues.hours import is_open
from video_bank.queues.lines import serves, stand
from video_bank.queues.matching import Floor, Free
from video_bank.queues.policy import Profile, RoutingPolicy, Strategy
from video_bank.queues.response import measures, respond
from video_bank.queues.rules import rest_share
from video_bank.queues.simulated_estimates import SimulatedEstimates
from video_bank.queues.simulated_watch import SimulatedWatch
from video_bank.queues.ticket import Ticket, Wishes

ANSWER_S: Final = 3.0
LOOK_EVERY_S: Final = 5.0
RESERVE_S: Final = 120.0  # until supervisors and the back office sit at a desk


class _Agent:
    def __init__(self) -> None:
        self.since = 0.0
        self.busy_s = 0.0
        self.owed = 0.0
        self.rung_at = 0.0

    def score(self, strategy: Strategy) -> float:
        match strategy:
            case Strategy.LONGEST_IDLE:
                return self.since
            case Strategy.LEAST_BUSY:
                return self.busy_s
            case Strategy.ROUND_ROBIN:
                return self.rung_at


class Simulation:
    """One run over a list of arrivals; the day begins at `midnight` (seconds, UTC).

    The reserve serves only under the plan, and does not count as signed on.
    """

    def __init__(
        self,
        policy: RoutingPolicy,
        staff: Mapping[StaffId, Profile],
        *,
        answer_s: float = ANSWER_S,
        midnight: float = 0.0,
        has_plan: bool = False,
    ) -> None:
        self._quiet = self._policy = policy
        self._watch = SimulatedWatch(policy.plan) if has_plan else None
        self._staff = staff
        self._wrap_up_s: int | None = None
        self._answer_s = answer_s
        self._midnight = midnight
        self._rest_share = rest_share(policy)
        self._agents = {staff_id: _Agent() for staff_id in staff}
        self._serves = {staff_id: serves(policy, profile) for staff_id, profile in staff.items()}
        self._floor = Floor()
        self._free: set[StaffId] = set()
        self._waiting: dict[SessionId, Arrival] = {}
        self._calls: list[Call] = []
        self._at_work: dict[StaffId, tuple[QueueId, float]] = {}
        self._estimates = SimulatedEstimates()
        self._events: list[tuple[float, int, str, str]] = []
        self._numbers = count()
        self._arrivals: dict[SessionId, Arrival] = {}

    def run(self, arrivals: Iterable[Arrival]) -> Run:
        for number, arrival in enumerate(arrivals):
            session_id = SessionId(f"ses_{number:07}")
            self._arrivals[session_id] = arrival
            self._plan(arrival.at, "arrive", session_id)
        for staff_id in self._agents:
            self._set_free(staff_id, 0.0)
        if self._watch:
            self._plan(LOOK_EVERY_S, "look", "")
        last = 0.0
        while self._events:
            now, _, kind, who = heapq.heappop(self._events)
            self._happen(now, kind, who)
            self._match(now)
            if kind in {"arrive", "hang_up"}:
                last = now
        regular = [staff_id for staff_id, able in self._staff.items() if not able.is_reserve]
        busy_s = sum(self._agents[staff_id].busy_s for staff_id in regular)
        levels = tuple(self._watch.levels) if self._watch else ()
        off_s = tuple(sorted(self._estimates.off_s))
        return Run(tuple(self._calls), len(regular), last, busy_s, levels, off_s)

    def _plan(self, at: float, kind: str, who: str) -> None:
        heapq.heappush(self._events, (at, next(self._numbers), kind, who))

    def _happen(self, now: float, kind: str, who: str) -> None:
        match kind:
            case "arrive":
                self._arrive(SessionId(who), now)
            case "give_up":
                self._give_up(SessionId(who), now)
            case "hang_up":
                self._hang_up(StaffId(who), now)
            case "rested":
                self._set_free(StaffId(who), now)
            case "look":
                self._look(now)
            case "reserve":
                self._seat_all()
            case _:
                return  # a circle of agents widens: only the matching has to look again

    def _arrive(self, session_id: SessionId, now: float) -> None:
        arrival, policy = self._arrivals[session_id], self._policy
        rule = policy.rule(arrival.queue)
        is_late = not is_open(rule.hours, policy.holidays, policy.zone, self._midnight + now)
        if is_late or arrival.queue in measures(policy).appointments_only:
            self._calls.append(Call(arrival.at, Outcome.CLOSED, 0.0))
            return
        ahead = sum(each.queue == arrival.queue for each in self._waiting.values())
        if rule.most_waiting is not None and ahead >= rule.most_waiting:
            self._decide(now, Call(arrival.at, Outcome.REFUSED, 0.0))
            return
        wishes = Wishes(arrival.language, arrival.priorities)
        place = stand(policy, Ticket(session_id, arrival.queue, now, wishes))
        self._waiting[session_id] = arrival
        staffed = sum(place.line in served for served in self._serves.values())
        self._estimates.tell(
            session_id,
            arrival.queue,
            position=ahead + 1,
            staffed=staffed,
            ready=self._floor.free,
        )
        self._floor.show(session_id, place.line, place.key)
        patience_s = min(arrival.patience_s, rule.longest_wait_s or arrival.patience_s)
        self._plan(now + patience_s, "give_up", session_id)
        for after_s in rule.tiers[1:]:
            self._plan(max(now, place.key + after_s), "widen", session_id)

    def _give_up(self, session_id: SessionId, now: float) -> None:
        if arrival := self._waiting.pop(session_id, None):
            self._floor.forget(session_id)
            self._decide(now, Call(arrival.at, Outcome.ABANDONED, now - arrival.at))

    def _hang_up(self, staff_id: StaffId, now: float) -> None:
        agent = self._agents[staff_id]
        self._estimates.note_handled(*self._at_work.pop(staff_id))
        pause_s = max(self._policy.pause_s, agent.owed if self._rest_share else 0.0)
        if pause_s > 0:
            self._plan(now + pause_s, "rested", staff_id)
            agent.since = now
        else:
            self._set_free(staff_id, now)

    def _set_free(self, staff_id: StaffId, now: float) -> None:
        self._agents[staff_id].since = now
        self._free.add(staff_id)
        self._seat(staff_id)

    def _seat(self, staff_id: StaffId) -> None:
        score = self._agents[staff_id].score(self._policy.strategy)
        self._floor.set_free(Free(score, staff_id, self._serves[staff_id]))

    def _decide(self, now: float, call: Call) -> None:
        self._calls.append(call)
        if self._watch:
            self._watch.note(now, call.outcome)

    def _look(self, now: float) -> None:
        """Watch the triggers; another level is another policy, from this moment on."""
        if self._events:
            self._plan(now + LOOK_EVERY_S, "look", "")
        first = next(iter(self._waiting.values()), None)
        longest_s = now - first.at if first else 0.0
        if self._watch is None or not self._watch.look(now, len(self._waiting), longest_s):
            return
        self._policy = respond(self._quiet, self._watch.level)
        self._rest_share = rest_share(self._policy)
        self._wrap_up_s = measures(self._policy).wrap_up_s
        self._seat_all(has_reserve=False)
        if self._watch.level is Level.SECOND:
            self._plan(now + RESERVE_S, "reserve", "")

    def _seat_all(self, *, has_reserve: bool = True) -> None:
        for staff_id, able in self._staff.items():
            is_away = able.is_reserve and not has_reserve
            self._serves[staff_id] = {} if is_away else serves(self._policy, able)
        for staff_id in self._free:
            self._seat(staff_id)

    def _match(self, now: float) -> None:
        while found := self._floor.next(now):
            arrival = self._waiting.pop(found.session_id)
            agent = self._agents[found.staff_id]
            self._floor.forget(found.session_id)
            self._floor.set_taken(found.staff_id)
            self._free.discard(found.staff_id)
            wait_s = now - arrival.at + self._answer_s
            handle_s = arrival.handled_s(self._wrap_up_s)
            self._estimates.note_wait(found.session_id, now - arrival.at)
            self._at_work[found.staff_id] = (arrival.queue, handle_s)
            self._decide(now, Call(arrival.at, Outcome.CONNECTED, wait_s, handle_s))
            agent.rung_at = now
            agent.busy_s += handle_s
            agent.owed = max(0.0, agent.owed - (now - agent.since))
            agent.owed += handle_s * self._rest_share
            self._plan(now + self._answer_s + handle_s, "hang_up", found.staff_id)
