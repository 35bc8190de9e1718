"""Two Chromium pages on a node, with what they say of themselves."""

from functools import partial
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Page, async_playwright

from tests.eventually import eventually
from tests.video_bank.media.node_bench import NodeBench
from video_bank.media.commands import AttachLeg, LegName
from video_bank.media.news import LegAnswered

CHROMIUM: Final = "/usr/bin/chromium"
ARGUMENTS: Final = (
    "--no-sandbox",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
)
PAGE: Final = (Path(__file__).parent / "browser_page.html").read_text()
FIRST_PICTURE_WITHIN_MS: Final = 2_500  # idle it takes 600; two cores may be shared


async def open_page(context: Any) -> Page:
    page: Page = await context.new_page()
    await page.route("**/*", lambda route: route.fulfill(body=PAGE, content_type="text/html"))
    await page.goto("http://localhost/")
    return page


async def attach(bench: NodeBench, page: Page, leg: LegName, take: int) -> None:
    await bench.tell(AttachLeg(bench.session_id, leg, take, await page.evaluate("offer()")))
    answered = await bench.wait_for(LegAnswered, leg=leg, take=take)
    await page.evaluate(
        "sdp => pc.setRemoteDescription({type: 'answer', sdp})", answered.answer_sdp
    )


async def received(page: Page) -> tuple[int, float]:
    """Return the frames decoded and the sound's energy so far."""
    frames, energy = await page.evaluate("received()")
    return frames, energy


async def test_two_pages_see_and_hear_each_other(bench: NodeBench) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=list(ARGUMENTS), handle_sigint=False
        )
        customer, agent = await open_page(browser), await open_page(browser)
        await attach(bench, customer, LegName.CUSTOMER, 1)
        await attach(bench, agent, LegName.AGENT, 1)
        for page in (customer, agent):
            await eventually(partial(has_moved, page, (0, 0.0)), 10, "no media")
            assert await page.evaluate("firstPictureMs") < FIRST_PICTURE_WITHIN_MS
            assert await page.evaluate("tracks") == ["audio", "video"]
        newer = await open_page(browser)
        await attach(bench, newer, LegName.CUSTOMER, 2)
        await customer.close()
        before = await received(agent)
        await eventually(lambda: has_moved(agent, before), 10, "the new take does not show")
        assert await agent.evaluate("pc.connectionState") == "connected"
        await browser.close()


async def has_moved(page: Page, before: tuple[int, float]) -> bool:
    frames, energy = await received(page)
    return frames > before[0] + 10 and energy > before[1]
