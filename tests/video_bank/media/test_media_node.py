"""Two peers meet on a node: real ICE, DTLS, SRTP, codecs and Redis on loopback."""

import asyncio
import threading
from collections.abc import Callable

import pytest
import uvloop

from tests.eventually import eventually
from tests.video_bank.media.node_bench import NodeBench
from tests.video_bank.media.peers import Peer
from video_bank.database.redis_link import RedisLink
from video_bank.media.commands import LegName
from video_bank.media.news import LegConnected, LegFlowing


@pytest.mark.parametrize("new_loop", [asyncio.new_event_loop, uvloop.new_event_loop])
def test_each_side_sees_and_hears_the_other_and_nothing_is_decoded(
    redis_url: str, new_loop: Callable[[], asyncio.AbstractEventLoop]
) -> None:
    with asyncio.Runner(loop_factory=new_loop) as runner:
        runner.run(meet(redis_url))


async def meet(redis_url: str) -> None:
    link = RedisLink(redis_url)
    bench = NodeBench(link)
    await bench.start()
    async with Peer(200) as customer, Peer(40) as agent:
        await bench.attach(LegName.CUSTOMER, 1, customer)
        await bench.attach(LegName.AGENT, 1, agent)
        for leg in (LegName.CUSTOMER, LegName.AGENT):
            await bench.wait_for(LegConnected, leg=leg, take=1)
            await bench.wait_for(LegFlowing, leg=leg, take=1)
        await eventually(lambda: customer.frames > 10 and agent.frames > 10, 10, "no pictures")
        assert abs(customer.brightness - 40) < 20
        assert abs(agent.brightness - 200) < 20
        await eventually(lambda: customer.loudness > 1000 and agent.loudness > 1000, why="no sound")
        # Two for each peer of this process, which decodes what it receives; none for the node.
        decoders = [each for each in threading.enumerate() if each.name.endswith("-decoder")]
        assert len(decoders) == 4
    await bench.stop()
    await link.close()
