"""The main job in two real browsers: a customer meets an agent, is recognised and recorded."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import av
import msgspec
import pytest
from playwright.sync_api import Playwright

from signaling.resources import RecordingDetail
from tests.house import House, wait_until
from tests.journeys.conftest import AGENT_CLIP, CUSTOMER_CLIP
from tests.journeys.people import DESK, PHONE, Agent, Auditor, Customer, open_browser, open_page

if TYPE_CHECKING:
    from tests.servers import PostgresServer, S3Server

AUDIBLE = 0.005


@pytest.fixture(params=["embedded", "real_servers"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    with House(tmp_path / "data", _servers(request)) as house:
        yield house


def _servers(request: pytest.FixtureRequest) -> dict[str, str]:
    if request.param == "embedded":
        return {}
    postgres: PostgresServer = request.getfixturevalue("postgres_server")
    s3: S3Server = request.getfixturevalue("s3_server")
    return {
        "REDIS_URL": request.getfixturevalue("redis_url"),
        "DATABASE_URL": postgres.new_database("journey"),
        "STORAGE_URL": s3.new_bucket("journey"),
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
    }


@pytest.mark.timeout(240)
def test_a_customer_meets_an_agent_and_an_auditor_replays_it(
    house: House,
    playwright: Playwright,
    clips: Path,
    same_person: Path,
    other_person: Path,
    tmp_path: Path,
) -> None:
    invitation = house.invite()
    with (
        open_browser(playwright, clips / "customer.mjpeg") as phone,
        open_browser(playwright, clips / "agent.mjpeg") as workstation,
    ):
        carla = Customer(open_page(phone, PHONE, is_phone=True))
        amir = Agent(open_page(workstation, DESK))
        amir.sign_in(house.url, house.cards().agent).get_ready()
        carla.open_link(invitation.join_url).consent().join_queue()
        amir.accept()

        _both_see_and_hear(carla, amir)
        assert _check(carla, amir, same_person, 1) == "match"
        amir.click("check-pass")
        assert _check(carla, amir, other_person, 2) == "mismatch"
        amir.click("check-refuse").part("refuse-reason").fill("另一人")
        amir.click("check-refuse")

        carla.hang_up().wait_for_screen("end")
        carla.click("rating-5")
        amir.click("wrap-up-result").click("wrap-up-finish")

        ada = Auditor(open_page(workstation, DESK))
        ada.sign_in(house.url, house.cards().auditor)
        wait_until(
            lambda: house.report(invitation.session_id)["recording"] == "sealed",
            10,
            lambda: f"not sealed within 10 s: {house.report(invitation.session_id)}",
        )
        _recording_is_whole(house, ada, invitation.session_id, tmp_path)
        _replay_plays_and_seeks(ada, invitation.session_id)
    assert house.report(invitation.session_id)["decision"] == "refused"


def _both_see_and_hear(carla: Customer, amir: Agent) -> None:
    first = amir.see(CUSTOMER_CLIP), carla.see(AGENT_CLIP)
    time.sleep(1)
    assert (amir.see(CUSTOMER_CLIP), carla.see(AGENT_CLIP)) != first, "the pictures stand still"
    assert amir.listen() > AUDIBLE
    assert carla.listen() > AUDIBLE


def _check(carla: Customer, amir: Agent, picture: Path, number: int) -> str:
    amir.click("ask-picture")
    carla.send_picture(picture)
    amir.part(f"picture-{number}").wait_for()
    asked = time.monotonic()
    verdict = amir.check(number)
    assert time.monotonic() - asked < 5, "a check is to take 3 s"
    return verdict


def _recording_is_whole(house: House, ada: Auditor, session_id: str, folder: Path) -> None:
    """Each leg decodes from its first packet to the hang-up, on the session's clock."""
    url = f"{house.url}/api/v1/recordings/{session_id}"
    detail = msgspec.json.decode(ada.fetch(url), type=RecordingDetail)
    ended_s = next(line.offset_s for line in detail.trail if line.kind == "session_ended")
    assert ended_s is not None
    assert {track.leg for track in detail.legs} == {"customer", "agent"}
    for track in detail.legs:
        path = folder / f"{track.leg}.webm"
        path.write_bytes(ada.fetch(house.url + track.url))
        ends = {kind: _decode_to_the_end(path, kind) for kind in ("audio", "video")}
        assert abs(ends["audio"] - ends["video"]) < 0.5, ends
        assert abs(track.starts_at_s + max(ends.values()) - ended_s) < 0.5, (track, ends, ended_s)
        assert track.gaps == ()


def _decode_to_the_end(path: Path, kind: str) -> float:
    """Decode every frame of one kind and return the second at which the last one stands."""
    with av.open(str(path)) as container:
        frames = container.decode(**{kind: 0})
        return max(
            frame.time or 0.0
            for frame in frames
            if isinstance(frame, av.AudioFrame | av.VideoFrame)
        )


def _replay_plays_and_seeks(ada: Auditor, session_id: str) -> None:
    ada.page.locator(f'[data-session="{session_id}"]').click()
    ada.part("replay-video-customer").wait_for()
    ada.click("replay-play")
    for name in ("replay-video-customer", "replay-video-agent"):
        ada.page.wait_for_function("(video) => video.currentTime > 1", arg=ada.handle(name))
    ada.part("replay-seek").focus()
    ada.page.keyboard.press("ArrowRight")
    before = ada.handle("replay-video-customer")
    ada.page.wait_for_function("(video) => video.currentTime > 5", arg=before)
    assert ada.part("integrity").is_visible()
