"""Where an S3 store is, as one URL (pure): `s3://bucket/prefix?endpoint=https://...&region=...`.

What it leaves out comes from the environment: AWS_ENDPOINT_URL, AWS_REGION. Keys never stand in it.
"""

import os
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit


class StoragePlace(NamedTuple):
    bucket: str
    prefix: str
    endpoint: str | None
    region: str | None


def parse_storage_url(
    storage_url: str, environment: Mapping[str, str] = os.environ
) -> StoragePlace:
    """Raise ValueError for what is no address of a bucket."""
    parts = urlsplit(storage_url)
    if parts.scheme != "s3" or not parts.netloc:
        raise ValueError("a storage URL begins with s3://bucket")
    choices = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return StoragePlace(
        parts.netloc,
        parts.path.strip("/"),
        choices.get("endpoint") or environment.get("AWS_ENDPOINT_URL"),
        choices.get("region") or environment.get("AWS_REGION"),
    )
