"""Every code has a status, and nothing of an unexpected error leaves the house."""

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from structlog.testing import capture_logs

from signaling.errors import STATUS, speak_in_codes
from video_bank.errors import ErrorCode, NotFoundError, UnavailableError


def test_every_error_code_has_a_status() -> None:
    assert set(STATUS) == set(ErrorCode)
    assert all(400 <= status < 600 for status in STATUS.values())


async def _find(_: web.Request) -> web.Response:
    raise NotFoundError


async def _wait(_: web.Request) -> web.Response:
    raise UnavailableError


async def _break(_: web.Request) -> web.Response:
    raise ValueError("张三 110101199003070000")


async def test_errors_are_answered_in_codes_and_logged_without_contents() -> None:
    app = web.Application(middlewares=[speak_in_codes])
    app.add_routes([web.get("/find", _find), web.get("/wait", _wait), web.get("/break", _break)])
    async with TestClient(TestServer(app)) as client:
        with capture_logs() as logs:
            answers = [
                (answer.status, await answer.json())
                for path in ("/find", "/wait", "/break", "/nowhere")
                for answer in [await client.get(path)]
            ]
    assert answers == [
        (404, {"code": "not_found", "is_retryable": False}),
        (503, {"code": "unavailable", "is_retryable": True}),
        (500, {"code": "internal", "is_retryable": False}),
        (404, {"code": "not_found", "is_retryable": False}),
    ]
    assert [line["event"] for line in logs] == ["request failed"]
    assert "张三" not in str(logs)
