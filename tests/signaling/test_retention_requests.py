"""What the bank's system and auditors ask about keeping and deleting."""

from typing import Any

import pytest

from tests.signaling.front import Front
from video_bank.caller import Role
from video_bank.ids import new_session_id
from video_bank.sessions.session import CloseReason, Session, Stage


async def _meet(front: Front, **fields: Any) -> Session:
    ended = {"stage": Stage.CLOSED, "close_reason": CloseReason.AGENT_HUNG_UP}
    return await front.add_session(**{**ended, "ended_at": front.parts.clock.now(), **fields})


def _path(session: Session, rest: str) -> str:
    return f"/api/v1/sessions/{session.session_id}/{rest}"


async def test_until_when_a_session_is_kept_and_why(front: Front) -> None:
    session = await _meet(front, product="insurance")
    going_on = await front.add_session()
    async with front.bank_system() as bank:
        _, before = await bank.ask("GET", _path(session, "retention"))
        end = {"ended_at": front.parts.clock.now()}
        assert (await bank.ask("PUT", _path(session, "product-end"), json=end))[0] == 204
        _, after = await bank.ask("GET", _path(session, "retention"))
        _, open_end = await bank.ask("GET", _path(going_on, "retention"))
    assert (before["rule"], before["keep_until"]) == ("dual_recording", None)
    assert after["rule"] == "general"
    assert after["keep_until"] > front.parts.clock.now()
    assert open_end["rule"] is None


async def test_a_hold_is_an_auditors_and_stands_in_the_list(front: Front) -> None:
    session = await _meet(front)
    holds = f"/api/v1/recordings/{session.session_id}/holds"
    async with front.signed_in(Role.AUDITOR) as auditor:
        placed = await auditor.ask("POST", holds, json={"reason": " 诉讼 "})
        assert placed == (201, {"number": 1})
        _, page = await auditor.ask("GET", "/api/v1/recordings")
        assert page["rows"][0]["retention"] == {
            "rule": "legal_hold",
            "keep_until": None,
            "holds": 1,
        }
        release = f"{holds}/1/release"
        assert (await auditor.ask("POST", release, json={"reason": "结案"}))[0] == 204
        assert (await auditor.ask("POST", release, json={"reason": "结案"}))[0] == 404
        _, page = await auditor.ask("GET", "/api/v1/recordings")
        assert page["rows"][0]["retention"]["rule"] == "general"


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
async def test_a_hold_needs_a_reason(front: Front, reason: str) -> None:
    session = await _meet(front)
    holds = f"/api/v1/recordings/{session.session_id}/holds"
    async with front.signed_in(Role.AUDITOR) as auditor:
        assert (await auditor.ask("POST", holds, json={"reason": reason}))[0] == 400


@pytest.mark.parametrize("number", ["0", "x", "-1", "9" * 30, "１"])
async def test_a_hold_that_cannot_be_is_not_found(front: Front, number: str) -> None:
    session = await _meet(front)
    path = f"/api/v1/recordings/{session.session_id}/holds/{number}/release"
    async with front.signed_in(Role.AUDITOR) as auditor:
        assert (await auditor.ask("POST", path, json={"reason": "why"}))[0] == 404


async def test_a_withdrawn_consent_is_answered_with_what_became_of_it(front: Front) -> None:
    free, lawful = await _meet(front), await _meet(front, product="personal-loan")
    both = {"recording": True, "face": True}
    async with front.bank_system() as bank:
        _, gone = await bank.ask("POST", _path(free, "consent-withdrawal"), json=both)
        _, held = await bank.ask("POST", _path(lawful, "consent-withdrawal"), json=both)
        _, report = await bank.ask("GET", _path(free, "retention"))
        assert (await bank.ask("POST", _path(free, "consent-withdrawal"), json={}))[0] == 400
        strange = f"/api/v1/sessions/{new_session_id()}/consent-withdrawal"
        assert (await bank.ask("POST", strange, json=both))[0] == 404
    assert gone["is_recording_deleted"]
    assert (held["is_recording_deleted"], held["held_by"]) == (False, "anti_money_laundering")
    assert report["receipt"]["reason"] == "consent_withdrawn"
    assert report["receipt"]["signature"]


@pytest.mark.parametrize("end", [-1, 0, "x"])
async def test_a_products_end_is_a_moment(front: Front, end: Any) -> None:
    session = await _meet(front)
    async with front.bank_system() as bank:
        answer = await bank.ask("PUT", _path(session, "product-end"), json={"ended_at": end})
    assert answer[0] == 400
