"""An address book in a file of MaxMind's format (`.mmdb`), mapped into memory."""

from collections.abc import Collection
from ipaddress import IPv6Address, ip_interface
from pathlib import Path
from typing import Final

import maxminddb
import structlog

from video_bank.errors import SetupError
from video_bank.verification.location.address_book import read_record
from video_bank.verification.location.location import AddressSeen

SETTING: Final = "VIDEO_BANK_GEOIP_DATABASE"

_log = structlog.get_logger()


class MaxmindAddressBook:
    """An `AddressBook`; raise SetupError for a file that is missing or none of this format."""

    def __init__(self, path: Path, home_countries: Collection[str]) -> None:
        try:
            self._reader = maxminddb.open_database(path)
        except OSError as error:
            raise SetupError(f"{SETTING}: {path} is missing or cannot be read.") from error
        except (maxminddb.InvalidDatabaseError, ValueError) as error:
            raise SetupError(f"{SETTING}: {path} is no MaxMind database file.") from error
        self._home_countries = frozenset(home_countries)

    def find(self, address: str) -> AddressSeen | None:
        try:
            ip = ip_interface(address).ip
        except ValueError:
            return None  # a proxy's word for a browser that it does not know
        mapped = ip.ipv4_mapped if isinstance(ip, IPv6Address) else None
        try:
            record = self._reader.get(mapped or ip)
        except maxminddb.InvalidDatabaseError:
            _log.error("address database is damaged")
            return None
        except ValueError:
            return None  # an IPv6 address, and a file of IPv4 alone
        return read_record(record, self._home_countries)

    def close(self) -> None:
        self._reader.close()
