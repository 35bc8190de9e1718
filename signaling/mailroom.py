"""One reader of all outboxes that this process's sockets wait for.

It waits for the bell alone, however many sockets there are, and reads what the bell names. Nothing
is kept here beyond a few frames per socket: a page that reads slowly leaves its mail in Redis.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final, NamedTuple

import structlog

from video_bank.database.bell import BELL
from video_bank.database.redis_link import RedisLink
from video_bank.errors import UnavailableError

_LOOK_AGAIN_S: Final = 0.1  # at a stream whose pages are all slow
_LOOK_AROUND_S: Final = 10.0  # at every stream: the longest that a lost ring delays a letter
_BELL_WAIT_MS: Final = 2_000
_MOST_STREAMS: Final = 250  # in one read
_BOX_SIZE: Final = 64
_PAUSE_S: Final = 0.2

_log = structlog.get_logger()


class Letter(NamedTuple):
    stream: str
    seq: int
    payload: bytes


class Box:
    """Mail of some streams, each after one sequence number, for one socket.

    There are thousands, nearly always empty: hence nothing that waits, which would weigh more.
    `on_mail` is called for each letter that comes.
    """

    __slots__ = ("_mail", "_on_mail", "after")

    def __init__(self, after: Mapping[str, int], on_mail: Callable[["Box"], None]) -> None:
        self.after = dict(after)
        self._on_mail = on_mail
        self._mail: list[Letter] = []

    @property
    def has_room(self) -> bool:
        return len(self._mail) < _BOX_SIZE

    def put(self, letter: Letter) -> None:
        if letter.seq > self.after[letter.stream]:
            self.after[letter.stream] = letter.seq
            self._mail.append(letter)
            self._on_mail(self)

    def take(self) -> list[Letter]:
        """Return what has come, in the order of each stream, and hold it no longer."""
        mail, self._mail = self._mail, []
        return mail


class Mailroom:
    def __init__(self, link: RedisLink) -> None:
        self._link = link
        self._boxes: dict[str, list[Box]] = {}
        self._due: set[str] = set()  # streams that may have something new
        self._is_due = asyncio.Event()

    @contextmanager
    def open_box(self, after: Mapping[str, int], on_mail: Callable[[Box], None]) -> Iterator[Box]:
        """Lend a box for what stands in each of the streams after a sequence number."""
        box = Box(after, on_mail)
        for stream in after:
            self._boxes.setdefault(stream, []).append(box)
            self._note(stream)
        try:
            yield box
        finally:
            for stream in after:
                self._boxes[stream].remove(box)
                if not self._boxes[stream]:
                    del self._boxes[stream]

    async def run(self) -> None:
        """Distribute until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._hear_bell(), name="hear the bell")
            tasks.create_task(self._look_around(), name="look around")
            tasks.create_task(self._distribute(), name="distribute")

    async def _hear_bell(self) -> None:
        heard = "0-0"  # what rang before there were boxes concerns nobody
        while True:
            try:
                rung = await self._link.read({BELL: heard}, wait_ms=_BELL_WAIT_MS)
            except UnavailableError:
                _log.warning("the bell cannot be heard")
                heard = "0-0"  # another server's bell may count from elsewhere
                await asyncio.sleep(_PAUSE_S)
                continue
            for _, heard, stream in rung:  # noqa: B007 the last one is where to go on
                self._note(stream.decode())

    async def _look_around(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_AROUND_S)
            for stream in self._boxes:
                self._note(stream)

    async def _distribute(self) -> None:
        while True:
            await self._is_due.wait()
            self._is_due.clear()
            due, self._due = list(self._due), set()
            for first in range(0, len(due), _MOST_STREAMS):
                await self._fill(due[first : first + _MOST_STREAMS])

    def _note(self, stream: str) -> None:
        if stream in self._boxes:
            self._due.add(stream)
            self._is_due.set()

    async def _fill(self, streams: Sequence[str]) -> None:
        waiting = {stream: self._with_room(stream) for stream in streams}
        places = {
            stream: f"{min(box.after[stream] for box in boxes)}-0"
            for stream, boxes in waiting.items()
            if boxes
        }
        if not places:
            return
        try:
            found = await self._link.read(places)
        except UnavailableError:
            _log.warning("outboxes cannot be read")
            await asyncio.sleep(_PAUSE_S)
            for stream in streams:
                self._note(stream)
            return
        for stream, entry_id, payload in found:
            letter = Letter(stream, int(entry_id.partition("-")[0]), payload)
            # Only boxes that this read asked for: another one may be further behind.
            for box in waiting[stream]:
                box.put(letter)
            self._note(stream)  # one read does not bring everything

    def _with_room(self, stream: str) -> list[Box]:
        """Return the stream's boxes that take more; come again for those that do not."""
        boxes = self._boxes.get(stream, [])
        if not all(box.has_room for box in boxes):
            asyncio.get_running_loop().call_later(_LOOK_AGAIN_S, self._note, stream)
        return [box for box in boxes if box.has_room]
