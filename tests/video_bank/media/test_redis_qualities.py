from tests.eventually import eventually
from tests.video_bank.media.node_bench import NodeBench
from tests.video_bank.media.peers import Peer
from video_bank.database.redis_link import RedisLink
from video_bank.ids import new_session_id
from video_bank.media.commands import LegName
from video_bank.media.quality import Level, Quality, Way
from video_bank.media.redis_qualities import CallQuality, RedisQualities

CUSTOMER, AGENT = LegName.CUSTOMER, LegName.AGENT
WEAK = Quality(level=Level.WEAK, rtt_ms=None, up=Way(0.15, 30, 90), down=Way())
GOOD = Quality(level=Level.GOOD, rtt_ms=40, up=Way(0.0, 5, 700), down=Way(0.0, 5, 700))


async def test_the_newest_of_many_calls_is_shown_at_once(link: RedisLink) -> None:
    qualities = RedisQualities(link)
    one, two = new_session_id(), new_session_id()
    both = CallQuality({CUSTOMER: WEAK, AGENT: GOOD}, behind_s=1.2)
    await qualities.show({one: both, two: CallQuality()})
    await qualities.show({})
    assert await qualities.read_all([one]) == [both]
    await qualities.show({one: CallQuality({AGENT: WEAK})})
    assert await qualities.read_all([one]) == [CallQuality({AGENT: WEAK})]
    assert await qualities.read_all([two]) == [CallQuality()]


async def test_what_nobody_renews_is_gone(link: RedisLink) -> None:
    session_id = new_session_id()
    await RedisQualities(link).show({session_id: CallQuality({CUSTOMER: WEAK})})
    async with link.reach() as client:
        assert 0 < await client.ttl(f"session:{session_id}:quality") <= 5


async def test_a_node_shows_the_links_of_its_calls(bench: NodeBench) -> None:
    qualities = RedisQualities(bench.link)
    async with Peer(200) as customer, Peer(40) as agent:
        await bench.attach(CUSTOMER, 1, customer)
        await bench.attach(AGENT, 1, agent)

        async def are_both_shown() -> bool:
            [found] = await qualities.read_all([bench.session_id])
            return found.links.keys() == {CUSTOMER, AGENT} and found.behind_s is not None

        await eventually(are_both_shown, 10, "no qualities")
        with customer.cut_off():

            async def is_bad() -> bool:
                [found] = await qualities.read_all([bench.session_id])
                return found.links[CUSTOMER].level is Level.BAD

            await eventually(is_bad, 10, "a silent leg is called good")
