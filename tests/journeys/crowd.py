"""People without a browser: they sit at the same sockets, and see and send no picture."""

import asyncio
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Final, Self, TypeVar

from signaling.messages import (
    FloorChanged,
    JoinQueue,
    SendConsents,
    ServerMessage,
    WelcomeCustomer,
    WelcomeFloor,
)
from signaling.robots.desk_client import DeskClient, Line, split_join_url
from signaling.robots.desk_memory import DeskMemory
from signaling.robots.robot import new_request_id
from tests.house import House, wait_until
from video_bank.bank.routing import set_profile
from video_bank.bank.upkeep import add_staff
from video_bank.caller import Role
from video_bank.demo import SignInCard
from video_bank.queues.policy import Profile
from video_bank.sessions.outgoing import (
    CustomerViewChanged,
)
from video_bank.sessions.views import CustomerView, OfferView
from video_bank.settings import Settings

_PATIENCE_S: Final = 20.0
_Found = TypeVar("_Found")
_Somebody = TypeVar("_Somebody", bound="Somebody")


class Crowd:
    """Runs on a thread of its own: a browser driver has the test's."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._live, daemon=True)
        self._thread.start()
        self._people: list[Somebody] = []

    def agent(self, url: str, card: SignInCard) -> "WiredAgent":
        return self._bring(WiredAgent(self, self._open_client(url), card))

    def supervisor(self, url: str, card: SignInCard) -> "WiredSupervisor":
        return self._bring(WiredSupervisor(self, self._open_client(url), card))

    def customer(self, join_url: str) -> "WiredCustomer":
        url, token = split_join_url(join_url)
        return self._bring(WiredCustomer(self, self._open_client(url), token))

    def run(self, work: Coroutine[Any, Any, _Found]) -> _Found:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_PATIENCE_S)

    def start(self, work: Coroutine[Any, Any, None]) -> Future[None]:
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def close(self) -> None:
        for somebody in self._people:
            somebody.leave()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_PATIENCE_S)

    def _live(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.get_loop().run_forever()

    def _open_client(self, url: str) -> DeskClient:
        async def on_the_loop() -> DeskClient:
            return DeskClient(url)

        return self.run(on_the_loop())

    def _bring(self, somebody: _Somebody) -> _Somebody:
        somebody.come()
        self._people.append(somebody)
        return somebody


class Somebody(ABC):
    """One page without a picture: what it was told last, and what it asks."""

    def __init__(self, crowd: Crowd, client: DeskClient) -> None:
        self._crowd = crowd
        self._client = client
        self._line: Line | None = None
        self._listening: Future[None] | None = None
        self._heard: ServerMessage | None = None

    def come(self) -> None:
        self._line = self._crowd.run(self._enter())
        self._listening = self._crowd.start(self._listen(self._line))

    def ask(self, kind: type[Any], **fields: Any) -> Self:
        assert self._line is not None
        self._crowd.run(self._line.send(kind(request_id=new_request_id(), **fields)))
        return self

    def leave(self) -> None:
        """Close the page; for an agent in a call that is a crash."""
        if self._listening is None or self._line is None:
            return
        self._crowd.run(self._line.close())
        self._listening.result(_PATIENCE_S)
        self._listening = None
        self._crowd.run(self._client.__aexit__())

    def until(self, is_true: Callable[[], Any], what: str, within_s: float = _PATIENCE_S) -> None:
        wait_until(is_true, within_s, lambda: f"{what}; heard last: {self._heard}")

    @abstractmethod
    async def _enter(self) -> Line: ...

    async def _listen(self, line: Line) -> None:
        async for message in line.messages():
            self._heard = message
            self.remember(message)

    @abstractmethod
    def remember(self, message: ServerMessage) -> None: ...


class WiredCustomer(Somebody):
    view: CustomerView | None = None

    def __init__(self, crowd: Crowd, client: DeskClient, token: str) -> None:
        super().__init__(crowd, client)
        self._token = token

    def wait_in_queue(self) -> Self:
        self.until(lambda: self.view, "the customer is not let in")
        self.ask(SendConsents, recording=True, face=True)
        self.until(lambda: self.view and self.view.consents, "consents are not heard")
        self.ask(JoinQueue)
        self.until(lambda: self.view and self.view.stage != "arriving", "nobody waits")
        return self

    def remember(self, message: ServerMessage) -> None:
        if isinstance(message, WelcomeCustomer | CustomerViewChanged):
            self.view = message.view

    async def _enter(self) -> Line:
        await self._client.redeem(self._token)
        return self._client.customer_line()


class _WiredStaff(Somebody):
    def __init__(self, crowd: Crowd, client: DeskClient, card: SignInCard) -> None:
        super().__init__(crowd, client)
        self._card = card
        self.staff_id = ""

    async def _enter(self) -> Line:
        profile = await self._client.sign_in(self._card.username, self._card.password)
        self.staff_id = profile.staff_id
        return self._open()

    def _open(self) -> Line:
        return self._client.desk_line()


class WiredAgent(DeskMemory, _WiredStaff):
    def rings(self, after: OfferView | None = None, within_s: float = _PATIENCE_S) -> OfferView:
        """Wait until it rings, for another time than `after`."""

        def look() -> bool:
            former = after.offer_id if after else None
            return self.offer is not None and self.offer.offer_id != former

        self.until(look, f"nobody rings at {self._card.username}", within_s)
        assert self.offer is not None
        return self.offer


class WiredSupervisor(_WiredStaff):
    floor: WelcomeFloor | FloorChanged | None = None

    def remember(self, message: ServerMessage) -> None:
        if isinstance(message, WelcomeFloor | FloorChanged):
            self.floor = message

    def _open(self) -> Line:
        return self._client.floor_line()


@contextmanager
def gather() -> Iterator[Crowd]:
    crowd = Crowd()
    try:
        yield crowd
    finally:
        crowd.close()


def hire(
    house: House, name: str, number: str, skills: Mapping[str, int] | None = None
) -> SignInCard:
    """Add an agent to the house, with a level in each skill."""
    card = SignInCard(name, f"{name} knows a word")
    settings = Settings.from_environment(house.environment)
    work = [add_staff(settings, card.username, card.password, name, number, Role.AGENT)]
    if skills:
        work.append(set_profile(settings, card.username, Profile(dict(skills))))
    with ThreadPoolExecutor(1) as thread:  # a browser driver's loop may run in this one
        for each in work:
            thread.submit(asyncio.run, each).result()
    return card
