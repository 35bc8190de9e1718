"""A media node alone, for the benchmark: prints its id and serves until it is ended."""

import asyncio
import contextlib
import signal
import sys
from pathlib import Path
from typing import Final

import uvloop

from video_bank.clock import SystemClock
from video_bank.database.redis_link import RedisLink
from video_bank.ids import SessionId, new_node_id
from video_bank.logs import configure_logs
from video_bank.media.commands import Inquire, StartCheck
from video_bank.media.needs import FrameTap
from video_bank.media.news import UnknownCall
from video_bank.media.node import MediaConfig, MediaNode
from video_bank.recording.recorder import Recorder
from video_bank.recording.volumes import Volumes
from video_bank.vault.key_file import KeyFile

COUNT_TASKS: Final = signal.SIGUSR1  # has the node print how many tasks it has


class NoChecks:
    async def run(
        self, command: StartCheck, wrapped_key: bytes, tap: FrameTap, publish: object
    ) -> UnknownCall:
        raise AssertionError("nobody asks for a check here")

    async def inquire(self, command: Inquire) -> UnknownCall:
        raise AssertionError("nobody asks for a check here")

    def tell(self, command: object) -> None:
        raise AssertionError("nobody asks for a check here")

    async def watch(self, session_id: SessionId, open_tap: object, publish: object) -> None:
        raise AssertionError("nobody asks for a check here")

    async def remember(self, session_id: SessionId, wrapped_key: bytes, picture_id: object) -> None:
        raise AssertionError("nobody asks for a check here")

    def forget(self, session_id: SessionId) -> None:
        pass


async def main(redis_url: str, folder: Path) -> None:
    link, clock = RedisLink(redis_url), SystemClock()
    recorder = Recorder(Volumes([folder / "journals"], 0), KeyFile(folder / "master.key"), clock)
    config = MediaConfig(port=0, addresses=("127.0.0.1",))
    node_id = new_node_id("media")
    node = MediaNode(node_id, link, recorder, NoChecks(), config, clock)
    print(node_id, flush=True)
    running = asyncio.ensure_future(node.run())
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, running.cancel)
    loop.add_signal_handler(COUNT_TASKS, lambda: print(len(asyncio.all_tasks()), flush=True))
    with contextlib.suppress(asyncio.CancelledError):
        await running
    await link.close()


if __name__ == "__main__":
    with (Path(sys.argv[2]) / "node.log").open("w") as log:
        configure_logs(log)
        uvloop.run(main(sys.argv[1], Path(sys.argv[2])))
