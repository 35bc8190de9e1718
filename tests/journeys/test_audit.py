"""An auditor replays a meeting and takes it out of the house, with a colleague's approval."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import av
import pytest
from playwright.sync_api import Browser, Playwright, expect

from signaling.robots.opencv_drawn_clip import read_counter
from tests.archive_reader import ArchiveReader
from tests.house import House
from tests.journeys.meeting import meet
from tests.journeys.people import AGENT_CLIP, CUSTOMER_CLIP, DESK, Auditor, open_page
from video_bank.recording.film.order import CELL_WIDTH, STRIP_HEIGHT

NAME = "示例客户"
COMMENT = "客户在这里确认用途"

pytestmark = pytest.mark.timeout(240)  # of a busy machine, with the start of the service


def test_an_auditor_replays_and_takes_out_what_verifies_without_the_bank(
    playwright: Playwright, clips: Path, same_person: Path, tmp_path: Path
) -> None:
    bundle = tmp_path / "evidence.zip"
    with House(tmp_path / "data") as house, meet(house, playwright, clips) as meeting:
        session_id = meeting.invitation.session_id
        meeting.amir.click("ask-picture")
        meeting.carla.send_picture(same_person)
        meeting.amir.part("picture-1").wait_for()
        assert meeting.amir.check(1) == "review"
        meeting.amir.click("check-pass")
        meeting.hang_up()
        ArchiveReader(house).wait_for(session_id)

        ada = sign_in(meeting.workstation, house, is_second=False)
        ada.page.locator(f'[data-session="{session_id}"]').click()
        play(ada)
        unmask(ada)
        comment(ada)
        ask_for_export(ada)

        ben = sign_in(meeting.workstation, house, is_second=True)
        approve(ben)
        download(ada, "export-download", bundle)
        ada.click("film-make")
        download(ada, "film-download", tmp_path / "film.mp4")
        trail_tells(ada)

    show_film(tmp_path / "film.mp4")
    intact = verify(bundle)
    assert intact["is_intact"], intact
    assert intact["session_id"] == session_id
    names = {part["name"].partition("/")[0] for part in intact["parts"]}
    assert {"legs", "pictures", "quality", "trail.jsonl", "manifest.signed"} <= names


def sign_in(browser: Browser, house: House, *, is_second: bool) -> Auditor:
    cards = house.cards()
    card = cards.second_auditor if is_second else cards.auditor
    return Auditor(open_page(browser, DESK)).sign_in(house.url, card)


def play(ada: Auditor) -> None:
    ada.part("replay-video-customer").wait_for()
    ada.click("replay-play")
    for name in ("replay-video-customer", "replay-video-agent"):
        ada.page.wait_for_function("(video) => video.currentTime > 1", arg=ada.handle(name))
    ada.click("replay-play")
    ada.page.keyboard.press("[")
    ada.page.keyboard.press(".")
    expect(ada.part("replay-loop")).to_have_attribute("aria-pressed", "true")
    ada.page.keyboard.press("]")  # not a moment long: no loop
    expect(ada.part("replay-loop")).to_have_attribute("aria-pressed", "false")
    ada.page.keyboard.press("?")
    ada.part("replay-keys").wait_for()
    ada.page.keyboard.press("Escape")
    ada.part("replay-keys").wait_for(state="hidden")


def unmask(ada: Auditor) -> None:
    assert NAME not in ada.page.content()
    ada.click("unmask")
    expect(ada.part("unmask-confirm")).to_be_disabled()
    ada.click("purpose-complaint").click("unmask-confirm")
    expect(ada.part("unmasked")).to_contain_text(NAME)
    ada.click("mask")
    expect(ada.part("unmasked")).to_have_count(0)


def comment(ada: Auditor) -> None:
    ada.part("comment-text").fill(COMMENT)
    ada.click("comment-add")
    expect(ada.part("comment")).to_contain_text(COMMENT)
    expect(ada.part("replay-comment")).to_have_count(1)
    ada.click("marks-comments")
    expect(ada.part("replay-comment")).to_have_count(0)
    ada.click("marks-comments")


def ask_for_export(ada: Auditor) -> None:
    ada.click("export-ask").click("purpose-court")
    ada.part("export-note").fill("（2026）沪民初 1 号")
    ada.click("export-send")
    standing(ada, "open")
    expect(ada.part("export-approve")).to_have_count(0)
    expect(ada.part("export-download")).to_have_count(0)


def approve(ben: Auditor) -> None:
    ben.click("export-inbox")
    standing(ben, "open")
    ben.click("export-approve")
    expect(ben.part("export")).to_have_count(0)
    ben.click("export-inbox-close")


def download(ada: Auditor, what: str, path: Path) -> None:
    standing(ada, "approved")
    with ada.page.expect_download() as begun:
        ada.click(what)
    assert begun.value.failure() is None
    begun.value.save_as(path)


def show_film(path: Path) -> None:
    """Both sides are in it, one beside the other, each in its own picture."""
    with av.open(path, "r") as container:
        pictures: Any = container.decode(video=0)
        middle = [frame.to_ndarray(format="rgb24") for frame in pictures][-15]
    sides = [middle[STRIP_HEIGHT:, :CELL_WIDTH], middle[STRIP_HEIGHT:, CELL_WIDTH:]]
    stamps = [read_counter(side) for side in sides]
    assert {stamp.clip_id for stamp in stamps if stamp} == {CUSTOMER_CLIP, AGENT_CLIP}


def trail_tells(ada: Auditor) -> None:
    ada.page.reload()
    ada.part("replay-video-customer").wait_for()
    expect(ada.part("comment")).to_contain_text(COMMENT)
    for kind in (
        "playback_played",
        "customer_unmasked",
        "comment_added",
        "export_asked",
        "export_approved",
        "export_downloaded",
        "film_downloaded",
    ):
        line = ada.page.locator(f'[data-test="trail-line"][data-kind="{kind}"]')
        expect(line.first).to_be_attached()


def standing(person: Auditor, expected: str) -> None:
    expect(person.part("export")).to_have_attribute("data-standing", expected)


def verify(bundle: Path) -> dict[str, Any]:
    """Verify with nothing of the house: no environment, no data folder, the service down."""
    command = [sys.executable, "-m", "video_bank.cli", "verify", str(bundle), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, env={}, check=False)
    found: dict[str, Any] = json.loads(done.stdout)
    assert done.returncode == 0, found
    return found
