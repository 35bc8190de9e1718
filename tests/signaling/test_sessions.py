"""What the bank's own systems ask."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from signaling.masking import mask_name
from tests.signaling.front import NAME, QUEUE, Front
from tests.video_bank.scripts.test_script_file import EXAMPLES
from video_bank.bank.upkeep import sign_script
from video_bank.queues.policy import Priority
from video_bank.queues.ticket import Wishes
from video_bank.sessions.session import CloseReason, Stage
from video_bank.settings import Settings

_ORDER = {
    "queue": QUEUE,
    "business": "贷款面谈",
    "customer": {"name": NAME, "reference": "DK-1", "details": [{"label": "金额", "value": "1"}]},
}


def _order(**changes: Any) -> dict[str, Any]:
    customer = {**_ORDER["customer"], **changes.pop("customer", {})}  # type: ignore[dict-item]
    return {**_ORDER, "customer": customer, **changes}


async def test_a_repeated_order_makes_one_session_and_a_new_link(front: Front) -> None:
    async with front.bank_system() as bank:
        answers = [
            await bank.ask(
                "POST", "/api/v1/sessions", json=_ORDER, headers={"Idempotency-Key": "order-1"}
            )
            for _ in range(2)
        ]
        other = await bank.ask("POST", "/api/v1/sessions", json=_ORDER)
    assert [status for status, _ in (*answers, other)] == [201] * 3
    sessions = [body["session_id"] for _, body in (*answers, other)]
    assert sessions[0] == sessions[1] != sessions[2]
    urls = {body["join_url"] for _, body in (*answers, other)}
    assert len(urls) == 3
    assert all(url.startswith("http://127.0.0.1:8080/join#") for url in urls)


async def test_a_customer_comes_with_wishes(front: Front) -> None:
    async with front.bank_system() as bank:
        _, body = await bank.ask("POST", "/api/v1/sessions", json=_order(priorities=["elderly"]))
    session = await front.parts.store.load(body["session_id"])
    assert session.wishes == Wishes(priorities=(Priority.ELDERLY,))


@pytest.mark.parametrize(
    "order",
    [
        {},
        _order(queue="nowhere"),
        _order(business=""),
        _order(business="x" * 257),
        _order(customer={"name": "x" * 129}),
        _order(customer={"name": "张\u202e三"}),
        _order(customer={"reference": "x" * 65}),
        _order(customer={"details": [{"label": "a", "value": "b"}] * 33}),
        _order(unknown=1),
        _order(product="../keys"),
        _order(product=""),
        _order(language="klingon"),
        _order(priorities=["royal"]),
    ],
)
async def test_an_order_that_no_page_could_show_is_refused(
    front: Front, order: dict[str, Any]
) -> None:
    async with front.bank_system() as bank:
        answer = await bank.ask("POST", "/api/v1/sessions", json=order)
    assert answer == (400, {"code": "malformed", "is_retryable": False})


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'{"queue":' + b"[" * 30_000])
async def test_a_body_that_is_no_order_is_refused(front: Front, body: bytes) -> None:
    async with front.bank_system() as bank:
        assert (await bank.ask("POST", "/api/v1/sessions", data=body))[0] == 400


async def test_a_body_beyond_the_limit_is_not_read(front: Front) -> None:
    async with front.bank_system() as bank:
        assert (await bank.ask("POST", "/api/v1/sessions", data=b" " * 65_537))[0] == 413


async def test_a_session_that_goes_on_may_be_invited_again(front: Front) -> None:
    going = await front.add_session(stage=Stage.WAITING)
    over = await front.add_session(
        stage=Stage.ABANDONED, close_reason=CloseReason.CUSTOMER_LEFT_THE_QUEUE
    )
    async with front.bank_system() as bank:
        status, link = await bank.ask("POST", f"/api/v1/sessions/{going.session_id}/links")
        assert (status, link["session_id"]) == (201, going.session_id)
        assert (await bank.ask("POST", f"/api/v1/sessions/{over.session_id}/links"))[0] == 409


async def test_the_report_says_how_it_goes_and_nobodys_name(front: Front) -> None:
    session = await front.add_session(stage=Stage.WAITING)
    async with front.bank_system() as bank:
        status, report = await bank.ask("GET", f"/api/v1/sessions/{session.session_id}")
    assert status == 200
    assert (report["stage"], report["recording"]) == ("waiting", None)
    assert NAME not in str(report)
    assert mask_name(NAME) not in str(report)


@pytest.mark.parametrize(
    "session_id", ["ses_000000000000000000000000", "ses_x", "..%2f..%2fetc", "%00", "ses_" + "é"]
)
async def test_what_is_no_session_is_not_found(front: Front, session_id: str) -> None:
    async with front.bank_system() as bank:
        assert (await bank.ask("GET", f"/api/v1/sessions/{session_id}"))[0] == 404


async def test_a_products_script_is_the_sessions_from_its_first_moment(front: Front) -> None:
    script = await asyncio.to_thread(_put_script, front)
    async with front.bank_system() as bank:
        _, made = await bank.ask("POST", "/api/v1/sessions", json=_order(product="insurance"))
        _, plain = await bank.ask("POST", "/api/v1/sessions", json=_order(product="no-script"))
    session = await front.parts.store.load(made["session_id"])
    assert session.script is not None
    assert session.script.script.product == session.product == "insurance"
    [entry] = await front.parts.trail.read(session.session_id)
    assert entry.happening.facts == {"product": "insurance", "script_sha256": session.script.sha256}
    assert (await front.parts.store.load(plain["session_id"])).script is None
    script.write_bytes(script.read_bytes().replace(b"minimum_s: 12", b"minimum_s: 1"))
    async with front.bank_system() as bank:
        refused = await bank.ask("POST", "/api/v1/sessions", json=_order(product="insurance"))
    assert refused == (409, {"code": "script_altered", "is_retryable": False})


def _put_script(front: Front) -> Path:
    settings = Settings(data_dir=front.folder)
    settings.script_dir.mkdir()
    example = next(path for path in EXAMPLES if path.stem == "insurance")
    copy = settings.script_dir / example.name
    copy.write_bytes(example.read_bytes())
    sign_script(settings, copy)
    return copy
