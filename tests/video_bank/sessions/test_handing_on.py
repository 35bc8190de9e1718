"""Hold, colleagues, transfers and help, as one session's decisions."""

from typing import Any

import pytest

from tests.video_bank.sessions.events import ADA
from tests.video_bank.sessions.stories import (
    AMIR,
    NODE,
    OFFER,
    PICTURE,
    SESSION,
    Story,
    effects_of,
    told,
)
from video_bank.errors import ErrorCode
from video_bank.ids import OfferId
from video_bank.media.commands import ArrangeCall, DetachLeg, LegName, SupervisorMode
from video_bank.queues.news import (
    AgentBack,
    AgentGone,
    ColleagueRung,
    NobodyFree,
    OfferEnd,
    OfferEnded,
    OfferMade,
    WrapUpOver,
    WrapUpShortened,
)
from video_bank.queues.ticket import Target, TargetKind
from video_bank.sessions import requests
from video_bank.sessions.deadlines import AGENT_AWAY_S, Due
from video_bank.sessions.desk_views import colleague_offer_view, desk_view
from video_bank.sessions.effects import (
    BeginWrapUp,
    FreeAgent,
    HoldAgent,
    RingColleague,
    StopRinging,
    TakePlace,
    TellNode,
)
from video_bank.sessions.inbox import AgentJoined, LiveStateLost, TimeRanOut
from video_bank.sessions.outgoing import ConsultEnd, ConsultEnded, Refused
from video_bank.sessions.rules.transferring import WRAP_UP_S
from video_bank.sessions.seats import DeskSeat
from video_bank.sessions.session import Stage
from video_bank.sessions.views import agent_view, customer_view, offer_view

WORD_OFFER = OfferId("offer_" + "9" * 24)
TO_ADA = Target(TargetKind.AGENT, ADA.staff_id)
TO_DEEDS = Target(TargetKind.SKILL, "deeds")
TO_CARDS = Target(TargetKind.QUEUE, "cards")


@pytest.fixture
def story() -> Story:
    return Story().until_talking()


def ask_ada(story: Story) -> None:
    story.ask(requests.AskColleague, target=TO_ADA, note="the deed is old")
    story.tell(ColleagueRung(SESSION, WORD_OFFER, ADA.staff_id, story.now + 20))


def join_ada(story: Story) -> None:
    ask_ada(story)
    story.tell(AgentJoined(SESSION, WORD_OFFER, ADA))
    story.connect(LegName.COLLEAGUE)


def arranged(story: Story) -> list[Any]:
    commands = (effect.command for effect in effects_of(story.steps[-1], TellNode))
    return [command for command in commands if isinstance(command, ArrangeCall)]


def refusal(story: Story) -> ErrorCode | None:
    return next((each.code for each in told(story.steps[-1]) if isinstance(each, Refused)), None)


def test_the_curtain_stands_between_both_and_the_trail_has_its_length(story: Story) -> None:
    story.ask(requests.HoldCustomer, is_held=True)
    [command] = arranged(story)
    assert command.arrangement.is_held
    assert customer_view(story.session).held_since == story.now
    story.ask(requests.HoldCustomer, is_held=True)
    assert not told(story.steps[-1]), "once is enough"
    step = story.ask(requests.HoldCustomer, is_held=False)
    assert step.happenings[0].facts == {"held_s": 2.0}
    assert customer_view(story.session).held_since is None
    assert story.kinds[-2:] == ["hold_began", "hold_ended"]


def test_nothing_is_proven_by_who_is_on_hold(story: Story) -> None:
    story.ask(requests.NotePicture, picture_id=PICTURE, taken_by=LegName.CUSTOMER)
    story.ask(requests.HoldCustomer, is_held=True)
    story.ask(requests.BeginCheck, picture_id=PICTURE)
    assert refusal(story) is ErrorCode.NOT_NOW


def test_a_hold_ends_with_the_call(story: Story) -> None:
    story.ask(requests.HoldCustomer, is_held=True)
    story.ask(requests.HangUp, leg=LegName.CUSTOMER)
    assert story.session.held_since is None
    assert "hold_ended" in story.kinds


