"""ID pictures: in from the phone, out to whoever has to compare them."""

import io

import pytest

from tests.signaling.front import Front
from tests.video_bank.verification.pictures import jpeg, nobody, opened, png, png_bomb
from video_bank.caller import Role
from video_bank.ids import PictureId, new_check_id, new_picture_id, new_session_id
from video_bank.media.commands import LegName
from video_bank.sessions.requests import NotePicture
from video_bank.sessions.session import Check, CheckState, Picture, Session, Stage
from video_bank.verification.evidence import Evidence, Thresholds, Verdict
from video_bank.verification.picture_gate import MOST_BYTES

_CARD = jpeg(nobody())


def _path(session: Session, picture_id: str = "") -> str:
    path = f"/api/v1/sessions/{session.session_id}/pictures"
    return f"{path}/{picture_id}" if picture_id else path


async def _noted(front: Front, session: Session) -> list[tuple[PictureId, LegName]]:
    return [
        (request.picture_id, request.taken_by)
        for request in await front.inbox(session.session_id)
        if isinstance(request, NotePicture)
    ]


@pytest.mark.parametrize("content", [_CARD, png(nobody())], ids=["jpeg", "png"])
async def test_a_customers_picture_is_drawn_anew_kept_and_noted(
    front: Front, content: bytes
) -> None:
    session = await front.add_session(stage=Stage.TALKING)
    async with front.seated(session.session_id) as browser:
        status, receipt = await browser.ask("POST", _path(session), data=content)
    assert status == 201
    assert await _noted(front, session) == [(receipt["picture_id"], LegName.CUSTOMER)]
    kept = await front.parts.pictures.get(
        session.session_id, session.wrapped_key, receipt["picture_id"]
    )
    assert kept != content
    assert opened(kept).format == "JPEG"
    assert opened(kept).size == nobody().size


async def test_an_agent_may_add_a_picture_to_the_session_at_hand(front: Front) -> None:
    staff_id = await front.add_staff(Role.AGENT)
    session = await front.add_meeting(staff_id)
    async with front.signed_in(Role.AGENT, staff_id) as browser:
        assert (await browser.ask("POST", _path(session), data=_CARD))[0] == 201
    assert [leg for _, leg in await _noted(front, session)] == [LegName.AGENT]


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 422, "picture_unreadable"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 422, "picture_unreadable"),
        (_CARD[: len(_CARD) // 2], 422, "picture_unreadable"),
        (b"%PDF-1.7\n" + _CARD, 422, "picture_unreadable"),
        (jpeg(nobody().resize((319, 200))), 422, "picture_too_small"),
        (png_bomb(30_000, 30_000), 413, "picture_too_large"),
        (b"x" * (MOST_BYTES + 1), 413, "too_large"),
    ],
    ids=["empty", "svg", "cut", "polyglot", "small", "bomb", "long"],
)
async def test_what_is_no_picture_of_a_document_goes_no_further(
    front: Front, content: bytes, status: int, code: str
) -> None:
    session = await front.add_session(stage=Stage.TALKING)
    async with front.seated(session.session_id) as browser:
        answer = await browser.ask("POST", _path(session), data=io.BytesIO(content))
    assert (answer[0], answer[1]["code"]) == (status, code)
    assert await _noted(front, session) == []
    assert await front.parts.vault.names(f"pictures/{session.session_id}") == []


@pytest.mark.parametrize(
    ("stage", "status"),
    [
        (Stage.ARRIVING, 409),
        (Stage.WAITING, 409),
        (Stage.CONNECTING, 201),
        (Stage.PARKED, 201),
        (Stage.WRAPPING_UP, 409),
        (Stage.CLOSED, 409),
    ],
)
async def test_pictures_belong_to_a_call(front: Front, stage: Stage, status: int) -> None:
    session = await front.add_session(stage=stage)
    async with front.seated(session.session_id) as browser:
        assert (await browser.ask("POST", _path(session), data=_CARD))[0] == status


async def test_nobody_adds_to_a_foreign_session(front: Front) -> None:
    session = await front.add_meeting(await front.add_staff(Role.AGENT))
    other = await front.add_session(stage=Stage.TALKING)
    async with front.seated(other.session_id) as customer, front.signed_in(Role.AGENT) as agent:
        for browser in (customer, agent):
            assert (await browser.ask("POST", _path(session), data=_CARD))[0] == 404
    assert await _noted(front, session) == []


async def _add_pictures(front: Front) -> tuple[Session, PictureId, PictureId]:
    """Return a session, its ID picture and the live portrait of its check."""
    session_id = new_session_id()
    key = await front.parts.master_key.make_data_key(session_id)
    picture_id = await front.parts.pictures.put(session_id, key, _CARD)
    portrait_id = await front.parts.pictures.put(session_id, key, _CARD)
    evidence = Evidence(
        verdict=Verdict.PASSED,
        distance=0.3,
        thresholds=Thresholds(),
        findings=(),
        engine="test",
        live_frames=5,
        document_portrait=new_picture_id(),
        live_portrait=portrait_id,
        took_ms=1,
    )
    session = await front.add_meeting(
        await front.add_staff(Role.AGENT),
        session_id=session_id,
        wrapped_key=key,
        pictures=(Picture(picture_id, LegName.CUSTOMER, 1.0),),
        checks=(Check(new_check_id(), picture_id, CheckState.FINISHED, 1.0, evidence),),
    )
    return session, picture_id, portrait_id


async def test_whoever_looks_at_a_picture_is_on_the_trail(front: Front) -> None:
    session, picture_id, portrait_id = await _add_pictures(front)
    assert session.agent is not None
    async with (
        front.signed_in(Role.AGENT, session.agent.staff_id) as agent,
        front.signed_in(Role.AUDITOR) as auditor,
    ):
        for browser, wanted in ((agent, picture_id), (auditor, portrait_id)):
            async with browser.http.get(_path(session, wanted)) as answer:
                assert answer.status == 200
                assert answer.content_type == "image/jpeg"
                assert answer.headers["Cache-Control"] == "no-store"
                assert await answer.read() == _CARD
    views = [
        entry.happening.facts
        for entry in await front.parts.trail.read(session.session_id)
        if entry.happening.kind == "picture_viewed"
    ]
    assert views == [{"picture_id": picture_id}, {"picture_id": portrait_id}]


async def test_only_pictures_of_the_session_are_shown(front: Front) -> None:
    session, picture_id, _ = await _add_pictures(front)
    other, foreign_id, _ = await _add_pictures(front)
    async with front.signed_in(Role.AUDITOR) as auditor:
        for wrong in (new_picture_id(), foreign_id, "..", "pic_x"):
            assert (await auditor.ask("GET", _path(session, wrong)))[0] == 404
    async with front.signed_in(Role.AGENT) as stranger, front.seated(session.session_id) as carla:
        assert (await stranger.ask("GET", _path(session, picture_id)))[0] == 404
        assert (await carla.ask("GET", _path(session, picture_id)))[0] == 403
    assert "picture_viewed" not in await front.kinds_on_trail(session.session_id)
    assert "picture_viewed" not in await front.kinds_on_trail(other.session_id)
