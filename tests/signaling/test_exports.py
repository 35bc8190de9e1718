"""A recording leaves the house when one auditor asked and another one approved, and only then."""

import io
import zipfile
from typing import Any

import aiohttp
import pytest

from tests.signaling.front import Browser, Front
from tests.signaling.sealed import VIDEO, add_sealed
from video_bank.caller import Role
from video_bank.ids import new_export_id, new_session_id
from video_bank.recording.evidence.source import ZipSource
from video_bank.recording.evidence.verify import verify
from video_bank.sessions.session import Session
from video_bank.vault.sealed_object import seal_object

ORDER = {"purpose": "court", "note": " （2026）沪民初 1 号 "}


async def test_one_asks_another_one_approves_and_the_bundle_is_intact(front: Front) -> None:
    session = await add_sealed(front)
    async with front.signed_in(Role.AUDITOR) as ada, front.signed_in(Role.ADMIN) as ben:
        asked = await ask(ada, session)
        assert asked["state"] == "open"
        assert asked["is_mine"]
        assert asked["note"] == "（2026）沪民初 1 号"
        _, waiting = await ben.ask("GET", "/api/v1/exports")
        assert [export["export_id"] for export in waiting["exports"]] == [asked["export_id"]]
        assert not waiting["exports"][0]["is_mine"]
        assert (await decide(ben, asked, is_approved=True))[1]["state"] == "approved"
        content = await download(ada, asked)
        _, found = await ada.ask("GET", f"/api/v1/recordings/{session.session_id}/exports")
        assert [export["state"] for export in found["exports"]] == ["approved"]
    report = verify(ZipSource(io.BytesIO(content)))
    assert report.is_intact, report
    assert report.session_id == session.session_id
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        assert bundle.read("legs/customer.webm") == VIDEO
        paper = bundle.read("trail.txt").decode()
        assert "证据包被下载 / Evidence bundle downloaded" in paper, "it tells of itself"
        assert "沪民初".encode() not in b"".join(map(bundle.read, bundle.namelist()))
    kinds = await front.kinds_on_trail(session.session_id)
    assert kinds[-3:] == ["export_asked", "export_approved", "export_downloaded"]


async def test_nobody_approves_their_own(front: Front) -> None:
    session = await add_sealed(front)
    async with front.signed_in(Role.AUDITOR) as ada:
        asked = await ask(ada, session)
        assert (await decide(ada, asked, is_approved=True))[0] == 403
        assert await knock(ada, asked) == 409
    assert "export_downloaded" not in await front.kinds_on_trail(session.session_id)


async def test_only_who_asked_downloads_and_only_in_time(front: Front) -> None:
    session = await add_sealed(front)
    async with front.signed_in(Role.AUDITOR) as ada, front.signed_in(Role.AUDITOR) as ben:
        asked = await ask(ada, session)
        await decide(ben, asked, is_approved=True)
        assert await knock(ben, asked) == 404
        front.parts.clock.ahead_s = 24 * 3600 + 1
    async with front.signed_in(Role.AUDITOR) as ben:
        assert (await decide(ben, asked, is_approved=False))[0] == 409, "a decision is final"
    front.parts.clock.ahead_s = 0


async def test_a_refused_one_is_never_sent(front: Front) -> None:
    session = await add_sealed(front)
    async with front.signed_in(Role.AUDITOR) as ada, front.signed_in(Role.AUDITOR) as ben:
        asked = await ask(ada, session)
        assert (await decide(ben, asked, is_approved=False))[1]["state"] == "refused"
        assert await knock(ada, asked) == 409
    assert (await front.kinds_on_trail(session.session_id))[-1] == "export_refused"


async def test_what_is_not_sealed_cannot_be_asked_for(front: Front) -> None:
    session = await front.add_session()
    async with front.signed_in(Role.AUDITOR) as ada:
        for session_id in (session.session_id, new_session_id()):
            path = f"/api/v1/recordings/{session_id}/exports"
            assert (await ada.ask("POST", path, json=ORDER))[0] == 404
        path = f"/api/v1/exports/{new_export_id()}/bundle"
        assert (await ada.ask("GET", path))[0] == 404


@pytest.mark.parametrize(
    "order", [{}, {**ORDER, "purpose": "curiosity"}, {**ORDER, "note": "x" * 501}]
)
async def test_an_order_without_a_purpose_is_none(front: Front, order: dict[str, str]) -> None:
    session = await add_sealed(front)
    async with front.signed_in(Role.AUDITOR) as ada:
        path = f"/api/v1/recordings/{session.session_id}/exports"
        assert (await ada.ask("POST", path, json=order))[0] == 400


async def test_a_bundle_of_what_is_not_as_sealed_breaks_off(front: Front) -> None:
    session = await add_sealed(front)
    name = f"recordings/{session.session_id}/customer.webm"
    key = await front.parts.master_key.unwrap(session.session_id, session.wrapped_key)
    changed = VIDEO[:-1] + b"?"
    await front.parts.vault.put(name, seal_object(key, name, changed))
    async with front.signed_in(Role.AUDITOR) as ada, front.signed_in(Role.AUDITOR) as ben:
        asked = await ask(ada, session)
        await decide(ben, asked, is_approved=True)
        with pytest.raises(aiohttp.ClientError):
            await download(ada, asked)


async def ask(browser: Browser, session: Session) -> dict[str, Any]:
    path = f"/api/v1/recordings/{session.session_id}/exports"
    status, asked = await browser.ask("POST", path, json=ORDER)
    assert status == 201
    found: dict[str, Any] = asked
    return found


async def decide(browser: Browser, asked: dict[str, Any], *, is_approved: bool) -> tuple[int, Any]:
    path = f"/api/v1/exports/{asked['export_id']}/decision"
    return await browser.ask("POST", path, json={"is_approved": is_approved})


async def knock(browser: Browser, asked: dict[str, Any]) -> int:
    return (await browser.ask("GET", f"/api/v1/exports/{asked['export_id']}/bundle"))[0]


async def download(browser: Browser, asked: dict[str, Any]) -> bytes:
    path = f"/api/v1/exports/{asked['export_id']}/bundle"
    async with browser.http.get(path) as answer:
        assert answer.status == 200
        assert answer.content_type == "application/zip"
        return await answer.read()