def test_a_colleague_is_rung_with_the_word_and_the_customer_waits_behind_the_curtain(
    story: Story,
) -> None:
    story.ask(requests.AskColleague, target=TO_DEEDS, note=" the deed is old ")
    assert effects_of(story.steps[-1], RingColleague) == [
        RingColleague(story.session.queue, TO_DEEDS)
    ]
    assert story.session.held_since is not None
    story.tell(ColleagueRung(SESSION, WORD_OFFER, ADA.staff_id, story.now + 20))
    rings = colleague_offer_view(story.session)
    assert rings is not None
    assert rings.word is not None
    assert (rings.word.by, rings.word.note) == (AMIR, "the deed is old")
    assert rings.is_consultation
    assert offer_view(story.session) is None


def test_both_agents_talk_then_all_three_then_the_colleague_goes(story: Story) -> None:
    join_ada(story)
    seen = desk_view(story.session, ADA.staff_id)
    assert seen is not None
    assert (seen.seat, seen.pictures, seen.script) == (DeskSeat.COLLEAGUE, (), None)
    assert customer_view(story.session).colleague is None, "behind the curtain"
    story.ask(requests.HoldCustomer, is_held=False)
    assert customer_view(story.session).colleague == ADA
    assert story.kinds[-1] == "conference_began"
    step = story.ask(requests.HangUp, leg=LegName.COLLEAGUE)
    assert effects_of(step, FreeAgent) == [FreeAgent(ADA.staff_id)]
    assert ConsultEnded(ConsultEnd.GONE) in told(step)
    assert desk_view(story.session, ADA.staff_id) is None
    assert story.session.stage is Stage.TALKING


def test_taking_back_ends_the_ringing_and_the_hold(story: Story) -> None:
    ask_ada(story)
    step = story.ask(requests.TakeBack)
    assert effects_of(step, StopRinging) == [StopRinging(WORD_OFFER)]
    assert story.session.held_since is None
    assert story.session.consultation is None
    late = story.tell(AgentJoined(SESSION, WORD_OFFER, ADA))
    assert effects_of(late, FreeAgent) == [FreeAgent(ADA.staff_id)]
    assert story.session.stage is Stage.TALKING


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (OfferEnd.DECLINED, ConsultEnd.DECLINED),
        (OfferEnd.NO_ANSWER, ConsultEnd.NO_ANSWER),
        (OfferEnd.AGENT_GONE, ConsultEnd.GONE),
    ],
)
def test_an_unanswered_ring_is_told_and_the_agent_decides(
    story: Story, end: OfferEnd, said: ConsultEnd
) -> None:
    ask_ada(story)
    step = story.tell(OfferEnded(SESSION, WORD_OFFER, ADA.staff_id, end))
    assert ConsultEnded(said) in told(step)
    assert story.session.consultation is None
    assert story.session.held_since is not None


def test_nobody_free_is_told(story: Story) -> None:
    story.ask(requests.AskColleague, target=TO_DEEDS, note="")
    assert ConsultEnded(ConsultEnd.NOBODY_FREE) in told(story.tell(NobodyFree(SESSION)))


def test_a_ring_that_nobody_waits_for_any_more_is_stopped(story: Story) -> None:
    step = story.tell(ColleagueRung(SESSION, WORD_OFFER, ADA.staff_id, story.now + 20))
    assert effects_of(step, StopRinging) == [StopRinging(WORD_OFFER)]


