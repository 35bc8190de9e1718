"""The store of objects as an S3 bucket, or anything that speaks like one."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Final

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from video_bank.errors import NotFoundError, UnavailableError
from video_bank.vault.object_name import parse_name
from video_bank.vault.storage_url import parse_storage_url

_PART_BYTES: Final = 8 * 1024 * 1024  # S3 takes no smaller parts than 5 MiB
_PARTS_AT_ONCE: Final = 4
_ANSWER_WITHIN: Final = timedelta(seconds=30)
_RETRY_WITHIN: Final = timedelta(seconds=20)


class ObstoreVault:
    """`storage_url` is read by `parse_storage_url`.

    Without keys given, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY count. A multipart upload that
    fails is taken back, so nobody ever sees half an object.
    """

    def __init__(
        self,
        storage_url: str,
        access_key_id: str | None = None,
        secret_access_key: str | None = None,
    ) -> None:
        place = parse_storage_url(storage_url)
        config: dict[str, Any] = {
            "endpoint": place.endpoint,
            "region": place.region,
            "access_key_id": access_key_id,
            "secret_access_key": secret_access_key,
        }
        self._store = S3Store(
            place.bucket,
            prefix=place.prefix or None,
            client_options={
                "allow_http": (place.endpoint or "").startswith("http://"),
                "timeout": _ANSWER_WITHIN,
            },
            retry_config={"max_retries": 5, "retry_timeout": _RETRY_WITHIN},
            **{name: value for name, value in config.items() if value is not None},
        )

    async def put(self, name: str, content: AsyncIterator[bytes] | bytes) -> None:
        parse_name(name)
        with _translated():
            await obstore.put_async(
                self._store, name, content, chunk_size=_PART_BYTES, max_concurrency=_PARTS_AT_ONCE
            )

    async def get(self, name: str, start: int, end: int) -> bytes:
        parse_name(name)
        with _translated():
            return bytes(await obstore.get_range_async(self._store, name, start=start, end=end))

    async def size(self, name: str) -> int:
        parse_name(name)
        with _translated():
            return (await obstore.head_async(self._store, name))["size"]

    async def delete(self, name: str) -> None:
        parse_name(name)
        with _translated():
            await obstore.delete_async(self._store, name)

    async def names(self, prefix: str) -> list[str]:
        parse_name(prefix)
        with _translated():
            batches = obstore.list(self._store, prefix=prefix)
            return sorted([found["path"] async for batch in batches for found in batch])


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise NotFoundError from error
    except (BaseError, OSError) as error:
        raise UnavailableError from error
