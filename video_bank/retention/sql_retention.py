"""Holds, products' ends and what is due, in SQL.

A row of `retention` is each session's lock: whoever places a hold and whoever condemns take it
first, so that nothing is deleted that a hold had been placed on.
"""

import hashlib
from collections.abc import Awaitable, Callable, Collection
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, and_, exc, exists, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from video_bank.audit.sql_journal import append_in
from video_bank.audit.trail import Happening
from video_bank.clock import Clock
from video_bank.database.sql_engine import Database
from video_bank.database.sql_tables import (
    deletions,
    legal_holds,
    recordings,
    retention,
    sessions,
    trail,
)
from video_bank.errors import NotFoundError, NotNowError, UnavailableError
from video_bank.ids import SessionId
from video_bank.retention.hold import Hold, Kept
from video_bank.retention.policy import Facts

_Work = Callable[[AsyncConnection], Awaitable[None]]
_ATTEMPTS: Final = 8
_holds: Final = legal_holds.c
_IS_HELD: Final = exists().where(
    _holds.session_id == sessions.c.session_id, _holds.released_at.is_(None)
)


class SqlRetention:
    """Every method raises UnavailableError when the database does not answer."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def note_product_end(self, session_id: SessionId, ended_at: float, actor: str) -> None:
        """Raise NotFoundError, NotNowError once its deletion has begun."""
        now = self._clock.now()

        async def work(connection: AsyncConnection) -> None:
            mine = retention.c.session_id == session_id
            await connection.execute(
                update(retention).where(mine).values(product_ended_at=ended_at)
            )
            facts: dict[str, Any] = {"product_ended_at": ended_at}
            noted = Happening("product_end_noted", actor, now, facts)
            await append_in(connection, session_id, [noted])

        await self._locked(session_id, work)

    async def place_hold(self, session_id: SessionId, reason: str, actor: str) -> Hold:
        """Raise NotFoundError, NotNowError once its deletion has begun."""
        now = self._clock.now()
        placed: list[Hold] = []

        async def work(connection: AsyncConnection) -> None:
            theirs = select(legal_holds).where(_holds.session_id == session_id)
            number = len((await connection.execute(theirs)).all()) + 1
            hold = Hold(number=number, placed_at=now, placed_by=actor, reason=reason)
            row = {
                "session_id": session_id,
                "number": number,
                "placed_at": now,
                "placed_by": actor,
                "reason": reason,
            }
            await connection.execute(insert(legal_holds).values(row))
            facts: dict[str, Any] = {"hold": number, "reason_sha256": _hash(reason)}
            happening = Happening("legal_hold_placed", actor, now, facts)
            await append_in(connection, session_id, [happening])
            placed.append(hold)

        await self._locked(session_id, work)
        return placed[-1]

    async def release_hold(
        self, session_id: SessionId, number: int, reason: str, actor: str
    ) -> None:
        """Raise NotFoundError where there is none to release."""
        now = self._clock.now()

        async def work(connection: AsyncConnection) -> None:
            held = and_(
                _holds.session_id == session_id,
                _holds.number == number,
                _holds.released_at.is_(None),
            )
            released = await connection.execute(
                update(legal_holds)
                .where(held)
                .values(released_at=now, released_by=actor, release_reason=reason)
            )
            if released.rowcount != 1:
                raise NotFoundError
            facts: dict[str, Any] = {"hold": number, "reason_sha256": _hash(reason)}
            happening = Happening("legal_hold_released", actor, now, facts)
            await append_in(connection, session_id, [happening])

        await self._locked(session_id, work)

    async def condemn(self, session_id: SessionId) -> bool:
        """Let no hold be placed from now on; False, and nothing done, where there is one."""

        async def work(connection: AsyncConnection) -> None:
            theirs = select(_holds.number).where(
                _holds.session_id == session_id, _holds.released_at.is_(None)
            )
            if (await connection.execute(theirs)).first() is not None:
                raise NotNowError
            mine = retention.c.session_id == session_id
            now = self._clock.now()
            await connection.execute(update(retention).where(mine).values(condemned_at=now))

        try:
            await self._locked(session_id, work, is_condemning=True)
        except NotNowError:
            return False
        return True

    async def find_all(self, session_ids: Collection[SessionId]) -> dict[SessionId, Kept]:
        """Return what is known of each session that there is."""
        theirs = _holds.session_id.in_(session_ids)
        wanted_holds = select(legal_holds).where(theirs).order_by(_holds.number)
        async with self._database.reading() as connection:
            rows = (await connection.execute(_facts(sessions.c.session_id.in_(session_ids)))).all()
            holds: dict[str, list[Hold]] = {}
            for row in await connection.execute(wanted_holds):
                holds.setdefault(row.session_id, []).append(_to_hold(row))
        found = (_to_kept(row, tuple(holds.get(row.session_id, ()))) for row in rows)
        return {kept.session_id: kept for kept in found}

    async def ended_before(
        self, moment: float, after: tuple[float, SessionId] | None, limit: int
    ) -> list[Kept]:
        """Return sessions with content that ended before `moment`, nothing of them deleted yet.

        The oldest first; `after` is end and id of the last one that was returned before.
        """
        ended, name = sessions.c.ended_at, sessions.c.session_id
        conditions: list[ColumnElement[bool]] = [
            ended < moment,
            or_(_has_recording(name), _has_message(name)),
            ~exists().where(deletions.c.session_id == name),
        ]
        if after is not None:
            conditions.append(or_(ended > after[0], and_(ended == after[0], name > after[1])))
        wanted = _facts(and_(*conditions)).order_by(ended, name).limit(limit)
        async with self._database.reading() as connection:
            return [_to_kept(row) for row in await connection.execute(wanted)]

    async def _locked(
        self, session_id: SessionId, work: _Work, *, is_condemning: bool = False
    ) -> None:
        """Do the work while nobody else does any with this session; once more after a lost race."""
        for _ in range(_ATTEMPTS):
            try:
                async with self._database.transaction() as connection:
                    await _lock(connection, session_id, is_condemning=is_condemning)
                    await work(connection)
            except exc.IntegrityError:
                continue
            else:
                return
        raise UnavailableError


def _has_recording(name: ColumnElement[str]) -> ColumnElement[bool]:
    return exists().where(recordings.c.session_id == name)


def _has_message(name: ColumnElement[str]) -> ColumnElement[bool]:
    """Say whether there may be a video message, also one that was never whole."""
    return exists().where(trail.c.kind == "message_begun", trail.c.session_id == name)


async def _lock(connection: AsyncConnection, session_id: SessionId, *, is_condemning: bool) -> None:
    """Raise NotFoundError; NotNowError when it is condemned and somebody else asks."""
    known = select(sessions.c.session_id).where(sessions.c.session_id == session_id)
    if (await connection.execute(known)).first() is None:
        raise NotFoundError
    mine = retention.c.session_id == session_id
    taken = update(retention).where(mine).values(touched=retention.c.touched + 1)
    if (await connection.execute(taken)).rowcount == 0:
        await connection.execute(insert(retention).values(session_id=session_id, touched=1))
    condemned = select(retention.c.condemned_at).where(mine)
    is_condemned = (await connection.execute(condemned)).scalar_one() is not None
    if is_condemned and not is_condemning:
        raise NotNowError


def _facts(condition: ColumnElement[bool]) -> Any:
    return (
        select(
            sessions.c.session_id,
            sessions.c.ended_at,
            sessions.c.product,
            retention.c.product_ended_at,
            _IS_HELD.label("is_held"),
        )
        .join(retention, retention.c.session_id == sessions.c.session_id, isouter=True)
        .where(condition)
    )


def _to_kept(row: Row[Any], holds: tuple[Hold, ...] = ()) -> Kept:
    facts = None
    if row.ended_at is not None:
        facts = Facts(
            ended_at=row.ended_at,
            product=row.product,
            product_ended_at=row.product_ended_at,
            is_held=bool(row.is_held),
        )
    return Kept(session_id=SessionId(row.session_id), facts=facts, holds=holds)


def _hash(reason: str) -> str:
    """A reason is somebody's own text and may say anything: the trail has its digest alone."""
    return hashlib.sha256(reason.encode()).hexdigest()


def _to_hold(row: Row[Any]) -> Hold:
    return Hold(
        number=row.number,
        placed_at=row.placed_at,
        placed_by=row.placed_by,
        reason=row.reason,
        released_at=row.released_at,
        released_by=row.released_by,
        release_reason=row.release_reason,
    )
