"""Third parties, supervisors and screens on a real node, with stock peers."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from tests.eventually import eventually
from tests.video_bank.media.node_bench import NodeBench
from tests.video_bank.media.party_peer import PartyPeer
from video_bank.media.commands import ArrangeCall, Arrangement, DetachLeg, LegName, SupervisorMode
from video_bank.media.lines import MediaLine
from video_bank.media.news import LegFlowing
from video_bank.media.tracks import TrackName

CUSTOMER, AGENT, GUEST, SUPERVISOR, _ = LegName
BRIGHTNESS = {CUSTOMER: 40, AGENT: 100, GUEST: 160, SUPERVISOR: 220}


class Party:
    def __init__(self, bench: NodeBench, peers: dict[LegName, PartyPeer]) -> None:
        self.bench = bench
        self.peers = peers

    async def arrange(self, supervisor: SupervisorMode, screen: LegName | None = None) -> None:
        await self.bench.tell(ArrangeCall(self.bench.session_id, Arrangement(supervisor, screen)))

    async def sees(self, receiver: LegName, line: MediaLine, brightness: int) -> None:
        peer = self.peers[receiver]

        def look() -> bool:
            return abs(peer.seen.get(line, -99) - brightness) < 12

        await eventually(look, 10, f"{receiver} sees {peer.seen} and not {brightness} in {line}")


@pytest.fixture
async def party(bench: NodeBench) -> AsyncIterator[Party]:
    async with AsyncExitStack() as stack:
        peers = {
            name: await stack.enter_async_context(PartyPeer(shade))
            for name, shade in BRIGHTNESS.items()
        }
        for name, peer in peers.items():
            await bench.attach(name, 1, peer)
            await bench.wait_for(LegFlowing, leg=name)
        yield Party(bench, peers)


async def test_a_third_party_is_received_by_both_and_receives_both(party: Party) -> None:
    await party.sees(CUSTOMER, MediaLine.FACE, BRIGHTNESS[AGENT])
    await party.sees(CUSTOMER, MediaLine.SECOND_FACE, BRIGHTNESS[GUEST])
    await party.sees(AGENT, MediaLine.FACE, BRIGHTNESS[CUSTOMER])
    await party.sees(AGENT, MediaLine.SECOND_FACE, BRIGHTNESS[GUEST])
    await party.sees(GUEST, MediaLine.FACE, BRIGHTNESS[CUSTOMER])
    await party.sees(GUEST, MediaLine.SECOND_FACE, BRIGHTNESS[AGENT])
    assert all(sink.rtp for sink in party.bench.sinks(GUEST, 1))


async def test_a_supervisor_listens_whispers_barges_in_and_takes_over(party: Party) -> None:
    customer, agent = party.peers[CUSTOMER], party.peers[AGENT]
    await party.sees(SUPERVISOR, MediaLine.FACE, BRIGHTNESS[CUSTOMER])
    await party.sees(SUPERVISOR, MediaLine.SECOND_FACE, BRIGHTNESS[AGENT])
    await party.sees(SUPERVISOR, MediaLine.THIRD_FACE, BRIGHTNESS[GUEST])
    assert MediaLine.THIRD_FACE not in customer.seen
    assert MediaLine.THIRD_VOICE not in agent.heard

    await party.arrange(SupervisorMode.WHISPER)
    await party.sees(AGENT, MediaLine.THIRD_FACE, BRIGHTNESS[SUPERVISOR])
    await eventually(lambda: agent.heard.get(MediaLine.THIRD_VOICE), why="no whisper")
    assert MediaLine.THIRD_VOICE not in customer.heard
    assert MediaLine.THIRD_FACE not in customer.seen

    await party.arrange(SupervisorMode.BARGE)
    await party.sees(CUSTOMER, MediaLine.THIRD_FACE, BRIGHTNESS[SUPERVISOR])
    await eventually(lambda: customer.heard.get(MediaLine.THIRD_VOICE), why="not heard")

    await party.arrange(SupervisorMode.LEAD)
    await party.bench.tell(DetachLeg(party.bench.session_id, AGENT))
    await party.sees(CUSTOMER, MediaLine.FACE, BRIGHTNESS[SUPERVISOR])
    await party.sees(GUEST, MediaLine.SECOND_FACE, BRIGHTNESS[SUPERVISOR])


async def test_a_screen_is_passed_on_and_recorded_from_when_it_is_shown(party: Party) -> None:
    agent = party.peers[AGENT]
    agent.show_screen(10)
    await party.sees(CUSTOMER, MediaLine.FACE, BRIGHTNESS[AGENT])
    assert MediaLine.SCREEN not in party.peers[CUSTOMER].seen
    assert not party.bench.sinks(TrackName.AGENT_SCREEN, 1)

    await party.arrange(SupervisorMode.LISTEN, AGENT)
    for other in (CUSTOMER, GUEST, SUPERVISOR):
        await party.sees(other, MediaLine.SCREEN, 10)
    (sink,) = party.bench.sinks(TrackName.AGENT_SCREEN, 1)
    assert sink.rtp
    assert MediaLine.SCREEN not in agent.seen
