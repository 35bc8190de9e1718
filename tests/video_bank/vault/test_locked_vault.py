"""What is put into a bucket with Object Lock is retained: held against a real S3 server."""

import urllib.request
import uuid
from collections.abc import AsyncIterator

import pytest

from tests.fakes.clock import FakeClock
from tests.servers import S3Server
from video_bank.errors import UnavailableError
from video_bank.vault.aiohttp_locked_vault import LockedVault
from video_bank.vault.aws_signature import AwsSigner, Credentials
from video_bank.vault.obstore_vault import ObstoreVault
from video_bank.vault.storage_url import parse_storage_url

NAME = "recordings/ses_0123456789abcdef01234567/agent.webm"
NOW, YEAR_S = 1_800_000_000.0, 365 * 86_400.0


async def open_vault(url: str) -> AsyncIterator[LockedVault]:
    clock = FakeClock(NOW)
    vault, place = ObstoreVault(url, "test", "test"), parse_storage_url(url)
    async with LockedVault(vault, place, Credentials("test", "test"), YEAR_S, clock) as locked:
        yield locked


def read_retention(url: str) -> str:
    place = parse_storage_url(url)
    address = f"{place.endpoint}/{place.bucket}/{place.prefix}/{NAME}?retention="
    signer = AwsSigner(Credentials("test", "test"), "us-east-1", "s3")
    headers = signer.sign("GET", address, {}, b"", NOW)
    request = urllib.request.Request(address, headers=headers)  # noqa: S310
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
        found: bytes = answer.read()
    return found.decode()


async def test_an_object_is_retained_for_its_time(s3_server: S3Server) -> None:
    url = s3_server.new_bucket(f"t{uuid.uuid4().hex[:12]}", has_lock=True)
    async for vault in open_vault(url):
        await vault.put(NAME, b"sealed")
        assert await vault.get(NAME, 0, 6) == b"sealed"
        assert await vault.size(NAME) == 6
        assert await vault.names("recordings") == [NAME]
    retention = read_retention(url)
    assert "<Mode>COMPLIANCE</Mode>" in retention
    assert "<RetainUntilDate>2028-01-15T08:00:00" in retention


async def test_a_bucket_without_object_lock_is_told_and_not_taken_for_one(s3_url: str) -> None:
    async for vault in open_vault(s3_url):
        with pytest.raises(UnavailableError):
            await vault.put(NAME, b"sealed")
