"""What is known of network addresses: the door, and how a database's record is read (pure)."""

from collections.abc import Collection
from typing import Annotated, Any, Protocol

import msgspec

from video_bank.verification.location.location import AddressSeen, Position, round_address


class AddressBook(Protocol):
    """A file that the bank supplies; without one there is no address book."""

    def find(self, address: str) -> AddressSeen | None:
        """Return what is known of an IP address, or of a network by its first; None: nothing."""
        ...


class _Country(msgspec.Struct, frozen=True):
    iso_code: Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}$")]


class _Place(msgspec.Struct, frozen=True):
    latitude: Annotated[float, msgspec.Meta(ge=-90, le=90)] | None = None
    longitude: Annotated[float, msgspec.Meta(ge=-180, le=180)] | None = None
    accuracy_radius: Annotated[float, msgspec.Meta(ge=0)] = 0.0


class _Anonymity(msgspec.Struct, frozen=True):
    """The flags of MaxMind's anonymous IP database, alone or among the traits of another."""

    is_anonymous: bool = False
    is_anonymous_proxy: bool = False
    is_anonymous_vpn: bool = False
    is_hosting_provider: bool = False
    is_public_proxy: bool = False
    is_tor_exit_node: bool = False

    @property
    def is_any(self) -> bool:
        return any(msgspec.structs.astuple(self))


class _Record(msgspec.Struct, frozen=True):
    country: _Country
    location: _Place = _Place()
    traits: _Anonymity = _Anonymity()


def read_record(record: Any, home_countries: Collection[str]) -> AddressSeen | None:
    """Return what a record of MaxMind's schema says; None without a country, or of another kind."""
    try:
        read = msgspec.convert(record, _Record, strict=False)
        loose = msgspec.convert(record, _Anonymity, strict=False)
    except msgspec.ValidationError:
        return None
    return AddressSeen(
        country=read.country.iso_code,
        is_home=read.country.iso_code in home_countries,
        is_hosting=read.traits.is_any or loose.is_any,
        position=_position(read.location),
        radius_km=read.location.accuracy_radius,
    )


def _position(place: _Place) -> Position | None:
    if place.latitude is None or place.longitude is None:
        return None
    return round_address(Position(place.latitude, place.longitude))
