"""Offers that break a stock aiortc, or make it knock at doors that are not its own."""

import contextlib
import re
import socket
import time
from collections.abc import Iterator

import pytest

from tests.eventually import eventually
from tests.video_bank.media.attack_scene import Scene
from tests.video_bank.media.node_bench import NodeBench
from tests.video_bank.media.peers import Peer
from video_bank.errors import ErrorCode
from video_bank.media.aiortc_transport import machine_addresses
from video_bank.media.commands import AttachLeg, CloseCall, LegName
from video_bank.media.errors import OfferRefusedError
from video_bank.media.news import CallClosed, LegAnswered, LegLost, LegRefused
from video_bank.media.sdp_filter import read_offer
from video_bank.media.udp_port import Address, PortSocket

CANDIDATE = "a=candidate:1 1 udp 2130706431 192.0.2.7 9 typ host\r\n"
# Of a cloud's secrets, of somebody's router, of this machine's neighbours, of a name.
INNER_HOSTS = ("169.254.169.254", "10.0.0.1", "192.168.0.1", "fe80::1", "fd00::1", "printer.local")


@contextlib.contextmanager
def doors() -> Iterator[list[socket.socket]]:
    """Listen on every IPv4 address of this machine, loopback among them."""
    with contextlib.ExitStack() as stack:
        opened = []
        for host in filter(lambda each: ":" not in each, machine_addresses()):
            door = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
            door.setblocking(False)
            door.bind((host, 0))
            opened.append(door)
        yield opened


def name_candidates(offer: str, addresses: list[Address]) -> str:
    """Put these in the place of an offer's own ones."""
    lines = "".join(
        CANDIDATE.replace("192.0.2.7 9", f"{host} {number}") for host, number in addresses
    )
    bare = re.sub(r"a=candidate:.*\r\n", "", offer)
    return re.sub(r"(a=mid:.*\r\n)", rf"\1{lines}", bare)


async def test_an_offer_that_is_none_is_refused_and_leaves_nothing(bench: NodeBench) -> None:
    huge = "v=0\r\n" + CANDIDATE * 50_000
    async with Peer(200) as customer:
        half = (await customer.offer()).replace("a=mid:1", "a=mid:0")
        for take, sdp in enumerate(("", huge, half), start=1):
            await bench.tell(AttachLeg(bench.session_id, LegName.CUSTOMER, take, sdp))
            refused = await bench.wait_for(LegRefused, take=take)
            assert refused.code is ErrorCode.OFFER_REFUSED
        assert not bench.recorder.sinks
        await bench.attach(LegName.CUSTOMER, 4, customer)
        await eventually(lambda: customer.pc.connectionState == "connected")


def test_an_offer_of_50000_candidates_holds_nobody_up() -> None:
    began = time.thread_time()
    with pytest.raises(OfferRefusedError):
        read_offer("v=0\r\n" + CANDIDATE * 50_000)
    assert time.thread_time() - began < 0.01


async def test_a_peer_of_another_certificate_is_lost_and_leaves_nothing(bench: NodeBench) -> None:
    async with Peer(200) as customer:
        forged = re.sub(r"(sha-\d+) ..", r"\1 00", await customer.offer())
        await bench.tell(AttachLeg(bench.session_id, LegName.CUSTOMER, 1, forged))
        answered = await bench.wait_for(LegAnswered)
        port = bench.leg(LegName.CUSTOMER)._transport._port
        await customer.accept(answered.answer_sdp)
        await bench.wait_for(LegLost)
        await bench.tell(CloseCall(bench.session_id))
        await bench.wait_for(CallClosed, 2.0)
        assert not port._by_ufrag
        assert not port._by_address


async def test_a_call_whose_peer_never_comes_can_be_closed(bench: NodeBench) -> None:
    async with Peer(200) as customer:
        await bench.tell(AttachLeg(bench.session_id, LegName.CUSTOMER, 1, await customer.offer()))
        await bench.wait_for(LegAnswered)
        await bench.tell(CloseCall(bench.session_id))
        await bench.wait_for(CallClosed, 2.0)


async def test_new_credentials_of_a_peer_are_answered_with_new_ones(bench: NodeBench) -> None:
    async with Peer(200) as customer:
        offer = await customer.offer()
        restarted = re.sub(r"(a=ice-(?:ufrag|pwd):)...", r"\1new", offer)
        found = set()
        for take, sdp in enumerate((offer, restarted), start=1):
            await bench.tell(AttachLeg(bench.session_id, LegName.CUSTOMER, take, sdp))
            answered = await bench.wait_for(LegAnswered, take=take)
            found |= set(re.findall(r"a=ice-(?:ufrag|pwd):(\S+)", answered.answer_sdp))
        assert len(found) == 4


async def test_no_address_that_an_offer_names_is_contacted(
    bench: NodeBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached: set[Address] = set()
    send = PortSocket.send

    def note(via: PortSocket, datagram: bytes, address: Address) -> None:
        reached.add(address)
        send(via, datagram, address)

    monkeypatch.setattr(PortSocket, "send", note)
    with doors() as listening:
        named = [each.getsockname() for each in listening] + [(host, 80) for host in INNER_HOSTS]
        async with Peer(200) as customer, Peer(40) as agent:
            scene = Scene(bench, customer, agent)
            for leg, peer in ((LegName.CUSTOMER, customer), (LegName.AGENT, agent)):
                offer = name_candidates(await peer.offer(), named)
                await bench.tell(AttachLeg(bench.session_id, leg, 1, offer))
                answered = await bench.wait_for(LegAnswered, leg=leg)
                await peer.accept(answered.answer_sdp)
            await scene.media_goes_on()
            assert reached <= customer.addresses() | agent.addresses()
        for door in listening:
            with pytest.raises(BlockingIOError):
                door.recv(2_048)
