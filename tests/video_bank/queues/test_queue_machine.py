"""The scripts on a real Redis against the model, move by move: nobody jumped, nobody twice."""

import asyncio
from typing import Any

import msgspec
import redis
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.fakes.clock import FakeClock
from tests.video_bank.queues.queue_model import Agent, Model
from video_bank.database.redis_link import RedisLink
from video_bank.errors import NotNowError
from video_bank.ids import OfferId, QueueId, SessionId, StaffId
from video_bank.queues import lines
from video_bank.queues.emergency import EmergencyPlan, FirstLevel, Level
from video_bank.queues.policy import (
    Affinity,
    Overflow,
    Priority,
    Profile,
    QueueRule,
    RoutingPolicy,
    Strategy,
)
from video_bank.queues.redis_store import RedisQueues
from video_bank.queues.response import respond
from video_bank.queues.routing import FixedRouting
from video_bank.queues.ticket import Presence, Target, TargetKind, Ticket, Wishes

START = 1_700_000_000.0
LOANS, CARDS = QueueId("loans"), QueueId("cards")
SESSIONS = [SessionId(f"ses_{number}") for number in range(6)]
STAFF = [StaffId(name) for name in ("staff_ada", "staff_amir", "staff_bo", "staff_cy")]
PROFILES = {
    STAFF[0]: Profile({"loans": 3}, ("yue",)),
    STAFF[1]: Profile({"loans": 1}),
    STAFF[2]: Profile({"cards": 1}, ("yue",)),
    STAFF[3]: Profile({"loans": 3}, ("yue",), is_reserve=True),
}
_overflow = st.sampled_from([(), (Overflow(10, {"cards": 1}, is_any_language=True),)])
_policies = st.builds(
    lambda strategy, overflow, pause_s, occupancy, affinity, limits: RoutingPolicy(
        languages=("yue",),
        queues={
            LOANS: QueueRule(skills={"loans": 2}, overflow=overflow),
            CARDS: QueueRule(most_waiting=limits[0], longest_wait_s=limits[1]),
        },
        head_starts={Priority.ELDERLY: 30, Priority.RETURNING: 3600},
        strategy=strategy,
        affinity=affinity,
        pause_s=pause_s,
        occupancy=occupancy,
        plan=EmergencyPlan(FirstLevel(wrap_up_s=15)),
    ),
    st.sampled_from(Strategy),
    _overflow,
    st.sampled_from([0, 2]),
    st.sampled_from([None, 0.5]),
    st.sampled_from([None, Affinity(wait_s=15), Affinity(wait_s=15)]),
    st.sampled_from([(None, None), (3, 25)]),
)
_wishes = st.builds(
    Wishes,
    st.sampled_from(["", "", "yue"]),
    st.sampled_from([(), (), (Priority.ELDERLY,)]),
    st.sampled_from([None, None, *STAFF]),
)
_targets = st.sampled_from(
    [
        *(Target(TargetKind.AGENT, staff) for staff in STAFF),
        Target(TargetKind.SKILL, "loans"),
        Target(TargetKind.SKILL, "nothing"),
        Target(TargetKind.QUEUE, CARDS),
    ]
)
_staff, _sessions = st.sampled_from(STAFF), st.sampled_from(SESSIONS)


