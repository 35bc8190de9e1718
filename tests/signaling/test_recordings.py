"""What an auditor finds, opens and watches, and the marks that it leaves."""

import hashlib
from typing import Any

import aiohttp
import msgspec
import pytest
from aiohttp import hdrs

from signaling.resources import LegQuality, RecordedQuality
from tests.signaling.front import NAME, Browser, Front
from video_bank.audit.trail import Happening
from video_bank.caller import Role
from video_bank.errors import UnavailableError
from video_bank.ids import NodeId, SessionId, StaffId, new_check_id, new_picture_id
from video_bank.media.commands import LegName
from video_bank.media.quality import Level, Quality, Way
from video_bank.media.tracks import TrackName
from video_bank.recording.manifest import Gap, LegRecording, Manifest, SealedQuality
from video_bank.recording.quality_series import QualitySeries, make_series
from video_bank.recording.seal import make_manifest
from video_bank.sessions.session import (
    AgentCard,
    Check,
    CheckState,
    CloseReason,
    Customer,
    Picture,
    Session,
    Stage,
)
from video_bank.vault.sealed_object import seal_object
from video_bank.vault.signing_key import SigningKey
from video_bank.verification.evidence import Decision

CLOCK_ZERO = 1_700_000_000.0
_NODE = NodeId("archivist_000000000000000000000000")
_VIDEO = bytes(range(256)) * 10_000  # over two pieces of a megabyte each
_OBJECT = "recordings/{}/customer.webm"


async def _meet(front: Front, **fields: Any) -> Session:
    """Return a session that had its call."""
    return await front.add_session(
        **{
            "stage": Stage.CLOSED,
            "agent": AgentCard(StaffId("staff_1"), "李敏", "A1001"),
            "clock_zero": CLOCK_ZERO,
            "talking_since": CLOCK_ZERO + 2,
            "ended_at": CLOCK_ZERO + 62,
            "close_reason": CloseReason.CUSTOMER_HUNG_UP,
            "rating": 5,
            **fields,
        }
    )


async def _seal(
    front: Front,
    session: Session,
    video: bytes = _VIDEO,
    quality: SealedQuality | msgspec.UnsetType = msgspec.UNSET,
) -> Manifest:
    """Put a sealed recording of the customer's leg on the shelf, as an archivist does."""
    parts, session_id = front.parts, session.session_id
    name = _OBJECT.format(session_id)
    key = await parts.master_key.unwrap(session_id, session.wrapped_key)
    await parts.vault.put(name, seal_object(key, name, video))
    trail = await parts.trail.read(session_id)
    leg = LegRecording(
        TrackName.CUSTOMER,
        name,
        len(video),
        "0" * 64,
        0.5,
        60.0,
        2,
        (Gap(10.0, 12.0),),
        True,
        quality,
    )
    signing_key = SigningKey(front.folder / "keys/signing.key")
    manifest = await signing_key.sign(
        make_manifest(session_id, CLOCK_ZERO, [leg], [], trail[-1].hash, CLOCK_ZERO)
    )
    await _ask_for_seal(front, session)
    await parts.shelf.claim(_NODE)
    await parts.shelf.note_sealed(manifest, _NODE)
    return manifest


async def _keep_series(front: Front, session: Session, series: QualitySeries) -> SealedQuality:
    name = f"recordings/{session.session_id}/customer.quality.json"
    key = await front.parts.master_key.unwrap(session.session_id, session.wrapped_key)
    content = msgspec.json.encode(series)
    await front.parts.vault.put(name, seal_object(key, name, content))
    return SealedQuality(name, len(content), hashlib.sha256(content).hexdigest())


