"""Credentials as coturn computes them."""

import pytest

from video_bank.media.turn import LIFE_S, TurnServers, make_password

URLS = ("turn:turn.bank.example:3478?transport=udp", "turns:turn.bank.example:443?transport=tcp")


@pytest.mark.parametrize(
    ("secret", "username", "password"),
    [
        # RFC 2202 §3, test case 2.
        ("Jefe", "what do ya want for nothing?", "7/zfauXrL6LSdBbV8YTfnCWafHk="),
        # By `openssl dgst -sha1 -hmac north -binary | base64`.
        ("north", "1700000600:ses_1", "Oz3VGZsqJQAEKr3cEi7kKmTu43U="),
        ("密钥", "1700000600:ses_1", "7RrqkmkYrWBkqXnaT2lw5aogk6I="),
    ],
)
def test_a_password_is_the_names_hmac(secret: str, username: str, password: str) -> None:
    assert make_password(secret, username) == password


def test_a_credential_says_until_when_it_counts_and_for_whom() -> None:
    (server,) = TurnServers(URLS, "north").sign("ses_1", 1_700_000_000.9)
    assert server.urls == URLS
    assert server.username == f"{1_700_000_000 + int(LIFE_S)}:ses_1"
    assert server.credential == make_password("north", server.username)


def test_without_urls_there_is_nothing_to_sign() -> None:
    assert TurnServers().sign("ses_1", 1_700_000_000) == ()


@pytest.mark.parametrize(
    "url",
    [
        "turn:turn.bank.example",
        "turn:192.0.2.1:3478",
        "turn:[2001:db8::1]:3478?transport=tcp",
        "turns:turn.bank.example?transport=tcp",
    ],
)
def test_what_rfc_7065_calls_an_address_is_one(url: str) -> None:
    assert TurnServers((url,), "north").sign("ses_1", 0)[0].urls == (url,)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "turn.bank.example:3478",
        "stun:turn.bank.example",
        "turn://turn.bank.example",
        "turn:turn.bank.example?transport=sctp",
        "turn:2001:db8::1:3478",
        "turn:user@turn.bank.example",
        "turn:turn.bank.example\n",
    ],
)
def test_an_address_that_a_browser_would_choke_on_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="no address of a TURN server"):
        TurnServers((url,), "north")


def test_servers_need_a_secret() -> None:
    with pytest.raises(ValueError, match="secret is missing"):
        TurnServers(URLS)
