"""Deletes what is due, and what a withdrawn consent asks for where no law holds it."""

import asyncio
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import msgspec
import structlog

from video_bank.audit.trail import Happening
from video_bank.clock import Clock
from video_bank.errors import BankError, NotFoundError, NotNowError
from video_bank.ids import SessionId
from video_bank.recording.deletion import DeletionReason, Receipt
from video_bank.retention.hold import Kept
from video_bank.retention.policy import (
    LEGAL_HOLD,
    Fate,
    Schedule,
    decide_fate,
    is_over,
    lawful_fate,
    shortest_s,
)

if TYPE_CHECKING:
    from video_bank.audit.journal import Journal

ACTOR: Final = "retention"
_EVERY_S: Final = 24 * 3600.0
_AGAIN_S: Final = 300.0  # after a store was away
_PAGE: Final = 500

_log = structlog.get_logger()


class Due(msgspec.Struct, frozen=True):
    """A session whose time is over, by the rule that held it last."""

    session_id: SessionId
    product: str | None
    ended_at: float
    fate: Fate


class Withdrawn(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a withdrawn consent; `held_by` is the rule that the bank has to obey."""

    is_recording_deleted: bool
    are_pictures_deleted: bool
    is_location_deleted: bool
    held_by: str | None = None
    law: str | None = None
    keep_until: float | None = None


class RetentionStore(Protocol):
    async def condemn(self, session_id: SessionId) -> bool: ...
    async def find_all(self, session_ids: Collection[SessionId]) -> dict[SessionId, Kept]: ...
    async def ended_before(
        self, moment: float, after: tuple[float, SessionId] | None, limit: int
    ) -> list[Kept]: ...


class Deleter(Protocol):
    async def delete_recording(
        self, session_id: SessionId, reason: DeletionReason, actor: str
    ) -> Receipt: ...
    async def forget_video(self, session_id: SessionId) -> None: ...
    async def forget_location(self, session_id: SessionId) -> None: ...


class Pictures(Protocol):
    async def delete_all(self, session_id: SessionId) -> int:
        """Delete every picture of the session and return how many there were."""
        ...


@dataclass(frozen=True)
class Keeper:
    schedule: Schedule
    store: RetentionStore
    deleter: Deleter
    pictures: Pictures
    trail: "Journal"
    clock: Clock

    def fate_of(self, kept: Kept) -> Fate | None:
        """Return until when, and why; None while the session goes on."""
        return decide_fate(kept.facts, self.schedule) if kept.facts else None

    async def due(self) -> AsyncIterator[Due]:
        """Yield what is to be deleted now, the oldest first; deletes nothing."""
        now = self.clock.now()
        before, after = now - shortest_s(self.schedule), None
        while page := await self.store.ended_before(before, after, _PAGE):
            for kept in page:
                if kept.facts is None:
                    continue
                after = (kept.facts.ended_at, kept.session_id)
                fate = decide_fate(kept.facts, self.schedule)
                if is_over(fate, now):
                    yield Due(kept.session_id, kept.facts.product, kept.facts.ended_at, fate)

    async def sweep(self) -> list[Receipt]:
        """Delete what is due; one that cannot be deleted now is left for the next time."""
        receipts = []
        async for due in self.due():
            try:
                if await self.store.condemn(due.session_id):
                    reason = DeletionReason.RETENTION_OVER
                    deleted = await self.deleter.delete_recording(due.session_id, reason, ACTOR)
                    receipts.append(deleted)
            except BankError as error:
                _log.warning("not deleted", session=due.session_id, code=error.code)
        _log.info("retention swept", deleted=len(receipts))
        return receipts

    async def run(self) -> None:
        """Sweep once a day until cancelled."""
        while True:
            try:
                await self.sweep()
                pause_s = _EVERY_S
            except BankError as error:
                _log.warning("retention not swept", code=error.code)
                pause_s = _AGAIN_S
            await asyncio.sleep(pause_s)

    async def withdraw(
        self,
        session_id: SessionId,
        actor: str,
        *,
        recording: bool = False,
        face: bool = False,
        location: bool = False,
    ) -> Withdrawn:
        """Delete what the customer agrees to no more, unless a law or a hold keeps it.

        Without its recording a session keeps neither pictures nor where the customer was. Raise
        NotFoundError, NotNowError while the session goes on or is being sealed.
        """
        kept = (await self.store.find_all([session_id])).get(session_id)
        if kept is None:
            raise NotFoundError
        if kept.facts is None:
            raise NotNowError
        taken_back = {"recording": recording, "face": face, "location": location}
        await self._tell(session_id, "consent_withdrawn", actor, **taken_back)
        held = lawful_fate(kept.facts, self.schedule)
        if held is not None and not is_over(held, self.clock.now()):
            return self._refuse(held)
        if recording:
            if not await self.store.condemn(session_id):
                return self._refuse(Fate(LEGAL_HOLD, None))
            await self.deleter.delete_recording(session_id, DeletionReason.CONSENT_WITHDRAWN, actor)
            return Withdrawn(
                is_recording_deleted=True, are_pictures_deleted=True, is_location_deleted=True
            )
        if face:
            count = await self.pictures.delete_all(session_id)
            await self.deleter.forget_video(session_id)
            await self._tell(session_id, "pictures_deleted", actor, count=count)
        if location:
            await self.deleter.forget_location(session_id)
            await self._tell(session_id, "location_deleted", actor)
        return Withdrawn(
            is_recording_deleted=False, are_pictures_deleted=face, is_location_deleted=location
        )

    def _refuse(self, held: Fate) -> Withdrawn:
        rule = self.schedule.rules.get(held.rule)
        return Withdrawn(
            is_recording_deleted=False,
            are_pictures_deleted=False,
            is_location_deleted=False,
            held_by=held.rule,
            law=rule.law if rule else None,
            keep_until=held.keep_until,
        )

    async def _tell(
        self, session_id: SessionId, kind: str, actor: str, **facts: str | int | float | bool | None
    ) -> None:
        await self.trail.append(session_id, [Happening(kind, actor, self.clock.now(), facts)])
