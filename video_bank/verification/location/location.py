"""Where a customer's device and network address say that they are: kept with consent alone."""

import math
from enum import StrEnum
from typing import Annotated, Final

import msgspec

MOST_ADDRESSES: Final = 8  # that differ; so many in one meeting say enough
_DEVICE_DECIMALS: Final = 2  # about a kilometre
_ADDRESS_DECIMALS: Final = 1  # about ten; what databases know is no finer
_EARTH_RADIUS_KM: Final = 6371.0


class Position(msgspec.Struct, frozen=True):
    """Degrees, WGS 84."""

    latitude: Annotated[float, msgspec.Meta(ge=-90, le=90)]
    longitude: Annotated[float, msgspec.Meta(ge=-180, le=180)]


class PositionAnswer(StrEnum):
    """What became of the question for the device's position, after the customer agreed to it."""

    SENT = "sent"
    DECLINED = "declined"  # the browser asked as well, and it or the customer said no
    UNAVAILABLE = "unavailable"  # no receiver, or nothing received
    TIMED_OUT = "timed_out"


class AddressSeen(msgspec.Struct, frozen=True, kw_only=True):
    """What was derived from a network address, which is itself not kept.

    `country`: ISO 3166-1 alpha-2. `position` is true to `radius_km`; None where nobody knows.
    `is_hosting`: of a data centre, or of a service that hides whose it is (VPN, proxy, Tor).
    """

    country: str
    is_home: bool
    is_hosting: bool = False
    position: Position | None = None
    radius_km: float = 0.0


class Location(msgspec.Struct, frozen=True):
    """All that is kept of one session. `addresses`: each once, in the order in which they came."""

    answer: PositionAnswer | None = None  # None: the page has not answered yet
    position: Position | None = None
    addresses: tuple[AddressSeen, ...] = ()

    @property
    def countries(self) -> tuple[str, ...]:
        """Return the countries of the addresses, each once, in order."""
        return tuple(dict.fromkeys(address.country for address in self.addresses))


def round_device(position: Position) -> Position:
    """Return the position no finer than it is kept."""
    return _rounded(position, _DEVICE_DECIMALS)


def round_address(position: Position) -> Position:
    return _rounded(position, _ADDRESS_DECIMALS)


def add_address(location: Location, address: AddressSeen) -> Location:
    """Return the location with one more address; the same where nothing new is said."""
    known = location.addresses
    if address in known or len(known) >= MOST_ADDRESSES:
        return location
    return msgspec.structs.replace(location, addresses=(*known, address))


def distance_km(here: Position, there: Position) -> float:
    """Return the great-circle distance (haversine, on a sphere: up to 0.5 % off)."""
    lat_1, lat_2 = math.radians(here.latitude), math.radians(there.latitude)
    half_lat = (lat_2 - lat_1) / 2
    half_lon = math.radians(there.longitude - here.longitude) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(lat_1) * math.cos(lat_2) * math.sin(half_lon) ** 2
    return 2 * _EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, chord)))


def _rounded(position: Position, decimals: int) -> Position:
    return Position(round(position.latitude, decimals), round(position.longitude, decimals))
