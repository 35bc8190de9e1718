import os

import pytest

from tests.eventually import eventually
from tests.video_bank.media.node_bench import NodeBench
from video_bank.database.redis_leases import bury_process
from video_bank.database.redis_link import RedisLink
from video_bank.ids import NodeId
from video_bank.media.commands import CloseCall
from video_bank.media.placement import NodeDirectory, NodeReport, pick_node

QUIET = NodeReport(NodeId("quiet"), 9, 0, 0.15)
BUSY = NodeReport(NodeId("busy"), 1, 0, 0.5)
FULL = NodeReport(NodeId("full"), 0, 0, 0.8)
FILLING = NodeReport(NodeId("filling"), 5, 5, 0.1)
LEAVING = NodeReport(NodeId("leaving"), 0, 0, 0.0, is_leaving=True)


@pytest.mark.parametrize(
    ("reports", "picked"),
    [
        ([], None),
        ([FULL, LEAVING], None),
        ([FULL, BUSY], "busy"),
        ([BUSY, QUIET], "quiet"),
        ([QUIET, FILLING], "quiet"),  # calls just placed count before they are measured
    ],
)
def test_the_node_with_the_most_room_is_picked(
    reports: list[NodeReport], picked: str | None
) -> None:
    assert pick_node(reports) == picked


async def test_a_running_node_stands_in_the_directory_until_it_stops(link: RedisLink) -> None:
    bench, directory = NodeBench(link), NodeDirectory(link)
    await bench.start()

    async def has_one_call() -> bool:
        reports = await directory.alive()
        return [each.calls for each in reports.values()] == [1]

    await eventually(has_one_call)
    assert pick_node((await directory.alive()).values()) == bench.node_id
    await bench.stop()
    assert await directory.alive() == {}


async def test_a_node_that_leaves_takes_no_more_and_ends_with_its_last_call(
    link: RedisLink,
) -> None:
    bench, directory = NodeBench(link), NodeDirectory(link)
    await bench.start()
    await eventually(directory.has_room)
    bench.node.leave()

    async def is_leaving() -> bool:
        return [each.is_leaving for each in (await directory.alive()).values()] == [True]

    await eventually(is_leaving)
    assert not await directory.has_room()
    await bench.tell(CloseCall(bench.session_id))
    await bench.wait_until_over()
    assert await directory.alive() == {}


async def test_a_node_seen_dying_is_known_to_be_dead_at_once(link: RedisLink) -> None:
    bench, directory = NodeBench(link), NodeDirectory(link)
    await bench.start()
    await eventually(directory.has_room)
    await bury_process(link, os.getpid())
    assert await directory.buried([bench.node_id]) == {bench.node_id}
    await bench.stop()
