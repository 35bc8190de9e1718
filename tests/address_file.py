"""A small file of MaxMind's format, as a bank would supply a large one."""

from pathlib import Path
from typing import Any, Final

from mmdb_writer import MMDBWriter
from netaddr import IPSet

BERLIN: Final = {"latitude": 52.5244, "longitude": 13.4105, "accuracy_radius": 20}
SHANGHAI: Final = {"latitude": 31.2222, "longitude": 121.4581, "accuracy_radius": 50}
IN_GERMANY: Final = {"country": {"iso_code": "DE"}, "location": BERLIN}
IN_CHINA: Final = {"country": {"iso_code": "CN"}, "location": SHANGHAI}


def write_addresses(path: Path, records: dict[str, Any]) -> Path:
    """Write a record for each network and return the path."""
    writer = MMDBWriter(ip_version=6, ipv4_compatible=True, database_type="Test")
    for network, record in records.items():
        writer.insert_network(IPSet([network]), record)
    writer.to_db_file(str(path))
    return path
