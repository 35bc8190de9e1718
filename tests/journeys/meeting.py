"""A customer and an agent at work in a browser each, and what their pages can be asked for."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import msgspec
from playwright.sync_api import Browser, Page, Playwright, WebSocket

from signaling.resources import Invitation
from tests.house import House
from tests.journeys.people import (
    CHROMIUM,
    DESK,
    PHONE,
    READ_STRIP,
    Agent,
    Customer,
    open_browser,
    open_page,
)
from video_bank.demo import SignInCard
from video_bank.verification.location.location import Position

# Notes [milliseconds, clip, counter] of each remote frame that the page presents.
_WATCH: Final = f"""
() => {{
  const read = {READ_STRIP};
  window.seen = [];
  const look = () => {{
    const video = document.querySelector('[data-test="remote-video"]');
    if (!video?.requestVideoFrameCallback) return setTimeout(look, 20);
    video.requestVideoFrameCallback((now) => {{
      const found = video.videoWidth > 0 ? read(video) : null;
      if (found) window.seen.push([now, ...found]);
      look();
    }});
  }};
  look();
}}
"""
_LOST: Final = """
async () => {
  let lost = 0;
  for (const connection of window.connections) {
    for (const entry of (await connection.getStats()).values()) {
      if (entry.type === 'inbound-rtp') lost += entry.packetsLost;
    }
  }
  return lost;
}
"""
# Looks every 50 ms how long nothing has come. A page too busy to paint or to look invents no
# silence: the browser's network thread notes when a packet came, and both times are of one report.
_LISTEN: Final = """
() => {
  window.longestSilence = 0;
  const look = async () => {
    for (const connection of window.connections) {
      const entries = [...(await connection.getStats()).values()];
      const silences = entries
        .filter((entry) => entry.type === 'inbound-rtp' && entry.lastPacketReceivedTimestamp)
        .map((entry) => entry.timestamp - entry.lastPacketReceivedTimestamp);
      if (silences.length > 0 && connection.connectionState === 'connected')
        window.longestSilence = Math.max(window.longestSilence, Math.min(...silences));
    }
    setTimeout(look, 50);
  };
  look();
}
"""


class Frame(msgspec.Struct, array_like=True, frozen=True):
    at_ms: float
    clip: int
    counter: int


class Wire:
    """The number of every message that came to a page, in order, over all its sockets."""

    def __init__(self, page: Page) -> None:
        self.opened = 0
        self.view: dict[str, Any] | None = None  # the newest that came
        self._page = page
        self._speaking: WebSocket | None = None
        self._numbers: list[int] = []
        page.on("websocket", self._note_socket)

    def wait_until_open(self, deadline: float) -> None:
        """Wait until the page has been spoken to over a socket that is not closed."""
        while self._speaking is None:
            assert time.monotonic() < deadline, "the page is not back on a socket"
            self._page.wait_for_timeout(20)

    @property
    def told(self) -> int:
        """Return how many numbered messages have come."""
        return sum(number > 0 for number in self._numbers)

    def has_holes(self) -> bool:
        """Say whether a numbered message was missed, repeated or out of order."""
        numbers = [number for number in self._numbers if number > 0]
        return any(later != earlier + 1 for earlier, later in pairwise(numbers))

    def _note_socket(self, socket: WebSocket) -> None:
        self.opened += 1
        socket.on("framereceived", lambda text: self._note_frame(socket, text))
        socket.on("close", self._note_close)

    def _note_frame(self, socket: WebSocket, text: str | bytes) -> None:
        self._speaking = socket
        frame = msgspec.json.decode(text)
        self._numbers.append(frame["seq"])
        self.view = frame["message"].get("view", self.view)

    def _note_close(self, socket: WebSocket) -> None:
        if socket is self._speaking:
            self._speaking = None


@dataclass
class Meeting:
    carla: Customer
    amir: Agent
    invitation: Invitation
    workstation: Browser
    phone_wire: Wire
    desk_wire: Wire

    def hang_up(self) -> None:
        """End everything; the agent's page shows nothing of it any more."""
        self.carla.hang_up().wait_for_screen("end")
        self.carla.click("rating-5")
        self.amir.wrap_up()


@contextmanager
def meet(
    house: House,
    playwright: Playwright,
    clips: Path,
    flags: tuple[str, ...] = (),
    programs: tuple[Path, Path] = (CHROMIUM, CHROMIUM),
    card: SignInCard | None = None,
    *,
    product: str | None = None,
    camera: str | None = None,
    stands_at: Position | None = None,
) -> Iterator[Meeting]:
    """Bring a customer from the link and an agent from the sign-in into one call.

    `programs` are the customer's browser and the agent's; `card` is the demo's agent's or that of
    another one; `product` is the one that the meeting is about; `camera` is a script that takes the
    place of the customer's camera. Who `stands_at` a place agrees to tell it, others do not.
    """
    with (
        open_browser(playwright, clips / "customer.mjpeg", flags, programs[0]) as phone,
        open_browser(playwright, clips / "agent.mjpeg", flags, programs[1]) as workstation,
    ):
        carla = Customer(open_page(phone, PHONE, is_phone=True))
        if camera is not None:
            carla.page.add_init_script(camera)
        amir = Agent(open_page(workstation, DESK))
        phone_wire, desk_wire = Wire(carla.page), Wire(amir.page)
        amir.sign_in(house.url, card or house.cards().agent).get_ready()
        invitation = house.invite(product)
        if stands_at is not None:
            carla.stand_at(stands_at)
        carla.open_link(invitation.join_url).consent(to_location=stands_at is not None).join_queue()
        amir.accept()
        yield Meeting(carla, amir, invitation, workstation, phone_wire, desk_wire)


def watch_frames(page: Page) -> None:
    page.evaluate(_WATCH)


def seen_frames(page: Page) -> list[Frame]:
    return msgspec.convert(page.evaluate("() => window.seen"), list[Frame])


def watch_silence(page: Page) -> None:
    page.evaluate(_LISTEN)


def longest_silence_ms(page: Page) -> float:
    """Return how long neither sound nor picture reached the page, at most, since it is watched."""
    return float(page.evaluate("() => window.longestSilence"))


def lost_packets(page: Page) -> int:
    return int(page.evaluate(_LOST))