def test_a_warm_transfer_lets_the_colleague_connect_in_the_agents_place(story: Story) -> None:
    join_ada(story)
    step = story.ask(requests.HandOver)
    detached = {
        effect.command.leg
        for effect in effects_of(step, TellNode)
        if isinstance(effect.command, DetachLeg)
    }
    assert detached == {LegName.AGENT, LegName.COLLEAGUE}
    assert effects_of(step, BeginWrapUp) == [BeginWrapUp(AMIR.staff_id, story.now + WRAP_UP_S)]
    assert effects_of(step, HoldAgent) == [HoldAgent(ADA.staff_id, story.session.queue)]
    session = story.session
    assert (session.stage, session.agent, session.media_node) == (Stage.CONNECTING, ADA, NODE)
    word = agent_view(session).word
    assert word is not None
    assert (word.by, word.note) == (AMIR, "the deed is old")
    story.connect(LegName.AGENT)
    assert story.session.stage is Stage.TALKING


def test_whoever_handed_on_writes_a_note_and_is_free(story: Story) -> None:
    join_ada(story)
    story.ask(requests.HandOver)
    seen = desk_view(story.session, AMIR.staff_id)
    assert seen is not None
    assert (seen.seat, seen.stage) == (DeskSeat.FORMER, Stage.WRAPPING_UP)
    story.connect(LegName.AGENT)
    assert desk_view(story.session, AMIR.staff_id) == seen, "the call goes on elsewhere"
    step = story.ask(requests.FinishWrapUp, result="follow_up", note="late", staff_id=AMIR.staff_id)
    assert effects_of(step, FreeAgent) == [FreeAgent(AMIR.staff_id)]
    assert desk_view(story.session, AMIR.staff_id) is None
    assert story.session.stage is Stage.TALKING
    [part] = story.session.handed_on
    assert part.wrap_up is not None
    assert part.wrap_up.result == "follow_up"


def test_in_a_wave_the_note_has_less_time(story: Story) -> None:
    story.ask(requests.Transfer, target=TO_CARDS, note="")
    for ends_at in (story.now + WRAP_UP_S, story.now + 30):
        seen = desk_view(story.session, AMIR.staff_id)
        assert seen is not None
        assert seen.wrap_up_until == ends_at
        story.tell(WrapUpShortened(SESSION, AMIR.staff_id, story.now + 30, level=1))
    assert story.kinds.count("wrap_up_shortened") == 2


def test_a_note_that_is_not_written_in_time_is_left_out(story: Story) -> None:
    story.ask(requests.Transfer, target=TO_CARDS, note="")
    story.tell(WrapUpOver(SESSION, AMIR.staff_id))
    assert desk_view(story.session, AMIR.staff_id) is None
    assert story.kinds[-1] == "wrap_up_skipped"


@pytest.mark.parametrize(
    ("target", "queue", "agent", "skill"),
    [
        (TO_ADA, "loans", ADA.staff_id, None),
        (TO_DEEDS, "loans", None, "deeds"),
        (TO_CARDS, "cards", None, None),
    ],
)
def test_a_cold_transfer_goes_back_into_the_queue_with_the_wish(
    story: Story, target: Target, queue: str, agent: str | None, skill: str | None
) -> None:
    arrived_at = story.session.arrived_at
    step = story.ask(requests.Transfer, target=target, note="the deed is old")
    [place] = effects_of(step, TakePlace)
    ticket = place.ticket
    assert (ticket.queue, ticket.wishes.agent, ticket.skill) == (queue, agent, skill)
    assert (ticket.arrived_at, ticket.re_entered_at) == (arrived_at, story.now)
    assert effects_of(step, BeginWrapUp) == [BeginWrapUp(AMIR.staff_id, story.now + WRAP_UP_S)]
    seen = customer_view(story.session)
    assert (seen.stage, seen.is_handed_on) == (Stage.WAITING, True)
    assert story.session.consents is not None
    story.tell(OfferMade(SESSION, OFFER, ADA.staff_id, story.now + 20))
    rings = offer_view(story.session)
    assert rings is not None
    assert rings.word is not None
    assert rings.word.note == "the deed is old"
    story.tell(AgentJoined(SESSION, OFFER, ADA))
    assert story.session.wanted is None


def test_the_wish_survives_a_redis_that_forgot_all(story: Story) -> None:
    story.ask(requests.Transfer, target=TO_DEEDS, note="")
    [place] = effects_of(story.tell(LiveStateLost(SESSION)), TakePlace)
    assert place.ticket.skill == "deeds"
    assert desk_view(story.session, AMIR.staff_id) is None, "offline there, and no note is due"


