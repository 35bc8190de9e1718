"""`python -m tests.faults.lone_node REDIS NODE_ID`: a media node in a process of its own."""

import sys

import uvloop

from tests.video_bank.media.memory_recorder import MemoryRecorder
from tests.video_bank.media.node_bench import ADDRESSES, OnePicture
from video_bank.clock import SystemClock
from video_bank.database.redis_link import RedisLink
from video_bank.ids import NodeId
from video_bank.media.node import MediaConfig, MediaNode


async def main(redis_url: str, node_id: str) -> None:
    node = MediaNode(
        NodeId(node_id),
        RedisLink(redis_url),
        MemoryRecorder(),
        OnePicture(),
        MediaConfig(port=0, addresses=ADDRESSES),
        SystemClock(),
    )
    await node.run()


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1], sys.argv[2]))