async def test_how_the_links_were_is_told_where_it_was_measured(front: Front) -> None:
    measured, older = await _meet(front), await _meet(front)
    sample = (1.0, Quality(level=Level.WEAK, rtt_ms=None, up=Way(0.15, 30, 90), down=Way()))
    series = make_series([[sample]])
    await _seal(front, measured, quality=await _keep_series(front, measured, series))
    await _seal(front, older)
    async with front.signed_in(Role.AUDITOR) as auditor:
        path = f"/api/v1/recordings/{measured.session_id}/quality"
        status, found = await auditor.ask("GET", path)
        assert status == 200
        assert msgspec.convert(found, RecordedQuality).legs == (
            LegQuality(LegName.CUSTOMER, series),
        )
        _, found = await auditor.ask("GET", f"/api/v1/recordings/{older.session_id}/quality")
        assert found == {"legs": []}


async def _ask_for_seal(front: Front, session: Session) -> None:
    await front.parts.shelf.ask_for_seal(
        session.session_id, session.wrapped_key, CLOCK_ZERO, CLOCK_ZERO + 62
    )


async def _read(browser: Browser, session: Session) -> dict[str, Any]:
    status, detail = await browser.ask("GET", f"/api/v1/recordings/{session.session_id}")
    assert status == 200
    found: dict[str, Any] = detail
    return found


async def test_the_list_goes_back_page_by_page(front: Front) -> None:
    now = front.parts.clock.now()
    sessions = [await _meet(front, created_at=now - age) for age in range(5)]
    seen: list[SessionId] = []
    before: str | None = None
    async with front.signed_in(Role.AUDITOR) as auditor:
        for _ in range(3):
            params = {"limit": "2"} | ({"before": before} if before else {})
            _, page = await auditor.ask("GET", "/api/v1/recordings", params=params)
            seen += [row["session_id"] for row in page["rows"]]
            before = page["next_before"]
    assert seen == [session.session_id for session in sessions]
    assert before is None


async def test_a_list_shows_no_whole_name_and_is_searched_by_it(front: Front) -> None:
    session = await _meet(front, customer=Customer("王小二", "DK-77"))
    await _meet(front)
    async with front.signed_in(Role.ADMIN) as admin:
        for search in ("小二", "dk-77"):
            _, page = await admin.ask("GET", "/api/v1/recordings", params={"search": search})
            assert [row["session_id"] for row in page["rows"]] == [session.session_id]
            assert page["rows"][0]["customer_name"] == "王*二"
        _, page = await admin.ask("GET", "/api/v1/recordings", params={"search": "%"})
        assert page["rows"] == []


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "limit=-1",
        "limit=x",
        "before=nan~ses_000000000000000000000000",
        "before=x",
        "before=1.0~x",
        "since=nan",
        "until=x",
        "verdict=maybe",
        "flags=blue",
        "agent=" + "x" * 101,
        "kinds=" + "x," * 101,
        "search=" + "x" * 101,
    ],
)
async def test_a_question_that_makes_no_sense_is_refused(front: Front, query: str) -> None:
    async with front.signed_in(Role.AUDITOR) as auditor:
        assert (await auditor.ask("GET", f"/api/v1/recordings?{query}"))[0] == 400


async def test_a_sealed_recording_says_everything_and_no_secret(front: Front) -> None:
    check = Check(
        new_check_id(),
        new_picture_id(),
        CheckState.FAILED,
        1.0,
        decision=Decision.REFUSED,
        decision_reason="另一人",
    )
    picture = Picture(new_picture_id(), LegName.CUSTOMER, 1.0)
    session = await _meet(front, checks=(check,), pictures=(picture,))
    await front.parts.trail.append(
        session.session_id, [Happening("talking_began", "house", CLOCK_ZERO + 2)]
    )
    manifest = await _seal(front, session)
    staff_id = await front.add_staff(Role.AUDITOR)
    async with front.signed_in(Role.AUDITOR, staff_id) as auditor:
        detail = await _read(auditor, session)
    assert detail["row"]["duration_s"] == 60.5
    assert (detail["row"]["seal"], detail["row"]["decision"]) == ("sealed", "refused")
    assert detail["legs"] == [
        {
            "leg": "customer",
            "is_screen": False,
            "url": f"/api/v1/recordings/{session.session_id}/legs/customer",
            "starts_at_s": 0.5,
            "duration_s": 60.0,
            "takes": 2,
            "gaps": [{"start_s": 10.0, "end_s": 12.0}],
            "is_cut_short": True,
        }
    ]
    assert [line["kind"] for line in detail["trail"]] == [
        "session_created",
        "talking_began",
        "recording_viewed",
    ]
    assert detail["trail"][1]["offset_s"] == 2.0
    assert detail["trail"][2]["actor"] == staff_id
    integrity = detail["integrity"]
    assert (integrity["is_trail_whole"], integrity["is_signature_valid"]) == (True, True)
    for secret in (NAME, manifest.legs[0].object_name, "wrapped_key", "object_name"):
        assert secret not in str(detail)


