"""One film of an approved recording: made at the desk, kept encrypted, cancelled at will."""

import asyncio
import contextlib
import io
from pathlib import Path
from typing import Any

import av
import pytest

from tests.eventually import eventually
from tests.signaling.front import Browser, Front
from tests.signaling.sealed import seal_legs
from tests.video_bank.recording.aiortc_stage import Stage
from video_bank.caller import Role
from video_bank.sessions.session import Session


async def test_a_film_is_made_watched_and_taken_out(front: Front) -> None:
    session = await record(front, seconds=3)
    async with front.signed_in(Role.AUDITOR) as ada, front.signed_in(Role.AUDITOR) as ben:
        path = await approve(ada, ben, session)
        assert await state(ada, path) == {"is_ready": False, "share": None}
        assert (await ben.ask("POST", f"{path}/film"))[0] == 404, "of who asked alone"
        assert (await ada.ask("POST", f"{path}/film"))[0] == 204
        await eventually(lambda: is_ready(ada, path), 30)
        async with ada.http.get(f"{path}/film") as answer:
            assert answer.content_type == "video/mp4"
            content = await answer.read()
    with av.open(io.BytesIO(content), "r") as container:
        assert {stream.codec_context.name for stream in container.streams} == {"h264", "aac"}
        assert sum(1 for _ in container.decode(video=0)) == pytest.approx(45, abs=3)
    (name,) = await front.parts.vault.names(f"films/{session.session_id}")
    kept = await front.parts.vault.get(name, 0, await front.parts.vault.size(name))
    assert b"ftyp" not in kept, "encrypted"
    assert (await front.kinds_on_trail(session.session_id))[-1] == "film_downloaded"


async def test_nothing_that_plays_ever_lies_on_a_disk(front: Front) -> None:
    session = await record(front, seconds=3)
    async with front.signed_in(Role.AUDITOR) as ada, front.signed_in(Role.AUDITOR) as ben:
        path = await approve(ada, ben, session)
        await ada.ask("POST", f"{path}/film")
        seen = set[str]()
        while not await is_ready(ada, path):
            seen |= await asyncio.to_thread(plaintext_in, front.folder)
        async with ada.http.get(f"{path}/bundle") as answer:
            assert b"V_VP8" in await answer.read()
            seen |= await asyncio.to_thread(plaintext_in, front.folder)
    assert not seen


async def test_a_cancelled_film_leaves_nothing_and_may_be_begun_again(front: Front) -> None:
    session = await record(front, seconds=60)
    async with front.signed_in(Role.AUDITOR) as ada, front.signed_in(Role.AUDITOR) as ben:
        path = await approve(ada, ben, session)
        await ada.ask("POST", f"{path}/film")
        await eventually(lambda: is_begun(ada, path), 30)
        assert (await ada.ask("DELETE", f"{path}/film"))[0] == 204
        await eventually(lambda: not front.parts.films._work, 10)
        assert await state(ada, path) == {"is_ready": False, "share": None}
        assert (await ada.ask("GET", f"{path}/film"))[0] == 404
        assert await front.parts.vault.names(f"films/{session.session_id}") == []
        await ada.ask("POST", f"{path}/film")
        assert (await state(ada, path))["share"] is not None
    await front.parts.films.close()


async def test_what_is_not_as_sealed_is_not_filmed(front: Front) -> None:
    session = await record(front, seconds=3)
    name = f"recordings/{session.session_id}/agent.webm"
    sealed = await front.parts.vault.get(name, 0, await front.parts.vault.size(name))
    changed = sealed[:-40] + bytes([sealed[-40] ^ 1]) + sealed[-39:]
    await front.parts.vault.put(name, changed)
    async with front.signed_in(Role.AUDITOR) as ada, front.signed_in(Role.AUDITOR) as ben:
        path = await approve(ada, ben, session)
        await ada.ask("POST", f"{path}/film")
        await eventually(lambda: not front.parts.films._work, 30)
        assert await state(ada, path) == {"is_ready": False, "share": None}
    assert await front.parts.vault.names(f"films/{session.session_id}") == []


async def record(front: Front, seconds: int) -> Session:
    return await seal_legs(front, Stage(seconds).records())


def plaintext_in(folder: Path) -> set[str]:
    """Return the files that hold a WebM's, an MP4's or a zip's own marks."""
    marks = (b"V_VP8", b"ftypiso", b"legs/customer.webm")
    found = set[str]()
    for path in folder.rglob("*"):
        with contextlib.suppress(FileNotFoundError):  # a draft that was just moved to its place
            if path.is_file() and any(mark in path.read_bytes() for mark in marks):
                found.add(path.name)
    return found


async def approve(ada: Browser, ben: Browser, session: Session) -> str:
    order = {"purpose": "court", "note": ""}
    path = f"/api/v1/recordings/{session.session_id}/exports"
    _, asked = await ada.ask("POST", path, json=order)
    path = f"/api/v1/exports/{asked['export_id']}"
    await ben.ask("POST", f"{path}/decision", json={"is_approved": True})
    return path


async def state(browser: Browser, path: str) -> dict[str, Any]:
    status, found = await browser.ask("GET", f"{path}/film/state")
    assert status == 200
    known: dict[str, Any] = found
    return known


async def is_ready(browser: Browser, path: str) -> bool:
    return bool((await state(browser, path))["is_ready"])


async def is_begun(browser: Browser, path: str) -> bool:
    return bool((await state(browser, path))["share"])
