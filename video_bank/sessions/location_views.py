"""What desk and auditor see of where the customer is (pure)."""

import msgspec

from video_bank.sessions.session import Session
from video_bank.verification.evidence import Finding
from video_bank.verification.location.findings import find_in_location
from video_bank.verification.location.location import Position, PositionAnswer


class LocationCard(msgspec.Struct, frozen=True, kw_only=True):
    """`countries`: of the network addresses, in order; empty where nothing is known of them.

    `is_agreed` False: the customer did not agree, and nothing was looked at. `is_kept` False as
    well where what was known has been deleted: the rest is empty then.
    """

    is_agreed: bool
    is_kept: bool = False
    answer: PositionAnswer | None = None
    position: Position | None = None
    countries: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def location_card(session: Session) -> LocationCard | None:
    """Return None where the customer was not asked, or has not answered."""
    consent, location = session.location_consent, session.location
    if consent is None:
        return None
    if location is None:
        return LocationCard(is_agreed=consent.is_given)
    return LocationCard(
        is_agreed=consent.is_given,
        is_kept=True,
        answer=location.answer,
        position=location.position,
        countries=location.countries,
        findings=find_in_location(location),
    )
