"""Unmasking and comments: each is first on the trail, then on the page."""

import pytest

from tests.signaling.front import NAME, Front
from tests.signaling.sealed import add_sealed
from video_bank.caller import Role
from video_bank.errors import UnavailableError
from video_bank.ids import new_session_id
from video_bank.sessions.session import Customer, Detail

CUSTOMER = Customer(NAME, "DK-1", (Detail("证件号码", "110101199003070000"),))


async def test_who_the_customer_is_costs_a_purpose(front: Front) -> None:
    session = await add_sealed(front, customer=CUSTOMER)
    path = f"/api/v1/recordings/{session.session_id}"
    async with front.signed_in(Role.AUDITOR) as ada:
        async with ada.http.get(path) as answer:
            content = await answer.text()
        assert NAME not in content
        assert "110101199003070000" not in content
        assert (await ada.ask("POST", f"{path}/unmasked", json={}))[0] == 400
        _, found = await ada.ask("POST", f"{path}/unmasked", json={"purpose": "complaint"})
        assert found["name"] == NAME
        assert found["details"] == [{"label": "证件号码", "value": "110101199003070000"}]
    told = (await front.parts.trail.read(session.session_id))[-1].happening
    assert (told.kind, told.facts) == ("customer_unmasked", {"purpose": "complaint"})


async def test_without_its_entry_nothing_is_unmasked(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = await add_sealed(front, customer=CUSTOMER)

    async def fail(*_: object) -> None:
        raise UnavailableError

    monkeypatch.setattr(type(front.parts.trail), "append", fail)
    async with front.signed_in(Role.AUDITOR) as ada:
        path = f"/api/v1/recordings/{session.session_id}/unmasked"
        status, found = await ada.ask("POST", path, json={"purpose": "court"})
    assert status == 503
    assert "name" not in found


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR])
async def test_who_may_not_see_it_learns_nothing_and_leaves_an_entry(
    front: Front, role: Role
) -> None:
    session = await add_sealed(front)
    staff_id = await front.add_staff(role)
    async with front.signed_in(role, staff_id) as browser:
        answers = [
            await browser.ask("GET", f"/api/v1/recordings/{session_id}{part}")
            for session_id in (session.session_id, new_session_id())
            for part in ("", "/legs/customer")
        ]
    assert answers == [(403, {"code": "forbidden", "is_retryable": False})] * 4
    told = [entry.happening for entry in await front.parts.trail.read(session.session_id)]
    refused = [each.actor for each in told if each.kind == "recording_refused"]
    assert refused == [staff_id] * 2


async def test_a_comment_stands_on_the_time_line_for_everybody(front: Front) -> None:
    session = await add_sealed(front)
    path = f"/api/v1/recordings/{session.session_id}"
    async with front.signed_in(Role.AUDITOR) as ada, front.signed_in(Role.ADMIN) as ben:
        said = {"position_s": 12.345, "text": " 证件反光 "}
        status, added = await ada.ask("POST", f"{path}/comments", json=said)
        assert status == 201
        assert (added["position_s"], added["text"], added["written_by"]) == (
            12.35,
            "证件反光",
            "李敏",
        )
        await ada.ask("POST", f"{path}/comments", json={"position_s": 1, "text": ""})
        _, detail = await ben.ask("GET", path)
        assert [comment["text"] for comment in detail["comments"]] == ["", "证件反光"]
    kinds = await front.kinds_on_trail(session.session_id)
    assert kinds.count("comment_added") == 2


@pytest.mark.parametrize(
    "said",
    [
        {"position_s": -1, "text": ""},
        {"position_s": 1, "text": "x" * 1001},
        {"text": ""},
    ],
)
async def test_what_is_no_comment_is_refused(front: Front, said: dict[str, object]) -> None:
    session = await add_sealed(front)
    async with front.signed_in(Role.AUDITOR) as ada:
        path = f"/api/v1/recordings/{session.session_id}/comments"
        assert (await ada.ask("POST", path, json=said))[0] == 400
        unknown = f"/api/v1/recordings/{new_session_id()}/comments"
        assert (await ada.ask("POST", unknown, json={"position_s": 1, "text": ""}))[0] == 404
