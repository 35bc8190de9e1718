"""What is put into a bucket with Object Lock is retained: held against a real S3 server."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.fakes.clock import FakeClock
from tests.servers import S3Server
from video_bank.errors import UnavailableError
from video_bank.vault.aiohttp_locked_vault import LockedVault
from video_bank.vault.aws_signature import Credentials
from video_bank.vault.obstore_vault import ObstoreVault
from video_bank.vault.storage_url import parse_storage_url

NAME = "recordings/ses_0123456789abcdef01234567/agent.webm"
NOW, YEAR_S = 1_800_000_000.0, 365 * 86_400.0


async def open_vault(url: str) -> AsyncIterator[LockedVault]:
    clock = FakeClock(NOW)
    vault, place = ObstoreVault(url, "test", "test"), parse_storage_url(url)
    async with LockedVault(vault, place, Credentials("test", "test"), YEAR_S, clock) as locked:
        yield locked


def make_client(url: str) -> Any:
    return boto3.client(
        "s3",
        endpoint_url=parse_storage_url(url).endpoint,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106
    )


def read_retention(url: str) -> tuple[str, datetime]:
    head = make_client(url).head_object(Bucket=parse_storage_url(url).bucket, Key=f"bank/{NAME}")
    return head["ObjectLockMode"], head["ObjectLockRetainUntilDate"]


def delete_version(url: str) -> None:
    client, bucket = make_client(url), parse_storage_url(url).bucket
    (version,) = client.list_object_versions(Bucket=bucket)["Versions"]
    client.delete_object(Bucket=bucket, Key=version["Key"], VersionId=version["VersionId"])


async def test_an_object_is_retained_for_its_time(s3_server: S3Server) -> None:
    url = s3_server.new_bucket(f"t{uuid.uuid4().hex[:12]}", has_lock=True)
    async for vault in open_vault(url):
        await vault.put(NAME, b"sealed")
        assert await vault.get(NAME, 0, 6) == b"sealed"
        assert await vault.size(NAME) == 6
        assert await vault.names("recordings") == [NAME]
    until = datetime.fromtimestamp(NOW + YEAR_S, UTC)
    assert await asyncio.to_thread(read_retention, url) == ("COMPLIANCE", until)
    with pytest.raises(ClientError, match="AccessDenied"):
        await asyncio.to_thread(delete_version, url)


async def test_a_bucket_without_object_lock_is_told_and_not_taken_for_one(s3_url: str) -> None:
    async for vault in open_vault(s3_url):
        with pytest.raises(UnavailableError):
            await vault.put(NAME, b"sealed")
