"""TURN as an operator sets it."""

from pathlib import Path

import pytest

from video_bank.bank.turn import open_turn
from video_bank.errors import SetupError
from video_bank.media.turn import TurnServers
from video_bank.settings import Settings

_URLS = "turn:turn.bank.example?transport=udp, turns:turn.bank.example:443?transport=tcp"


def _open(**environment: str) -> TurnServers:
    return open_turn(Settings.from_environment(environment))


def test_unset_there_is_none() -> None:
    assert _open().sign("ses_1", 0) == ()


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("north\n")
    from_file = _open(VIDEO_BANK_TURN_URLS=_URLS, VIDEO_BANK_TURN_SECRET_FILE=str(secret))
    directly = _open(VIDEO_BANK_TURN_URLS=_URLS, VIDEO_BANK_TURN_SECRET="north")  # noqa: S106
    assert from_file.sign("ses_1", 0) == directly.sign("ses_1", 0) != ()
    assert directly.sign("ses_1", 0)[0].urls == tuple(_URLS.split(", "))


@pytest.mark.parametrize(
    ("environment", "reason"),
    [
        ({"VIDEO_BANK_TURN_URLS": _URLS}, "secret is missing"),
        ({"VIDEO_BANK_TURN_URLS": "turn:a,b", "VIDEO_BANK_TURN_SECRET": "north"}, "b is no"),
        ({"VIDEO_BANK_TURN_SECRET_FILE": "/nowhere"}, "/nowhere cannot be read"),
    ],
)
def test_what_cannot_work_is_a_sentence(environment: dict[str, str], reason: str) -> None:
    with pytest.raises(SetupError, match=reason) as refusal:
        _open(**environment)
    assert "VIDEO_BANK_TURN_" in str(refusal.value)
    assert "north" not in str(refusal.value)
