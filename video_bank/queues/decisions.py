"""What the scripts logged, and what it proves (pure): a day's decisions are made again.

An entry is `[kind, at, …]`, `at` as text so that not a digit is lost. Together they say at each
moment who could be offered and who could be offered to; an `offer` says what was made of it, and
under which version of the rules; `asked`, who was rung to come into a colleague's call.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from video_bank.ids import SessionId, StaffId
from video_bank.queues.lines import LineId, Serves
from video_bank.queues.matching import Floor, Free, Match

Entry = list[Any]


class WrongOffer(msgspec.Struct, frozen=True):
    """Somebody was offered who was not next; `due` is who was, None for nobody."""

    at: float
    session_id: SessionId
    staff_id: StaffId
    due: Match | None
    rules: str


class WrongColleague(msgspec.Struct, frozen=True):
    """Somebody was asked into a call who was not first; `due` is who was, None for nobody."""

    at: float
    session_id: SessionId
    staff_id: StaffId
    due: StaffId | None
    rules: str


class Unserved(msgspec.Struct, frozen=True):
    """From `at` to `until` somebody waited while a fitting agent was free."""

    at: float
    until: float
    session_id: SessionId
    staff_id: StaffId


class Gap(msgspec.Struct, frozen=True):
    """Redis had lost everything: what was before has no end in the log."""

    at: float


Finding = WrongOffer | WrongColleague | Unserved | Gap


class Replay:
    """Feed it entries in order; `findings` tell what was not as it had to be.

    `slack_s`: what only the next sweep sees (a circle widens, a pause between two ends) may take
    this long, and offers that were held back for want of a media node are no fault of the order.
    """

    def __init__(self, slack_s: float = 1.0) -> None:
        self._slack_s = slack_s
        self._floor = Floor()
        self._serves: dict[StaffId, Serves] = {}
        self._at: float | None = None
        self._is_held = False
        self.offers = 0
        self.versions: set[str] = set()

    def feed(self, entries: Iterable[Entry]) -> Iterator[Finding]:
        for entry in entries:
            kind, at, rest = entry[0], float(entry[1]), entry[2:]
            if self._at is not None and at > self._at:
                yield from self._look_between(self._at, at)
            self._at = at if self._at is None else max(self._at, at)
            yield from self._take(kind, at, rest)

    def _take(self, kind: str, at: float, rest: list[Any]) -> Iterator[Finding]:
        floor = self._floor
        match kind, rest:
            case (("offer" | "asked"), _):
                yield from self._check(at, kind, rest)
            case "show", [session_id, line, key]:
                floor.show(session_id, line, float(key))
            case "hide", [session_id]:
                floor.hide(session_id)
            case "gone", [session_id]:
                floor.forget(session_id)
            case "part", [session_id, staff_id, until]:
                floor.part(session_id, staff_id, float(until))
            case "began", _:
                if floor.waiting or floor.free:
                    yield Gap(at)
                self._floor, self._is_held = Floor(), False
            case _:
                self._take_of_agents(kind, rest)

    def _take_of_agents(self, kind: str, rest: list[Any]) -> None:
        match kind, rest:
            case "serves", [staff_id, serves]:
                self._serves[staff_id] = msgspec.json.decode(serves)
            case "free", [staff_id, score]:
                serves_now = self._serves.get(staff_id, {})
                self._floor.set_free(Free(float(score), staff_id, serves_now))
            case "taken", [staff_id]:
                self._floor.set_taken(staff_id)
            case "held", [is_held]:
                self._is_held = bool(is_held)
            case _:
                return  # a change of rules: each offer names its version

    def _check(self, at: float, kind: str, rest: list[Any]) -> Iterator[Finding]:
        match kind, rest:
            case "offer", [session_id, staff_id, _, _, _, _, version]:
                yield from self._check_offer(at, session_id, staff_id, version)
            case "asked", [session_id, staff_id, _, line, version]:
                yield from self._check_asked(at, session_id, staff_id, line, version)
            case _:
                return

    def _check_offer(
        self, at: float, session_id: SessionId, staff_id: StaffId, version: str
    ) -> Iterator[Finding]:
        self.offers += 1
        self.versions.add(version)
        due = self._floor.next(at)
        if due is None or (due.session_id, due.staff_id) != (session_id, staff_id):
            yield WrongOffer(at, session_id, staff_id, due, version)

    def _check_asked(
        self, at: float, session_id: SessionId, staff_id: StaffId, line: LineId, version: str
    ) -> Iterator[Finding]:
        """A colleague was rung to come into a call: was it the first of those who are meant?"""
        self.offers += 1
        self.versions.add(version)
        due = self._floor.first_free(line)
        if due != staff_id:
            yield WrongColleague(at, session_id, staff_id, due, version)

    def _look_between(self, since: float, until: float) -> Iterator[Finding]:
        """Nothing happened in between: was there a moment at which something should have?"""
        if self._is_held or until - since <= self._slack_s:
            return
        for moment in sorted({since, *self._floor.changes(since)}):
            if until - moment <= self._slack_s:
                return
            if due := self._floor.next(moment):
                yield Unserved(moment, until, due.session_id, due.staff_id)
                return
