"""Whose limits a request counts for."""

import pytest
from aiohttp.test_utils import make_mocked_request

from signaling.keys import SETTINGS
from signaling.remote import address_of
from video_bank.settings import Settings


@pytest.mark.parametrize(
    ("is_behind_proxy", "forwarded", "address"),
    [
        (False, [], "192.0.2.1"),
        (False, ["198.51.100.7"], "192.0.2.1"),  # anybody can say that
        (True, [], "192.0.2.1"),
        (True, ["198.51.100.7"], "198.51.100.7"),
        (True, ["203.0.113.9, 198.51.100.7"], "198.51.100.7"),
        (True, ["203.0.113.9", "198.51.100.7"], "198.51.100.7"),
        (True, ["2001:db8:1:2:3:4:5:6"], "2001:db8:1:2::/64"),
        (True, ["::ffff:198.51.100.7"], "::ffff:198.51.100.7"),
        (True, ["unknown"], "unknown"),
    ],
)
def test_a_request_comes_from_where_the_proxy_says_it_does(
    is_behind_proxy: bool, forwarded: list[str], address: str
) -> None:
    request = make_mocked_request("POST", "/", headers=[("X-Forwarded-For", f) for f in forwarded])
    request.app[SETTINGS] = Settings(is_behind_proxy=is_behind_proxy)
    assert address_of(request.clone(remote="192.0.2.1")) == address
