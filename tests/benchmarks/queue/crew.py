"""Everybody who is there while processes are killed: agents, and customers who go on coming."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Final

import aiohttp

from signaling.resources import CreateSession
from signaling.robots.desk_client import DeskClient, DeskRefusedError, split_join_url
from tests.benchmarks.queue.hurried import HurriedAgent, HurriedCustomer
from video_bank.demo import BUSINESS, QUEUE, SignInCard
from video_bank.ids import SessionId, StaffId
from video_bank.sessions.session import Customer

if TYPE_CHECKING:
    from tests.benchmarks.queue.kill_accounts import Step

_JOINS_PER_S: Final = 2.0  # the load: a pace, nothing is waited for
_MOST_THERE: Final = 40  # customers at a time: the next one comes when there is room
_IMPATIENT: Final = 6  # each so manieth customer leaves the queue
_PATIENCE_S: Final = 1.0
_PAUSE_S: Final = 0.3  # before the bank's system tries again
_CLOSE_WITHIN_S: Final = 90.0


class Crew:
    """`steps`: what somebody asked for, and saw done."""

    def __init__(self, url: str, api_key: str, cards: list[SignInCard]) -> None:
        self.steps: list[Step] = []
        self._url = url
        self._api_key = api_key
        self._cards = cards
        self._agents: dict[StaffId, HurriedAgent] = {}
        self._customers: dict[SessionId, HurriedCustomer] = {}
        self._serving: list[asyncio.Task[None]] = []
        self._is_open = True

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Customers come and agents serve until `close_up`; who still waits does to the end."""
        async with AsyncExitStack() as stack, asyncio.TaskGroup() as tasks:
            for card in self._cards:
                client = await stack.enter_async_context(DeskClient(self._url))
                profile = await client.sign_in(card.username, card.password)
                agent = HurriedAgent(client.desk_line(), self.steps)
                self._agents[profile.staff_id] = agent
                self._serving.append(tasks.create_task(agent.play(), name=card.username))
            arriving = tasks.create_task(self._arrive(), name="customers arrive")
            yield
            arriving.cancel()

    async def close_up(self) -> None:
        """Let nobody in any more; return when no agent has anybody at hand."""
        self._is_open = False
        for agent in self._agents.values():
            agent.close_up()
        async with asyncio.timeout(_CLOSE_WITHIN_S):
            await asyncio.gather(*self._serving)

    def waited(self) -> list[SessionId]:
        """Return who was told to wait."""
        return [each for each, page in self._customers.items() if page.has_waited]

    def met(self) -> dict[StaffId, set[SessionId]]:
        return {staff_id: agent.met for staff_id, agent in self._agents.items()}

    async def _arrive(self) -> None:
        async with asyncio.TaskGroup() as customers:
            numbers = itertools.count()
            while self._is_open:
                await asyncio.sleep(1 / _JOINS_PER_S)
                if sum(page.is_here for page in self._customers.values()) >= _MOST_THERE:
                    continue
                number = next(numbers)
                patience_s = _PATIENCE_S if number % _IMPATIENT == 0 else None
                customers.create_task(self._come(number, patience_s), name=f"customer {number}")

    async def _come(self, number: int, patience_s: float | None) -> None:
        async with DeskClient(self._url) as client:
            session_id = await self._get_in(client, number)
            page = HurriedCustomer(client.customer_line(), self.steps, patience_s)
            self._customers[session_id] = page
            await page.play()

    async def _get_in(self, client: DeskClient, number: int) -> SessionId:
        """The bank's system asks anew for whoever did not get in; nobody has waited yet."""
        customer = Customer("示例客户", f"KILL-{number:06}")
        order = CreateSession(QUEUE, BUSINESS, customer, None)
        while True:
            try:
                invitation = await client.invite(self._api_key, order, f"{number}-{time.time()}")
                await client.redeem(split_join_url(invitation.join_url)[1])
            except (aiohttp.ClientError, ConnectionError, DeskRefusedError):
                await asyncio.sleep(_PAUSE_S)
            else:
                return invitation.session_id
