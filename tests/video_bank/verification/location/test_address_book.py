"""What a database of addresses says, and what becomes of records that say something else."""

from pathlib import Path
from typing import Any

import pytest

from tests.address_file import IN_CHINA, IN_GERMANY, write_addresses
from video_bank.bank.addresses import open_address_book
from video_bank.errors import SetupError
from video_bank.settings import Settings
from video_bank.verification.location.address_book import read_record
from video_bank.verification.location.location import AddressSeen, Position
from video_bank.verification.location.maxminddb_address_book import MaxmindAddressBook

GERMANY = AddressSeen(country="DE", is_home=False, position=Position(52.5, 13.4), radius_km=20.0)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    records = {
        "203.0.113.0/24": IN_GERMANY,
        "2001:db8:1::/48": IN_CHINA,
        "198.51.100.0/24": {"note": "nothing that anybody asked for"},
    }
    return write_addresses(tmp_path_factory.mktemp("addresses") / "addresses.mmdb", records)


@pytest.fixture(scope="module")
def book(path: Path) -> MaxmindAddressBook:
    return MaxmindAddressBook(path, ("CN",))


@pytest.mark.parametrize("address", ["203.0.113.7", "::ffff:203.0.113.7"])
def test_an_address_is_found_in_its_network(book: MaxmindAddressBook, address: str) -> None:
    assert book.find(address) == GERMANY


@pytest.mark.parametrize("address", ["2001:db8:1::1", "2001:db8:1:2::/64"])
def test_a_household_s_network_is_looked_up_by_its_first_address(
    book: MaxmindAddressBook, address: str
) -> None:
    seen = book.find(address)
    assert seen is not None
    assert (seen.country, seen.is_home) == ("CN", True)


@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8:9::1", "198.51.100.1", "unknown", ""])
def test_of_others_nothing_is_known(book: MaxmindAddressBook, address: str) -> None:
    assert book.find(address) is None


@pytest.mark.parametrize(
    "flags",
    [
        {"traits": {"is_anonymous_proxy": True}},
        {"traits": {"is_hosting_provider": True}},
        {"is_anonymous_vpn": True},
        {"is_tor_exit_node": 1},
    ],
)
def test_who_hides_or_rents_a_machine_is_said(flags: dict[str, Any]) -> None:
    seen = read_record({**IN_CHINA, **flags}, ("CN",))
    assert seen is not None
    assert seen.is_hosting


@pytest.mark.parametrize(
    "record",
    [
        None,
        [],
        {},
        "DE",
        {"country": "DE"},
        {"country": {"iso_code": "de"}},
        {"country": {"iso_code": "DEU"}},
        {"country": {"iso_code": "DE"}, "location": {"latitude": 91, "longitude": 0}},
        {"country": {"iso_code": "DE"}, "location": {"latitude": float("nan"), "longitude": 0}},
    ],
)
def test_a_record_of_another_kind_says_nothing(record: Any) -> None:
    assert read_record(record, ("CN",)) is None


def test_a_country_without_a_place_is_a_country() -> None:
    assert read_record({"country": {"iso_code": "SG"}}, ("CN", "SG")) == AddressSeen(
        country="SG", is_home=True
    )


def test_without_a_file_there_is_no_book() -> None:
    assert open_address_book(Settings.from_environment({})) is None


def test_the_bank_s_own_countries_are_at_home(path: Path) -> None:
    settings = {
        "VIDEO_BANK_GEOIP_DATABASE": str(path),
        "VIDEO_BANK_HOME_COUNTRIES": "CN, DE",
    }
    book = open_address_book(Settings.from_environment(settings))
    assert book is not None
    seen = book.find("203.0.113.7")
    assert seen is not None
    assert seen.is_home


@pytest.mark.parametrize("countries", ["China", "cn", "CN,,DE"])
def test_what_is_no_country_is_refused_at_the_start(countries: str) -> None:
    with pytest.raises(ValueError, match="home_countries"):
        Settings.from_environment({"VIDEO_BANK_HOME_COUNTRIES": countries})


@pytest.mark.parametrize("content", [None, b"", b"no database", b"\xab\xcd\xefMaxMind.com\xff"])
def test_a_file_that_cannot_be_used_is_refused_at_the_start(
    tmp_path: Path, content: bytes | None
) -> None:
    broken = tmp_path / "broken.mmdb"
    if content is not None:
        broken.write_bytes(content)
    settings = Settings.from_environment({"VIDEO_BANK_GEOIP_DATABASE": str(broken)})
    with pytest.raises(SetupError, match=r"VIDEO_BANK_GEOIP_DATABASE: .*broken\.mmdb"):
        open_address_book(settings)


def test_a_file_that_was_cut_short_is_refused_or_knows_nothing(tmp_path: Path, path: Path) -> None:
    """Its data begin before its end: what is read last may be missing."""
    content = path.read_bytes()
    for length in range(0, len(content), 97):
        broken = tmp_path / f"{length}.mmdb"
        broken.write_bytes(content[:length])
        with pytest.raises(SetupError):
            MaxmindAddressBook(broken, ("CN",))
