"""A busy hour: three agents, eight customers, one supervisor, and nobody lost or jumped."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from playwright.sync_api import Playwright, expect

from signaling.handing_on_messages import SetHold
from signaling.messages import (
    AcceptOffer,
    AskForCallback,
    CompleteWrapUp,
    HangUpCall,
    LeaveCall,
    SetReady,
    SuperviseCall,
)
from tests.house import House, wait_until
from tests.journeys.crowd import Crowd, WiredAgent, WiredCustomer, WiredSupervisor, gather, hire
from tests.journeys.people import (
    AGENT_CLIP,
    CUSTOMER_CLIP,
    DESK,
    PHONE,
    Agent,
    Customer,
    open_browser,
    open_page,
)
from video_bank.ids import SessionId
from video_bank.media.commands import SupervisorMode
from video_bank.queues.ticket import Presence
from video_bank.sessions.deadlines import AGENT_AWAY_S
from video_bank.sessions.lifecycle import IN_CALL
from video_bank.sessions.views import OfferView

WORD: Final = "The deed is old, please look"
_RONA_S: Final = 60.0  # two rings of twenty seconds, three between them


class _Waiting(NamedTuple):
    session_id: SessionId
    page: WiredCustomer


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House(tmp_path / "data") as house:
        yield house


@pytest.mark.timeout(240)
def test_three_agents_and_eight_customers(
    house: House, playwright: Playwright, clips: Path
) -> None:
    with (
        gather() as crowd,
        open_browser(playwright, clips / "customer.mjpeg") as phone,
        open_browser(playwright, clips / "agent.mjpeg") as workstation,
    ):
        bo, cy = (
            crowd.agent(house.url, hire(house, name, number))
            for name, number in (("bo", "A2001"), ("cy", "A2002"))
        )
        sol = crowd.supervisor(house.url, house.cards().supervisor)
        amir = Agent(open_page(workstation, DESK)).sign_in(house.url, house.cards().agent)
        carla, invited = Customer(open_page(phone, PHONE, is_phone=True)), house.invite()
        carla.open_link(invited.join_url).consent().join_queue().wait_for_screen("waiting")
        others = [_joins(house, crowd) for _ in range(7)]
        _goes_home(others[1].page)

        amir.get_ready().accept()
        bo.ask(SetReady)
        first_ring = bo.rings()
        assert first_ring.session_id == others[0].session_id, "the longest wait first"
        cy.ask(SetReady)
        assert cy.rings().session_id == others[1].session_id, (
            "then the next, who went home and kept the turn"
        )
        callback = _calls_back(cy, others[1].page)
        assert cy.rings(after=callback).session_id == others[2].session_id, (
            "nobody is passed over for it"
        )
        _begin(cy)
        amir.see(CUSTOMER_CLIP)
        carla.see(AGENT_CLIP)
        _holds(amir, carla)
        _gets_help(amir, carla, sol, invited.session_id)
        _hands_on(amir, carla, cy)
        bo.rings(after=first_ring, within_s=_RONA_S)  # paused before Carla is back, so not rung
        cy.leave()
        _is_looked_after(sol, bo)
        _goes_before_all_others_after_the_crash(amir, carla)
        report = house.report(invited.session_id)
        assert report["stage"] in IN_CALL


def _joins(house: House, crowd: Crowd) -> _Waiting:
    invitation = house.invite()
    page = crowd.customer(invitation.join_url).wait_in_queue()
    return _Waiting(invitation.session_id, page)


def _goes_home(customer: WiredCustomer) -> None:
    customer.ask(AskForCallback)
    customer.until(lambda: customer.view and customer.view.deferral, "no callback is promised")


def _calls_back(agent: WiredAgent, customer: WiredCustomer) -> OfferView:
    """The customer is invited; nobody is kept from the others until they are there."""
    callback = agent.rings()
    agent.ask(AcceptOffer, offer_id=callback.offer_id)

    def is_invited() -> bool:
        deferral = customer.view.deferral if customer.view else None
        return deferral is not None and deferral.opens_at is not None

    customer.until(is_invited, "the customer is not called back")
    return callback


def _begin(agent: WiredAgent) -> None:
    agent.ask(AcceptOffer, offer_id=agent.rings().offer_id)
    agent.until(lambda: agent.view, "the customer did not come")


def _holds(amir: Agent, carla: Customer) -> None:
    amir.click("hold")
    carla.part("curtain").wait_for()
    amir.part("curtain").wait_for()
    amir.click("resume")
    carla.part("curtain").wait_for(state="hidden")
    carla.see(AGENT_CLIP)


def _gets_help(amir: Agent, carla: Customer, sol: WiredSupervisor, session_id: SessionId) -> None:
    amir.click("ask-help")

    def is_asked() -> bool:
        meetings = sol.floor.meetings if sol.floor else ()
        return any(each.session_id == session_id and each.help_asked_at for each in meetings)

    sol.until(is_asked, "nobody hears of the help that is wanted")
    sol.ask(SuperviseCall, session_id=session_id, mode=SupervisorMode.WHISPER)
    amir.part("supervisor-tile").wait_for()
    assert carla.part("supervisor-tile").count() == 0, "a whisper is for the agent alone"
    sol.ask(LeaveCall)
    amir.part("supervisor-tile").wait_for(state="hidden")


def _hands_on(amir: Agent, carla: Customer, cy: WiredAgent) -> None:
    """To an agent who is still busy: the customer waits for that one, before all others."""
    amir.click("transfer")
    choice = amir.page.locator(f'[data-test="target"][data-target="{cy.staff_id}"]')
    choice.click()
    amir.part("transfer-note").fill(WORD)
    amir.click("transfer-now").wait_for_screen("wrap-up")
    carla.wait_for_screen("waiting").part("handed-on").wait_for()
    cy.ask(SetHold, is_held=True).ask(HangUpCall)
    cy.until(lambda: cy.view and cy.view.close_reason, "the call does not end")
    cy.ask(CompleteWrapUp, result="done")
    word = cy.rings().word
    assert word is not None
    assert word.note == WORD
    _begin(cy)
    carla.wait_for_screen("call")


def _is_looked_after(sol: WiredSupervisor, bo: WiredAgent) -> None:
    """Who lets two customers ring out is rung no more, and the supervisor sees it."""
    bo.until(
        lambda: bo.state and bo.state.presence is Presence.BREAK, "not paused", within_s=_RONA_S
    )
    sol.until(
        lambda: sol.floor and [each.card.staff_id for each in sol.floor.paused] == [bo.staff_id],
        "no supervisor hears of who is paused",
    )


def _goes_before_all_others_after_the_crash(amir: Agent, carla: Customer) -> None:
    wait_until(
        lambda: carla.page.locator('[data-screen="waiting"]').count(),
        AGENT_AWAY_S + 20,
        lambda: "the customer is not back in the queue",
    )
    expect(carla.part("place")).to_contain_text("1")
    amir.click("wrap-up-result").click("wrap-up-finish").accept()
    amir.see(CUSTOMER_CLIP)
