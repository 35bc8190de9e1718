"""How far a seal has come stands on the shelf while it is made."""

import asyncio
from collections.abc import AsyncIterator

from tests.eventually import eventually
from tests.video_bank.recording.aiortc_stage import Stage
from tests.video_bank.recording.archive import Archive
from video_bank.media.tracks import TrackName
from video_bank.recording.manifest import SealState
from video_bank.vault.disk_vault import DiskVault


class SlowVault(DiskVault):
    """Takes all that comes, and ends only when it is told to."""

    def __init__(self, disk: DiskVault, is_told: asyncio.Event) -> None:
        super().__init__(disk._folder)
        self._is_told = is_told

    async def put(self, name: str, content: AsyncIterator[bytes] | bytes) -> None:
        await super().put(name, content)
        await self._is_told.wait()


async def test_an_auditor_sees_the_share_grow(archive: Archive) -> None:
    session = await archive.begin_session()
    for track in (TrackName.CUSTOMER, TrackName.AGENT):
        await archive.write_journal(session, track, 1, Stage(seconds=2).records())
    await archive.end_session(session)
    is_told = asyncio.Event()
    archive.vault = SlowVault(DiskVault(archive.folder / "objects"), is_told)
    sealing = asyncio.create_task(archive.make_archivist().seal_next())

    async def is_half_done() -> bool:
        recording = await archive.find(session)
        return recording.progress == 0.5  # the first of two legs is in the vault

    await eventually(is_half_done, 10)
    assert (await archive.find(session)).state is SealState.SEALING
    is_told.set()
    await sealing
    recording = await archive.find(session)
    assert (recording.state, recording.progress) == (SealState.SEALED, None)
