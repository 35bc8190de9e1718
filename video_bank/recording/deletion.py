"""Deleting what a session left behind: its key is destroyed, then its objects, with a receipt.

Without the key nothing that was encrypted under it can be read again, wherever a copy lies; the
objects go because there is no use for them. The trail and the signed manifest stay: they say that
there was a recording, and what became of it.
"""

import asyncio
import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol

import msgspec
import structlog

from video_bank.audit.trail import Entry, Happening
from video_bank.clock import Clock
from video_bank.errors import BankError
from video_bank.ids import SessionId
from video_bank.vault.signing_key import Signed, SigningKey
from video_bank.vault.vault import Vault

if TYPE_CHECKING:
    from video_bank.audit.journal import Journal

FOLDERS: Final = ("recordings", "pictures", "films", "messages")
_LOOK_EVERY_S: Final = 60.0

_log = structlog.get_logger()


class DeletionReason(StrEnum):
    RETENTION_OVER = "retention_over"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    ORDERED = "ordered"  # by somebody who may


class DeletionOrder(msgspec.Struct, frozen=True):
    """What is to be deleted and why; from when it is written on, nothing turns back.

    `key_fingerprint` is the SHA-256 of the wrapped key, in hex; `objects` are those that there
    were; `merkle_root` is the sealed recording's, empty where there was none.
    """

    session_id: SessionId
    reason: DeletionReason
    actor: str
    began_at: float
    key_fingerprint: str
    objects: tuple[str, ...]
    merkle_root: str = ""


class Receipt(Signed, frozen=True):
    """The bank's word that a session's key and objects are gone.

    `trail_head` is the hash of the trail's last entry before the one about the deletion.
    """

    KIND = "deletion receipt"
    session_id: SessionId
    reason: DeletionReason
    actor: str
    began_at: float
    deleted_at: float
    key_fingerprint: str
    objects: tuple[str, ...]
    merkle_root: str
    trail_head: str


class Deletions(Protocol):
    """What the store knows of deletions; every method raises UnavailableError."""

    async def begin(self, order: DeletionOrder) -> DeletionOrder:
        """Write the order, or return the one that there is.

        Raise NotNowError while an archivist is sealing the recording.
        """
        ...

    async def forget_key(self, session_id: SessionId) -> None: ...
    async def forget_video(self, session_id: SessionId) -> None: ...

    async def end(self, receipt: Receipt) -> None:
        """Keep the receipt; of two, the first counts."""
        ...

    async def merkle_root(self, session_id: SessionId) -> str:
        """Return the sealed recording's, empty where there is none."""
        ...

    async def find_receipt(self, session_id: SessionId) -> Receipt | None: ...

    async def unfinished(self) -> list[DeletionOrder]: ...


class KeyHolder(Protocol):
    """Who else keeps the wrapped key of a session: the session itself."""

    async def get_key(self, session_id: SessionId) -> bytes:
        """Return it wrapped, empty when it was forgotten.

        Raise NotFoundError, or NotNowError while the session goes on.
        """
        ...

    async def forget_key(self, session_id: SessionId) -> None:
        """Forget where the customer was as well."""
        ...

    async def forget_location(self, session_id: SessionId) -> None: ...


@dataclass(frozen=True)
class Deleting:
    """Every step may be done again: one that was begun and not ended is taken up by `run`."""

    deletions: Deletions
    holder: KeyHolder
    vault: Vault
    signing_key: SigningKey
    trail: "Journal"
    clock: Clock

    async def delete_recording(
        self, session_id: SessionId, reason: DeletionReason, actor: str
    ) -> Receipt:
        """Destroy the session's key, delete its objects; return the receipt, also a second time.

        `actor` is who ordered it, as on the trail. Raise NotFoundError, NotNowError while the
        session goes on or is being sealed, UnavailableError: then it is finished later.
        """
        if (receipt := await self.deletions.find_receipt(session_id)) is not None:
            return receipt
        wrapped_key = await self.holder.get_key(session_id)
        order = DeletionOrder(
            session_id,
            reason,
            actor,
            self.clock.now(),
            hashlib.sha256(wrapped_key).hexdigest(),
            await self._names(session_id),
            await self.deletions.merkle_root(session_id),
        )
        return await self._carry_out(await self.deletions.begin(order))

    async def forget_video(self, session_id: SessionId) -> None:
        """Delete by what a session's video would be known again; the recording stays."""
        await self.deletions.forget_video(session_id)

    async def forget_location(self, session_id: SessionId) -> None:
        """Delete where the customer of a session at its end was; all else stays."""
        await self.holder.forget_location(session_id)

    async def finish_all(self) -> None:
        """Carry out the orders that a process that died, or a store that was away, left."""
        for order in await self.deletions.unfinished():
            await self._carry_out(order)

    async def run(self) -> None:
        """Finish what was left unfinished, until cancelled."""
        while True:
            try:
                await self.finish_all()
            except BankError as error:
                _log.warning("deletion not finished", error=type(error).__name__)
            await asyncio.sleep(_LOOK_EVERY_S)

    async def _carry_out(self, order: DeletionOrder) -> Receipt:
        """Key first: should the rest fail for ever, the content is gone all the same."""
        session_id = order.session_id
        await self.deletions.forget_key(session_id)
        await self.holder.forget_key(session_id)
        for name in sorted({*order.objects, *await self._names(session_id)}):
            await self.vault.delete(name)
        receipt = await self._sign(order, await self._tell(order))
        await self.deletions.end(receipt)
        _log.info("recording deleted", session=session_id, objects=len(order.objects))
        return await self.deletions.find_receipt(session_id) or receipt

    async def _tell(self, order: DeletionOrder) -> Entry:
        """Write the trail's entry unless it is there, and return it."""
        if (told := await self._find_entry(order.session_id)) is not None:
            return told
        facts: dict[str, str | int | float | bool | None] = {
            "reason": order.reason.value,
            "objects": len(order.objects),
            "key_fingerprint": order.key_fingerprint,
        }
        happening = Happening("recording_deleted", order.actor, self.clock.now(), facts)
        await self.trail.append(order.session_id, [happening])
        return await self._tell(order)

    async def _find_entry(self, session_id: SessionId) -> Entry | None:
        entries = await self.trail.read(session_id)
        return next(
            (entry for entry in entries if entry.happening.kind == "recording_deleted"), None
        )

    async def _sign(self, order: DeletionOrder, told: Entry) -> Receipt:
        return await self.signing_key.sign(
            Receipt(
                session_id=order.session_id,
                reason=order.reason,
                actor=order.actor,
                began_at=order.began_at,
                deleted_at=told.happening.at,
                key_fingerprint=order.key_fingerprint,
                objects=order.objects,
                merkle_root=order.merkle_root,
                trail_head=told.previous_hash,
            )
        )

    async def _names(self, session_id: SessionId) -> tuple[str, ...]:
        found = [await self.vault.names(f"{folder}/{session_id}") for folder in FOLDERS]
        return tuple(name for names in found for name in names)