async def test_what_is_not_sealed_yet_can_be_read_all_the_same(front: Front) -> None:
    waiting, failed, empty, none = [await _meet(front) for _ in range(4)]
    shelf = front.parts.shelf
    for session, note in ((failed, "failed"), (empty, "empty"), (waiting, "")):
        await _ask_for_seal(front, session)
        if note:
            await shelf.claim(_NODE)
        if note == "failed":
            await shelf.note_failed(session.session_id, _NODE, "disk_full")
        elif note == "empty":
            await shelf.note_empty(session.session_id, _NODE)
    async with front.signed_in(Role.AUDITOR) as auditor:
        details = [await _read(auditor, session) for session in (waiting, failed, empty, none)]
        for session in (waiting, failed, empty, none):
            path = f"/api/v1/recordings/{session.session_id}/legs/customer"
            assert (await auditor.ask("GET", path))[0] in {404, 409}
    assert [detail["row"]["seal"] for detail in details] == ["waiting", "failed", "empty", None]
    assert [detail["seal_error"] for detail in details] == [None, "disk_full", None, None]
    for detail in details:
        assert detail["legs"] == []
        assert detail["row"]["duration_s"] == 60.0
        assert detail["integrity"]["is_signature_valid"] is None


async def test_a_trail_that_lost_its_end_is_not_whole(front: Front) -> None:
    session = await _meet(front)
    await front.parts.trail.append(session.session_id, [Happening("b", "house", 1.0)])
    await _seal(front, session)
    other = await _meet(front)  # whose trail never had the entry that the seal names
    stolen = await front.parts.shelf.find(session.session_id)
    assert stolen is not None
    assert stolen.manifest is not None
    await _ask_for_seal(front, other)
    await front.parts.shelf.claim(_NODE)
    manifest = Manifest(
        other.session_id, CLOCK_ZERO, 1.0, (), "root", (), 1.0, stolen.manifest.trail_head
    )
    await front.parts.shelf.note_sealed(manifest, _NODE)
    async with front.signed_in(Role.AUDITOR) as auditor:
        integrity = (await _read(auditor, other))["integrity"]
    assert (integrity["is_trail_whole"], integrity["is_signature_valid"]) == (False, False)


@pytest.mark.parametrize(
    ("asked", "status", "start", "end"),
    [
        (None, 200, 0, len(_VIDEO)),
        ("bytes=0-", 206, 0, len(_VIDEO)),
        ("bytes=0-0", 206, 0, 1),
        ("bytes=65530-65550", 206, 65530, 65551),
        ("bytes=1000000-2200000", 206, 1_000_000, 2_200_001),
        ("bytes=-100", 206, len(_VIDEO) - 100, len(_VIDEO)),
        ("bytes=5-1", 200, 0, len(_VIDEO)),
    ],
)
async def test_a_leg_is_played_from_anywhere(
    front: Front, asked: str | None, status: int, start: int, end: int
) -> None:
    session = await _meet(front)
    await _seal(front, session)
    path = f"/api/v1/recordings/{session.session_id}/legs/customer"
    headers = {hdrs.RANGE: asked} if asked else {}
    async with (
        front.signed_in(Role.AUDITOR) as auditor,
        auditor.http.get(path, headers=headers) as answer,
    ):
        assert answer.status == status
        assert answer.content_type == "video/webm"
        assert answer.headers[hdrs.ACCEPT_RANGES] == "bytes"
        assert await answer.read() == _VIDEO[start:end]
        if status == 206:
            assert answer.headers[hdrs.CONTENT_RANGE] == f"bytes {start}-{end - 1}/{len(_VIDEO)}"
    opened = (await front.kinds_on_trail(session.session_id)).count("recording_opened")
    assert opened == (start == 0)


