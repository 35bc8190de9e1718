"""A media node, put together."""

import asyncio
import signal
from contextlib import AsyncExitStack

from video_bank.bank.faces import pick_engine, pick_thresholds
from video_bank.bank.hooks import open_registry, open_risk_engine
from video_bank.bank.parts import open_database, open_link, open_master_key, open_vault
from video_bank.clock import SystemClock
from video_bank.ids import new_node_id
from video_bank.media.aiortc_transport import machine_addresses
from video_bank.media.node import MediaConfig, MediaNode
from video_bank.recording.recorder import Recorder
from video_bank.recording.volumes import Volumes
from video_bank.settings import Settings
from video_bank.verification.hooked_checks import HookedChecks
from video_bank.verification.liveness.challenge import Challenges
from video_bank.verification.liveness.redis_guide import RedisGuide
from video_bank.verification.liveness.sql_fingerprints import SqlFingerprints
from video_bank.verification.picture_store import PictureStore
from video_bank.verification.verifier import Verifier
from video_bank.verification.worker_pool import WorkerPool


async def run_media(settings: Settings, index: int) -> None:
    """Run one media node until cancelled, or until it has left after a SIGTERM."""
    clock = SystemClock()
    async with AsyncExitStack() as stack:
        link = await open_link(settings, stack)
        master_key = await open_master_key(settings, stack)
        volumes = Volumes(settings.journal_dirs, settings.journal_reserve_mb * 1_000_000)
        recorder = Recorder(volumes, master_key, clock)
        engine = pick_engine(settings)
        thresholds = pick_thresholds(settings, engine)
        pool = WorkerPool(workers=1, engine=engine)
        stack.push_async_callback(pool.close)
        pictures = PictureStore(open_vault(settings), master_key)
        node = MediaNode(
            new_node_id("media"),
            link,
            recorder,
            HookedChecks(
                Verifier(
                    pool,
                    pictures,
                    thresholds,
                    Challenges(pool, RedisGuide(link), engine.landmarks),
                    SqlFingerprints(await open_database(settings, stack), clock),
                    clock,
                ),
                await open_registry(settings, clock, stack),
                await open_risk_engine(settings, clock, stack),
            ),
            MediaConfig(
                port=settings.media_port + index,
                addresses=settings.media_addresses or tuple(machine_addresses()),
            ),
            clock,
        )
        # One that is told to end lets its calls be moved first; SIGINT ends it at once.
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, node.leave)
        try:
            async with asyncio.TaskGroup() as life:
                # Calls need no face models: they are taken while those are being loaded.
                life.create_task(pool.warm_up(), name="load face models")
                await node.run()
        except ExceptionGroup as group:
            raise group.exceptions[0] from group
