"""What every second place of checkpoints promises: a folder, a bucket, somebody's HTTP server."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import msgspec
import pytest

from tests.video_bank.audit.webhook_server import webhook_server
from video_bank.audit.aiohttp_webhook_witness import WebhookWitness
from video_bank.audit.checkpoint import Head, follow
from video_bank.audit.witness import VaultWitness, Witness, WitnessRefusedError
from video_bank.errors import UnavailableError
from video_bank.ids import new_session_id
from video_bank.vault.disk_vault import DiskVault
from video_bank.vault.obstore_vault import ObstoreVault

FIRST = follow(None, [Head(new_session_id(), 3, "a" * 64)], 1.7e9)
SECOND = follow(FIRST, [], 1.7e9 + 60)


@pytest.fixture(params=["folder", "s3", "webhook"])
async def witness(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Witness]:
    async with AsyncExitStack() as stack:
        if request.param == "folder":
            yield VaultWitness(DiskVault(tmp_path / "witness"))
        elif request.param == "s3":
            url = request.getfixturevalue("s3_url")
            yield VaultWitness(ObstoreVault(url, "test", "test"))
        else:
            url = await stack.enter_async_context(webhook_server())
            yield await stack.enter_async_context(WebhookWitness(url))


async def test_what_was_put_is_found_and_nothing_else(witness: Witness) -> None:
    assert await witness.find(1) is None
    await witness.put(FIRST)
    await witness.put(SECOND)
    assert [await witness.find(number) for number in (1, 2, 3)] == [FIRST, SECOND, None]


async def test_the_same_again_changes_nothing_and_another_is_refused(witness: Witness) -> None:
    await witness.put(FIRST)
    await witness.put(FIRST)
    with pytest.raises(WitnessRefusedError):
        await witness.put(msgspec.structs.replace(FIRST, at=1.0))
    assert await witness.find(1) == FIRST


async def test_a_place_that_is_away_has_a_name() -> None:
    async with WebhookWitness("http://127.0.0.1:9/trail") as witness:
        with pytest.raises(UnavailableError):
            await witness.put(FIRST)