async def test_a_range_behind_the_end_is_told_where_the_end_is(front: Front) -> None:
    session = await _meet(front)
    await _seal(front, session)
    path = f"/api/v1/recordings/{session.session_id}/legs/customer"
    beyond = {hdrs.RANGE: f"bytes={len(_VIDEO)}-"}
    async with (
        front.signed_in(Role.AUDITOR) as auditor,
        auditor.http.get(path, headers=beyond) as answer,
    ):
        assert answer.status == 416
        assert answer.headers[hdrs.CONTENT_RANGE] == f"bytes */{len(_VIDEO)}"


@pytest.mark.parametrize("leg", ["agent", "screen", "..", "%2e%2e%2fcustomer"])
async def test_a_leg_that_was_not_recorded_is_not_found(front: Front, leg: str) -> None:
    session = await _meet(front)
    await _seal(front, session)
    path = f"/api/v1/recordings/{session.session_id}/legs/{leg}"
    async with front.signed_in(Role.AUDITOR) as auditor:
        assert (await auditor.ask("GET", path))[0] == 404


@pytest.mark.parametrize("at", [20 + 100, 20 + 65_552 * 20])
async def test_a_leg_that_was_changed_is_not_played_past_the_change(front: Front, at: int) -> None:
    session = await _meet(front)
    await _seal(front, session)
    path = front.folder / "objects" / _OBJECT.format(session.session_id)
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
    async with front.signed_in(Role.AUDITOR) as auditor:
        got = await _play_as_far_as_it_goes(
            auditor, f"/api/v1/recordings/{session.session_id}/legs/customer"
        )
    assert len(got) < len(_VIDEO)
    assert got == _VIDEO[: len(got)]


async def _play_as_far_as_it_goes(browser: Browser, path: str) -> bytes:
    got = bytearray()
    try:
        async with browser.http.get(path) as answer:
            if answer.status != 200:
                return b""
            async for piece in answer.content.iter_any():
                got += piece
    except aiohttp.ClientPayloadError:
        pass
    return bytes(got)


async def test_play_pause_and_seek_are_on_the_trail(front: Front) -> None:
    session = await _meet(front)
    path = f"/api/v1/recordings/{session.session_id}/playback"
    async with front.signed_in(Role.AUDITOR) as auditor:
        for action in ("play", "pause", "seek"):
            body = {"action": action, "position_s": 12.34}
            assert (await auditor.ask("POST", path, json=body))[0] == 204
        for wrong in ({"action": "export", "position_s": 1}, {"action": "play"}):
            assert (await auditor.ask("POST", path, json=wrong))[0] == 400
    trail = await front.parts.trail.read(session.session_id)
    assert [(entry.happening.kind, entry.happening.facts) for entry in trail[1:]] == [
        ("playback_played", {"position_s": 12.3}),
        ("playback_paused", {"position_s": 12.3}),
        ("playback_sought", {"position_s": 12.3}),
    ]


async def test_what_cannot_be_written_down_is_not_shown(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = await _meet(front)
    await _seal(front, session)
    monkeypatch.setattr(type(front.parts.trail), "append", _refuse)
    path = f"/api/v1/recordings/{session.session_id}"
    async with front.signed_in(Role.AUDITOR) as auditor:
        for asked in (path, f"{path}/legs/customer"):
            assert (await auditor.ask("GET", asked))[0] == 503


async def _refuse(*_: object) -> None:
    raise UnavailableError
