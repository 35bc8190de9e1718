import pytest

from tests.eventually import eventually
from tests.video_bank.media.node_bench import NodeBench
from video_bank.database.redis_link import RedisLink
from video_bank.ids import NodeId
from video_bank.media.placement import NodeDirectory, NodeReport, pick_node

QUIET = NodeReport(NodeId("quiet"), 1, 0.1, accepts=True)
BUSY = NodeReport(NodeId("busy"), 1, 0.5, accepts=True)
FULL = NodeReport(NodeId("full"), 0, 0.9, accepts=False)
CROWDED = NodeReport(NodeId("crowded"), 7, 0.1, accepts=True)


@pytest.mark.parametrize(
    ("reports", "picked"),
    [
        ([], None),
        ([FULL], None),
        ([FULL, CROWDED], "crowded"),
        ([CROWDED, BUSY, QUIET], "quiet"),
    ],
)
def test_the_accepting_node_with_the_fewest_calls_is_picked(
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
