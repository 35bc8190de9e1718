"""Guests, supervisors and screens: who may, and what follows."""

from typing import Final

import pytest

from tests.video_bank.sessions.stories import AMIR, NODE, SESSION, Story, effects_of, told
from video_bank.errors import ErrorCode
from video_bank.ids import GuestId, StaffId
from video_bank.media.commands import (
    ArrangeCall,
    Arrangement,
    DetachLeg,
    LegName,
    OpenCall,
    SupervisorMode,
)
from video_bank.media.news import LegLost
from video_bank.sessions import requests
from video_bank.sessions.deadlines import PARTY_LOST_S, next_due
from video_bank.sessions.draft import Step
from video_bank.sessions.effects import FreeAgent, HoldAgent, TellNode
from video_bank.sessions.inbox import MediaPlaced, NodeLost, TimeRanOut
from video_bank.sessions.outgoing import (
    AgentViewChanged,
    CustomerViewChanged,
    GuestViewChanged,
    Refused,
    SupervisorViewChanged,
)
from video_bank.sessions.session import AgentCard, CloseReason, Relation, Stage
from video_bank.sessions.views import agent_view, customer_view

WEN: Final = GuestId("guest_" + "a" * 24)
OTHER_GUEST: Final = GuestId("guest_" + "b" * 24)
SUSAN: Final = AgentCard(StaffId("staff_" + "8" * 24), "Susan", "S2001")
PETER: Final = AgentCard(StaffId("staff_" + "9" * 24), "Peter", "S2002")


def invite(story: Story, guest_id: GuestId = WEN) -> Step:
    return story.ask(
        requests.InviteGuest, guest_id=guest_id, name="Wen", relation=Relation.GUARANTOR
    )


def agree(story: Story, guest_id: GuestId = WEN, *, recording: bool = True) -> Step:
    return story.ask(requests.GiveGuestConsent, guest_id=guest_id, recording=recording)


def offer(story: Story, guest_id: GuestId | None) -> Step:
    fields = {"leg": LegName.GUEST, "connection": "g", "sdp": "v=0", "guest_id": guest_id}
    return story.ask(requests.OfferMedia, **fields)


def supervise(story: Story, mode: SupervisorMode, card: AgentCard = SUSAN) -> Step:
    return story.ask(requests.Supervise, card=card, mode=mode)


def commands(step: Step) -> list[object]:
    return [effect.command for effect in effects_of(step, TellNode)]


def refusals(step: Step) -> list[ErrorCode]:
    return [message.code for message in told(step) if isinstance(message, Refused)]


def kinds_told(step: Step) -> set[type]:
    return {type(message) for message in told(step)}


def test_a_guest_connects_after_the_consent_and_everybody_is_told() -> None:
    story = Story().until_talking()
    invite(story)
    assert refusals(offer(story, WEN)) == [ErrorCode.NOT_NOW]
    agreed = agree(story)
    assert kinds_told(agreed) == {CustomerViewChanged, AgentViewChanged, GuestViewChanged}
    story.connect(LegName.GUEST, WEN)
    seen = customer_view(story.session).guest
    assert seen is not None
    assert (seen.name, seen.relation, seen.is_here) == ("Wen", Relation.GUARANTOR, True)
    assert story.kinds[-3:] == ["guest_invited", "guest_joined", "leg_flowing"]


def test_another_ones_connection_is_refused_on_a_guests_leg() -> None:
    story = Story().until_talking()
    invite(story)
    agree(story)
    assert refusals(offer(story, OTHER_GUEST)) == [ErrorCode.NOT_NOW]
    assert refusals(offer(story, None)) == [ErrorCode.NOT_NOW]


def test_a_guest_who_does_not_agree_is_never_connected() -> None:
    story = Story().until_talking()
    invite(story)
    refused = agree(story, recording=False)
    assert GuestViewChanged(None) in told(refused)
    assert story.session.guest is None
    assert refusals(offer(story, WEN)) == [ErrorCode.NOT_NOW]


def test_one_guest_at_a_time_and_the_next_after_the_first() -> None:
    story = Story().until_talking()
    invite(story)
    assert refusals(invite(story, OTHER_GUEST)) == [ErrorCode.NOT_NOW]
    agree(story)
    story.connect(LegName.GUEST, WEN)
    gone = story.ask(requests.HangUp, leg=LegName.GUEST)
    assert commands(gone) == [DetachLeg(SESSION, LegName.GUEST)]
    assert story.session.stage is Stage.TALKING
    invite(story, OTHER_GUEST)
    assert story.session.guest is not None
    assert story.session.guest.guest_id == OTHER_GUEST


@pytest.mark.parametrize("name", ["", "   ", "x" * 65])
def test_a_guest_has_a_name(name: str) -> None:
    story = Story().until_talking()
    asked = {"guest_id": WEN, "name": name, "relation": Relation.FAMILY}
    assert refusals(story.ask(requests.InviteGuest, **asked)) == [ErrorCode.MALFORMED]


@pytest.mark.parametrize("leg", [LegName.GUEST, LegName.SUPERVISOR])
def test_who_joined_and_lost_the_connection_is_let_go_when_nobody_comes_back(leg: LegName) -> None:
    story = Story().until_talking()
    invite(story)
    agree(story)
    supervise(story, SupervisorMode.BARGE)
    story.connect(leg, WEN)
    story.tell(LegLost(SESSION, leg, take=1))
    story.connect(leg, WEN)
    assert next_due(story.session) is None
    story.tell(LegLost(SESSION, leg, take=2))
    found = next_due(story.session)
    assert found is not None
    assert found[0] == story.now + PARTY_LOST_S
    story.tell(TimeRanOut(SESSION, found[1]), after_s=PARTY_LOST_S)
    assert story.kinds[-1] == f"{leg}_left"
    assert story.session.stage is Stage.TALKING
    assert next_due(story.session) is None


