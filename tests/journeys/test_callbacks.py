"""Instead of waiting: a callback that an agent takes, an appointment, a message that is watched."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.house import House, wait_until
from tests.journeys.people import (
    AGENT_CLIP,
    DESK,
    PHONE,
    Agent,
    Customer,
    open_browser,
    open_page,
)

pytestmark = pytest.mark.timeout(240)  # of a busy machine, with the start of the service


def test_what_customers_leave_instead_of_waiting_is_answered(
    house: House, playwright: Playwright, clips: Path
) -> None:
    with (
        open_browser(playwright, clips / "customer.mjpeg") as phones,
        open_browser(playwright, clips / "agent.mjpeg") as office,
    ):
        carla, called = _wait(house, phones)
        carla.click("later").click("way-callback").click("leave-callback")
        carla.wait_for_screen("deferred")
        carla.page.reload()
        carla.wait_for_screen("deferred")

        chen, booked = _wait(house, phones)
        chen.click("later").click("way-appointment").click("slot").click("book")
        chen.wait_for_screen("deferred").part("when").wait_for()
        assert house.report(booked)["stage"] == "deferred"

        cui, left = _wait(house, phones)
        cui.click("later").click("way-message").click("message-record")
        cui.page.wait_for_timeout(2500)
        cui.click("message-stop").click("message-send").wait_for_screen("end")
        assert cui.part("end-page").get_attribute("data-ending") == "messageLeft"

        amir = Agent(open_page(office, DESK))
        amir.sign_in(house.url, house.cards().agent)
        for kind in ("callback", "appointment", "message"):
            expect(amir.part(f"callback-{kind}")).to_have_count(1)
        _watch_and_settle(amir)

        amir.get_ready().accept()  # a callback's turn: nobody connects, the agent is free again
        expect(amir.part("callback-callback")).to_have_class(re.compile("called"))
        assert house.report(called)["stage"] == "deferred"
        assert house.report(left)["close_reason"] == "message_left"

        expect(carla.part("deferred")).to_have_attribute("data-state", "called")
        _come_back_and_talk(carla, amir)
        chen.click("cancel").click("cancel-confirm").wait_for_screen("end")
        assert chen.part("end-page").get_attribute("data-ending") == "cancelled"


def _wait(house: House, browser: Browser) -> tuple[Customer, str]:
    """Bring a customer to the waiting page."""
    invitation = house.invite()
    customer = Customer(open_page(browser, PHONE, is_phone=True)).open_link(invitation.join_url)
    customer.consent().join_queue().wait_for_screen("waiting")
    return customer, invitation.session_id


def _come_back_and_talk(carla: Customer, amir: Agent) -> None:
    carla.click("resume").wait_for_screen("camera-check")
    carla.join_queue()
    amir.accept()
    carla.wait_for_screen("call").see(AGENT_CLIP)
    carla.hang_up().wait_for_screen("end")
    amir.wrap_up()


def _watch_and_settle(amir: Agent) -> None:
    amir.click("callback-message").click("message-watch")
    video = amir.part("message-video")
    wait_until(
        lambda: video.evaluate("(video) => video.currentTime") > 0.2, 10, lambda: "does not play"
    )
    amir.part("callback-reason").fill("已电话答复")
    amir.click("callback-done")
    expect(amir.part("callback-message")).to_have_count(0)
