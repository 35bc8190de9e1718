"""From where a customer seems to be to what an agent is told (pure).

Hints alone: `policy.py` has each as a note, which explains and decides nothing. Whoever agrees to
be asked must not fare worse than who does not, and a traveller is no impostor. With one address
more none is taken back. Which country it was, `Location.countries` says.
"""

from collections.abc import Iterator
from typing import Final

from video_bank.verification.evidence import Finding, Reason
from video_bank.verification.location.location import Location, PositionAnswer, distance_km

# Mobile networks hand out traffic at the capital of a province, some hundred kilometres from the
# phone; what the database itself says of its error comes on top.
FAR_APART_KM: Final = 500.0


def find_in_location(location: Location) -> tuple[Finding, ...]:
    return tuple(_find(location))


def _find(location: Location) -> Iterator[Finding]:
    addresses = location.addresses
    if not all(address.is_home for address in addresses):
        yield Finding(Reason.ADDRESS_ABROAD)
    if apart := _find_apart(location):
        yield apart
    if any(address.is_hosting for address in addresses):
        yield Finding(Reason.ADDRESS_OF_HOSTING)
    if len(location.countries) > 1:
        yield Finding(Reason.COUNTRY_CHANGED)
    if location.answer is not PositionAnswer.SENT:
        yield Finding(Reason.POSITION_NOT_GIVEN)


def _find_apart(location: Location) -> Finding | None:
    """Return by how much the device and the address that is least like it differ."""
    if location.position is None:
        return None
    measured = [
        (distance_km(location.position, address.position), FAR_APART_KM + address.radius_km)
        for address in location.addresses
        if address.position is not None
    ]
    distance, limit = max(measured, key=lambda pair: pair[0] - pair[1], default=(0.0, 0.0))
    if distance <= limit:
        return None
    return Finding(Reason.POSITION_FAR_FROM_ADDRESS, round(distance), round(limit))