def test_who_took_over_is_missed_like_an_agent() -> None:
    story = Story().until_talking()
    supervise(story, SupervisorMode.LEAD)
    story.connect(LegName.SUPERVISOR)
    story.tell(LegLost(SESSION, LegName.SUPERVISOR, take=1))
    assert next_due(story.session) is None


def test_who_listens_is_told_to_nobody() -> None:
    story = Story().until_talking()
    listened = supervise(story, SupervisorMode.LISTEN)
    assert kinds_told(listened) == {SupervisorViewChanged}
    assert commands(listened) == [ArrangeCall(SESSION, Arrangement(SupervisorMode.LISTEN))]


def test_a_whisper_is_told_to_the_agent_and_a_barge_to_all() -> None:
    story = Story().until_talking()
    whispered = supervise(story, SupervisorMode.WHISPER)
    assert kinds_told(whispered) == {SupervisorViewChanged, AgentViewChanged}
    assert agent_view(story.session).is_whispered
    barged = supervise(story, SupervisorMode.BARGE)
    assert CustomerViewChanged in kinds_told(barged)
    assert customer_view(story.session).supervisor == SUSAN
    assert not agent_view(story.session).is_whispered


def test_who_takes_over_stands_in_the_agents_place_to_the_end() -> None:
    story = Story().until_talking()
    supervise(story, SupervisorMode.LISTEN)
    took = supervise(story, SupervisorMode.LEAD)
    assert effects_of(took, FreeAgent) == [FreeAgent(AMIR.staff_id)]
    assert [each.staff_id for each in effects_of(took, HoldAgent)] == [SUSAN.staff_id]
    assert commands(took) == [
        DetachLeg(SESSION, LegName.AGENT),
        ArrangeCall(SESSION, Arrangement(SupervisorMode.LEAD)),
    ]
    assert customer_view(story.session).agent == SUSAN
    left = story.ask(requests.StopSupervising, staff_id=SUSAN.staff_id)
    assert refusals(left) == [ErrorCode.NOT_NOW]
    assert refusals(supervise(story, SupervisorMode.LISTEN, PETER)) == [ErrorCode.NOT_NOW]
    story.ask(requests.HangUp, leg=LegName.SUPERVISOR)
    assert story.session.close_reason is CloseReason.AGENT_HUNG_UP
    done = {"result": "granted", "note": "", "staff_id": SUSAN.staff_id}
    finished = story.ask(requests.FinishWrapUp, **done)
    assert finished.session.stage is Stage.CLOSED
    assert effects_of(finished, FreeAgent) == [FreeAgent(SUSAN.staff_id, is_leaving=True)]


def test_a_second_supervisor_comes_in_the_place_of_the_first() -> None:
    story = Story().until_talking()
    supervise(story, SupervisorMode.WHISPER)
    second = supervise(story, SupervisorMode.LISTEN, PETER)
    assert SupervisorViewChanged(None) in told(second)
    assert story.session.arrangement == Arrangement()


def test_nobody_supervises_their_own_call() -> None:
    story = Story().until_talking()
    assert refusals(supervise(story, SupervisorMode.LISTEN, AMIR)) == [ErrorCode.NOT_NOW]


def test_one_screen_at_a_time_and_only_ones_own_is_taken_away() -> None:
    story = Story().until_talking()
    shown = story.ask(requests.ShareScreen, leg=LegName.AGENT, is_shown=True)
    assert commands(shown) == [ArrangeCall(SESSION, Arrangement(screen=LegName.AGENT))]
    second = story.ask(requests.ShareScreen, leg=LegName.CUSTOMER, is_shown=True)
    assert refusals(second) == [ErrorCode.NOT_NOW]
    story.ask(requests.ShareScreen, leg=LegName.CUSTOMER, is_shown=False)
    assert customer_view(story.session).screen is LegName.AGENT
    story.ask(requests.ShareScreen, leg=LegName.AGENT, is_shown=False)
    assert story.session.screen is None
    assert story.kinds[-2:] == ["screen_shown", "screen_hidden"]


def test_who_only_listens_shows_no_screen() -> None:
    story = Story().until_talking()
    supervise(story, SupervisorMode.LISTEN)
    shown = story.ask(requests.ShareScreen, leg=LegName.SUPERVISOR, is_shown=True)
    assert refusals(shown) == [ErrorCode.NOT_NOW]


def test_another_node_is_told_the_arrangement_again() -> None:
    story = Story().until_talking()
    supervise(story, SupervisorMode.BARGE)
    story.tell(NodeLost(SESSION, NODE))
    placed = story.tell(MediaPlaced(SESSION, NODE))
    opened, arranged = commands(placed)
    assert isinstance(opened, OpenCall)
    assert arranged == ArrangeCall(SESSION, Arrangement(SupervisorMode.BARGE))


def test_the_end_of_the_call_ends_it_for_guest_and_supervisor() -> None:
    story = Story().until_talking()
    invite(story)
    agree(story)
    supervise(story, SupervisorMode.LISTEN)
    ended = story.ask(requests.HangUp, leg=LegName.CUSTOMER)
    assert GuestViewChanged(None) in told(ended)
    assert SupervisorViewChanged(None) in told(ended)
