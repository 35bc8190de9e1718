"""What is known of customers' network addresses, from a file of the bank's."""

from video_bank.settings import Settings
from video_bank.verification.location.maxminddb_address_book import MaxmindAddressBook


def open_address_book(settings: Settings) -> MaxmindAddressBook | None:
    """Return None where nobody is asked or no file is set; raise SetupError. Blocks for a moment.

    A newer file counts from the next start.
    """
    if settings.geoip_database is None or not settings.is_location_asked:
        return None
    return MaxmindAddressBook(settings.geoip_database, settings.home_countries)
