"""The main job in two real browsers: a customer meets an agent, is recognised and recorded."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import Playwright, expect

from tests.address_file import IN_GERMANY, write_addresses
from tests.archive_reader import ArchiveReader, ended_after_s
from tests.house import House
from tests.journeys.meeting import meet
from tests.journeys.people import (
    AGENT_CLIP,
    CUSTOMER_CLIP,
    DESK,
    Agent,
    Auditor,
    Customer,
    Person,
    open_page,
)
from video_bank.ids import SessionId
from video_bank.verification.location.location import Position

if TYPE_CHECKING:
    from tests.servers import PostgresServer, S3Server

SHANGHAI: Final = Position(31.2222, 121.4581)


@pytest.fixture(params=["embedded", "real_servers"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    addresses = write_addresses(tmp_path / "addresses.mmdb", {"127.0.0.0/8": IN_GERMANY})
    settings = {**_servers(request), "VIDEO_BANK_GEOIP_DATABASE": str(addresses)}
    with House(tmp_path / "data", settings) as house:
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
    house: House, playwright: Playwright, clips: Path, same_person: Path, other_person: Path
) -> None:
    with meet(house, playwright, clips, stands_at=SHANGHAI) as meeting:
        carla, amir, session_id = meeting.carla, meeting.amir, meeting.invitation.session_id
        _both_see_and_hear(carla, amir)
        _is_told_to_be_far_away(amir)
        assert not _decoder_threads(house)
        assert _check(carla, amir, same_person, 1) == "review"
        amir.click("check-pass")
        assert _check(carla, amir, other_person, 2) == "failed"
        amir.click("check-refuse").part("refuse-reason").fill("另一人")
        amir.click("check-refuse")
        assert not _decoder_threads(house)
        meeting.hang_up()

        reader = ArchiveReader(house)
        reader.wait_for(session_id)
        _recording_is_whole(reader, session_id)
        ada = Auditor(open_page(meeting.workstation, DESK))
        ada.sign_in(house.url, house.cards().auditor)
        _replay_plays_and_seeks(ada, session_id)
        _is_told_to_be_far_away(ada)
        _trail_names_hints_and_no_place(reader, session_id)
    assert house.report(session_id)["decision"] == "refused"


def _is_told_to_be_far_away(person: Person) -> None:
    """The phone is in Shanghai, its address in Germany: agent and auditor read that."""
    location = person.part("location")
    expect(location).to_have_attribute("data-location", "sent")
    expect(location).to_contain_text("31.22°, 121.46°")
    expect(location).to_contain_text("德国")
    for reason in ("address_abroad", "position_far_from_address"):
        expect(location.locator(f'[data-reason="{reason}"]')).to_be_visible()


def _trail_names_hints_and_no_place(reader: ArchiveReader, session_id: SessionId) -> None:
    trail = reader.detail(session_id).trail
    hinted = [line.facts["hint"] for line in trail if line.kind == "location_hinted"]
    assert sorted(map(str, hinted)) == ["address_abroad", "position_far_from_address"]
    told = str([line.facts for line in trail if line.kind.startswith(("location", "position"))])
    assert "31." not in told
    assert "DE" not in told


def _both_see_and_hear(carla: Customer, amir: Agent) -> None:
    first = amir.see(CUSTOMER_CLIP), carla.see(AGENT_CLIP)
    carla.page.wait_for_timeout(1_000)
    assert (amir.see(CUSTOMER_CLIP), carla.see(AGENT_CLIP)) != first, "the pictures stand still"
    amir.hear()
    carla.hear()


def _decoder_threads(house: House) -> list[str]:
    """Return the media node's threads that FFmpeg named: it calls its decoders' `av:…`."""
    return [name for name in house.threads("media") if name.startswith("av:")]


def _check(carla: Customer, amir: Agent, picture: Path, number: int) -> str:
    amir.click("ask-picture")
    carla.send_picture(picture)
    amir.part(f"picture-{number}").wait_for()
    return amir.check(number)


def _recording_is_whole(reader: ArchiveReader, session_id: SessionId) -> None:
    """Each leg decodes from its first packet to the hang-up, on the session's clock."""
    detail = reader.detail(session_id)
    assert {track.leg for track in detail.legs} == {"customer", "agent"}
    for track in detail.legs:
        ends = reader.decode(track)
        assert abs(ends["audio"] - ends["video"]) < 0.5, ends
        ended_s = track.starts_at_s + max(ends.values())
        assert abs(ended_s - ended_after_s(detail)) < 0.5, (track, ends)
        assert track.gaps == ()


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