class QueueMachine(RuleBasedStateMachine):
    url: str

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.clock = FakeClock(START)
        self.link = RedisLink(self.url)
        self._client = redis.Redis.from_url(self.url)

    def teardown(self) -> None:
        self.do(self.link.close())
        self._client.close()
        self.runner.close()

    def do(self, work: Any) -> Any:
        return self.runner.run(work)

    @initialize(policy=_policies, staff=st.permutations(STAFF))
    def begin(self, policy: RoutingPolicy, staff: list[StaffId]) -> None:
        self._client.flushall()
        self.quiet = policy
        self.queues = RedisQueues(self.link, self.clock, FixedRouting(policy, PROFILES))
        self.model = Model(policy, _served(policy))
        self.model.now = START
        for each in staff[:3]:
            self.get_ready(each)
            self.time_passes(0.5, crashed=None)

    @rule(session=_sessions, queue=st.sampled_from([LOANS, CARDS]), wishes=_wishes)
    def join(self, session: SessionId, queue: QueueId, wishes: Wishes) -> None:
        if any(agent.session_id == session for agent in self.model.agents.values()):
            return
        ticket = Ticket(session, queue, self.model.now, wishes)
        self.do(self.queues.enter(ticket, is_first=True))
        self.model.enter(ticket, is_first=True)

    @rule(session=_sessions)
    def leave(self, session: SessionId) -> None:
        self.do(self.queues.leave(session))
        self.model.leave(session)

    @rule(session=_sessions, is_away=st.booleans())
    def go_or_come_back(self, session: SessionId, is_away: bool) -> None:
        self.do(self.queues.set_away(session, is_away=is_away))
        self.model.set_away(session, is_away=is_away)

    @rule(staff=_staff)
    def get_ready(self, staff: StaffId) -> None:
        assert self._is_done(self.queues.set_ready(staff)) == self.model.set_ready(staff)

    @rule(staff=_staff)
    def take_break(self, staff: StaffId) -> None:
        done = self._is_done(self.queues.take_break(staff))
        assert done == self.model.step_back(staff, Presence.BREAK)

    @rule(staff=_staff)
    def sign_off(self, staff: StaffId) -> None:
        done = self._is_done(self.queues.sign_off(staff))
        assert done == self.model.step_back(staff, Presence.OFFLINE)

    @rule(data=st.data(), times=st.integers(1, 2))
    @precondition(lambda self: self._some(Presence.RINGING))
    def accept(self, data: st.DataObject, times: int) -> None:
        staff = self._one(data, Presence.RINGING)
        offer, taken = self._offer(staff), self.model.accept(staff)
        for _ in range(times):
            assert self.do(self.queues.accept(staff, offer)) == taken

    @rule(data=st.data())
    @precondition(lambda self: self._some(Presence.RINGING))
    def decline(self, data: st.DataObject) -> None:
        staff = self._one(data, Presence.RINGING)
        self.do(self.queues.decline(staff, self._offer(staff)))
        self.model.decline(staff)

    @rule(data=st.data(), to=_targets, wishes=_wishes)
    @precondition(lambda self: self._leads())
    def transfer(self, data: st.DataObject, to: Target, wishes: Wishes) -> None:
        """The customer goes on to others, before those who wait; the agent wraps up a while."""
        staff = data.draw(st.sampled_from(self._leads()))
        session = self._drop_colleague(staff)
        until = self.model.now + 20
        self.do(self.queues.begin_wrap_up(staff, session, until=until))
        self.model.wrap_up(staff, until)
        wanted = msgspec.structs.replace(wishes, agent=None)
        ticket = Ticket(session, LOANS, START, wanted, self.model.now, kept_s=15)
        match to.kind:
            case TargetKind.AGENT:
                wanted = msgspec.structs.replace(wanted, agent=StaffId(to.name))
                ticket = msgspec.structs.replace(ticket, wishes=wanted)
            case TargetKind.SKILL:
                ticket = msgspec.structs.replace(ticket, skill=to.name)
            case TargetKind.QUEUE:
                ticket = msgspec.structs.replace(ticket, queue=QueueId(to.name))
        self.do(self.queues.enter(ticket))
        self.model.enter(ticket, is_first=False)

    @rule(data=st.data(), to=_targets)
    @precondition(lambda self: self._leads())
    def ask_colleague(self, data: st.DataObject, to: Target) -> None:
        staff = data.draw(st.sampled_from(self._leads()))
        session = self.model.agents[staff].session_id
        assert session
        if self._colleagues(session):
            return
        self.do(self.queues.ask_colleague(session, LOANS, to))
        self.model.ask(session, lines.line_to(to))

    @rule(data=st.data())
    @precondition(lambda self: self._leads())
    def take_back(self, data: st.DataObject) -> None:
        self._drop_colleague(data.draw(st.sampled_from(self._leads())))

    @rule(data=st.data())
    @precondition(lambda self: self._leads())
    def hand_over(self, data: st.DataObject) -> None:
        """Whoever was asked into the call leads it from now on."""
        staff = data.draw(st.sampled_from(self._leads()))
        session = self.model.agents[staff].session_id
        assert session
        for colleague in self._colleagues(session):
            if self.model.agents[colleague].presence is Presence.BUSY:
                until = self.model.now + 20
                self.do(self.queues.begin_wrap_up(staff, session, until=until))
                self.model.wrap_up(staff, until)
                self.model.agents[colleague].is_lead = True

    def _drop_colleague(self, staff: StaffId) -> SessionId:
        session = self.model.agents[staff].session_id
        assert session
        for colleague in self._colleagues(session):
            if self.model.agents[colleague].presence is Presence.RINGING:
                self.do(self.queues.unask_colleague(session, self._offer(colleague)))
                self.model.unask(colleague)
            else:
                self.do(self.queues.free_agent(colleague, session, is_leaving=False))
                self.model.free(colleague, is_leaving=False)
        return session

    def _leads(self) -> list[StaffId]:
        return [each for each in self._some(Presence.BUSY) if self.model.agents[each].is_lead]

    def _colleagues(self, session: SessionId) -> list[StaffId]:
        return [
            staff
            for staff in (*self._some(Presence.RINGING), *self._some(Presence.BUSY))
            if self.model.agents[staff].session_id == session
            and not self.model.agents[staff].is_lead
        ]

    @rule(data=st.data())
    @precondition(lambda self: self._some(Presence.BUSY))
    def hang_up(self, data: st.DataObject) -> None:
        staff = self._one(data, Presence.BUSY)
        session = self.model.agents[staff].session_id
        assert session
        self.do(self.queues.begin_wrap_up(staff, session))
        self.model.wrap_up(staff)

    @rule(data=st.data(), is_leaving=st.sampled_from([False, False, True]))
    @precondition(lambda self: self._some(Presence.WRAP_UP))
    def finish(self, data: st.DataObject, is_leaving: bool) -> None:
        staff = self._one(data, Presence.WRAP_UP)
        session = self.model.agents[staff].session_id
        assert session
        self.do(self.queues.free_agent(staff, session, is_leaving=is_leaving))
        self.model.free(staff, is_leaving=is_leaving)

    @rule(
        seconds=st.sampled_from([0.5, 0.5, 2.5, 5.0, 10.0, 20.0]),
        crashed=st.sampled_from([None, None, None, None, *STAFF]),
    )
    def time_passes(self, seconds: float, crashed: StaffId | None) -> None:
        """Only the pages of one that crashed do not say that they live."""
        self.clock.advance(seconds)
        self.model.now = self.clock.now()
        for staff in set(STAFF) - {crashed}:
            if self.model.agents[staff].presence is not Presence.OFFLINE:
                self.do(self.queues.renew(staff))
                self.model.renew(staff)
        self.do(self.queues.sweep(has_room=True))
        self.model.sweep(has_room=True)

    @rule()
    def nodes_are_full_for_a_moment(self) -> None:
        self.do(self.queues.sweep(has_room=False))
        self.model.sweep(has_room=False)
        self.do(self.queues.sweep(has_room=True))
        self.model.sweep(has_room=True)

    @rule(policy=_policies)
    def change_policy(self, policy: RoutingPolicy) -> None:
        self.quiet = policy
        self._follow(policy)

    @rule(level=st.sampled_from(Level))
    def change_emergency_level(self, level: Level) -> None:
        self._follow(respond(self.quiet, level))

    def _follow(self, policy: RoutingPolicy) -> None:
        """Nobody is offered while all are moved: else it would count who is moved first."""
        self.do(self.queues.sweep(has_room=False))
        self.model.sweep(has_room=False)
        self.queues = RedisQueues(self.link, self.clock, FixedRouting(policy, PROFILES))
        for _ in range(2):
            self.do(self.queues.follow_policy())
        self.model.follow(policy, _served(policy))
        self.do(self.queues.sweep(has_room=True))
        self.model.sweep(has_room=True)

    @rule(chance=st.randoms(use_true_random=False))
    def wipe(self, chance: Any) -> None:
        """Redis loses all: each session makes its own part anew, in any order."""
        tickets = [each.ticket for each in self.model.waiting.values()]
        away = [session for session, each in self.model.waiting.items() if each.is_away]
        calls = [(staff, agent) for staff, agent in self.model.agents.items() if _has_call(agent)]
        order = [self.model.stand(queue) for queue in (LOANS, CARDS)]
        self._client.flushall()
        self.model.wipe()
        chance.shuffle(tickets)
        for ticket in tickets:
            self.do(self.queues.enter(ticket))
            self.model.enter(ticket, is_first=False)
        for session in away:
            self.go_or_come_back(session, is_away=True)
        for staff, agent in calls:
            assert agent.session_id
            self.do(self.queues.hold_agent(staff, agent.session_id, LOANS))
            self.model.hold(staff, agent.session_id)
            self.model.agents[staff].is_lead = agent.is_lead
        assert [self.model.stand(queue) for queue in (LOANS, CARDS)] == order

    @invariant()
    def everybody_is_where_the_model_has_them(self) -> None:
        with self._client.pipeline(transaction=False) as pipeline:
            for staff in STAFF:
                pipeline.hmget(f"agent:{staff}", "presence", "session_id")
            for queue in (LOANS, CARDS):
                pipeline.zrange(f"queue:{queue}:tickets", 0, -1)
            *agents, loans, cards = pipeline.execute()
        for staff, (presence, session) in zip(STAFF, agents, strict=True):
            agent = self.model.agents[staff]
            found = (presence or b"offline").decode(), session.decode() if session else None
            assert found == (agent.presence, agent.session_id), staff
        assert [[each.decode() for each in stand] for stand in (loans, cards)] == [
            self.model.stand(LOANS),
            self.model.stand(CARDS),
        ]

    @invariant()
    def nobody_is_given_away_twice(self) -> None:
        leads = (agent for agent in self.model.agents.values() if agent.is_lead)
        at_hand = [agent.session_id for agent in leads if agent.session_id]
        assert len(at_hand) == len(set(at_hand))

    def _some(self, presence: Presence) -> list[StaffId]:
        return [staff for staff, agent in self.model.agents.items() if agent.presence is presence]

    def _one(self, data: st.DataObject, presence: Presence) -> StaffId:
        return data.draw(st.sampled_from(self._some(presence)))

    def _offer(self, staff: StaffId) -> OfferId:
        found: Any = self._client.hget(f"agent:{staff}", "offer_id")
        return OfferId(found.decode())

    def _is_done(self, work: Any) -> bool:
        try:
            self.do(work)
        except NotNowError:
            return False
        return True


def _served(policy: RoutingPolicy) -> dict[StaffId, lines.Serves]:
    return {staff: lines.serves(policy, PROFILES.get(staff, Profile())) for staff in STAFF}


def _has_call(agent: Agent) -> bool:
    return agent.presence in {Presence.BUSY, Presence.WRAP_UP}


def test_the_scripts_do_what_the_model_says(redis_url: str) -> None:
    QueueMachine.url = redis_url
    run_state_machine_as_test(
        QueueMachine,
        settings=settings(
            max_examples=150,
            stateful_step_count=50,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