@pytest.mark.parametrize(
    ("kind", "target", "note"),
    [
        (requests.Transfer, Target(TargetKind.AGENT, AMIR.staff_id), ""),
        (requests.AskColleague, Target(TargetKind.AGENT, AMIR.staff_id), ""),
        (requests.Transfer, TO_ADA, "x" * 1001),
        (requests.Transfer, Target(TargetKind.SKILL, ""), ""),
    ],
)
def test_what_makes_no_sense_changes_nothing(
    story: Story, kind: type[Any], target: Target, note: str
) -> None:
    before = story.session
    story.ask(kind, target=target, note=note)
    assert refusal(story) is ErrorCode.MALFORMED
    assert story.session == before


def test_a_colleague_whose_page_is_lost_is_let_go_in_time(story: Story) -> None:
    join_ada(story)
    story.tell(AgentGone(SESSION, ADA.staff_id))
    story.tell(AgentBack(SESSION, ADA.staff_id))
    story.tell(TimeRanOut(SESSION, Due.LET_COLLEAGUE_GO), after_s=AGENT_AWAY_S)
    assert story.session.colleague == ADA, "came back"
    story.tell(AgentGone(SESSION, ADA.staff_id))
    step = story.tell(TimeRanOut(SESSION, Due.LET_COLLEAGUE_GO), after_s=AGENT_AWAY_S)
    assert effects_of(step, FreeAgent) == [FreeAgent(ADA.staff_id)]
    assert story.session.stage is Stage.TALKING


def test_a_colleague_leaves_with_the_agent_who_vanished_and_with_the_call(story: Story) -> None:
    join_ada(story)
    story.tell(AgentGone(SESSION, AMIR.staff_id))
    step = story.tell(TimeRanOut(SESSION, Due.RETURN_TO_QUEUE), after_s=AGENT_AWAY_S)
    assert set(effects_of(step, FreeAgent)) == {
        FreeAgent(ADA.staff_id),
        FreeAgent(AMIR.staff_id),
    }
    assert story.session.stage is Stage.WAITING
    assert story.session.consultation is None


def test_the_third_place_is_a_supervisors_or_a_colleagues(story: Story) -> None:
    sol = {"card": ADA, "mode": SupervisorMode.WHISPER}
    story.ask(requests.Supervise, **sol)
    story.ask(requests.AskColleague, target=TO_DEEDS, note="")
    assert refusal(story) is ErrorCode.NOT_NOW
    story.ask(requests.Supervise, card=ADA, mode=SupervisorMode.LISTEN)
    story.ask(requests.AskColleague, target=TO_DEEDS, note="")
    story.ask(requests.Supervise, **sol)
    assert refusal(story) is ErrorCode.NOT_NOW


def test_help_is_asked_for_until_a_supervisor_comes(story: Story) -> None:
    story.ask(requests.AskForHelp, is_wanted=True)
    assert agent_view(story.session).help_asked_at == story.now
    story.ask(requests.Supervise, card=ADA, mode=SupervisorMode.LISTEN)
    assert story.session.help_asked_at is None
    story.ask(requests.AskForHelp, is_wanted=True)
    story.ask(requests.AskForHelp, is_wanted=False)
    assert story.session.help_asked_at is None
    assert story.kinds[-2:] == ["help_asked", "help_taken_back"]


def test_who_took_over_may_pass_the_customer_on_and_goes_back_to_the_floor(story: Story) -> None:
    story.ask(requests.Supervise, card=ADA, mode=SupervisorMode.LEAD)
    step = story.ask(requests.Transfer, target=TO_CARDS, note="")
    assert effects_of(step, FreeAgent) == [FreeAgent(ADA.staff_id, is_leaving=True)]
    assert story.session.stage is Stage.WAITING
    assert desk_view(story.session, ADA.staff_id) is None
