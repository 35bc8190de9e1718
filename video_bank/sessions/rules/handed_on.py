"""What is left to do for who has handed a customer on: a note, and being free again."""

from typing import Any

import msgspec

from video_bank.ids import StaffId
from video_bank.queues.news import WrapUpOver, WrapUpShortened
from video_bank.sessions.draft import Draft
from video_bank.sessions.effects import FreeAgent
from video_bank.sessions.requests import FinishWrapUp
from video_bank.sessions.seats import unfinished_part
from video_bank.sessions.session import WrapUp


def finish_part(draft: Draft, finished: FinishWrapUp) -> bool:
    """Return whether it was the note of somebody who has handed the customer on."""
    if unfinished_part(draft.session, finished.staff_id) is None:
        return False
    wrap_up = WrapUp(finished.result.strip(), finished.note.strip(), draft.now)
    _close(draft, finished.staff_id, wrap_up)
    draft.note("wrap_up_finished", finished.staff_id)
    draft.do(FreeAgent(finished.staff_id))
    return True


def skip_part(draft: Draft, over: WrapUpOver) -> None:
    """The queues have freed somebody who wrote nothing in time."""
    if unfinished_part(draft.session, over.staff_id) is not None:
        _close(draft, over.staff_id)
        draft.note("wrap_up_skipped", over.staff_id)


def shorten_part(draft: Draft, told: WrapUpShortened) -> None:
    """Once: a second word of it says nothing new."""
    part = unfinished_part(draft.session, told.staff_id)
    if part is not None and part.wrap_up_until != told.ends_at:
        _change(draft, told.staff_id, wrap_up_until=told.ends_at)
        note_shortened(draft, told)


def note_shortened(draft: Draft, told: WrapUpShortened) -> None:
    """Nobody did it: the rule is named, and whose wrap-up it was."""
    most_s = max(0, round(told.ends_at - draft.now))
    draft.note("wrap_up_shortened", agent=told.staff_id, level=told.level, most_s=most_s)


def forget_part(draft: Draft, staff_id: StaffId) -> None:
    """Who had handed the customer on is in the call again."""
    _close(draft, staff_id)


def forget_parts(draft: Draft) -> None:
    """Redis has forgotten who still wraps up: they are offline there, and their desks say so."""
    for part in draft.session.handed_on:
        _close(draft, part.by.staff_id)


def _close(draft: Draft, staff_id: StaffId, wrap_up: WrapUp | None = None) -> None:
    _change(draft, staff_id, is_wrapping_up=False, wrap_up=wrap_up)


def _change(draft: Draft, staff_id: StaffId, **changes: Any) -> None:
    parts = tuple(
        msgspec.structs.replace(part, **changes)
        if part.is_wrapping_up and part.by.staff_id == staff_id
        else part
        for part in draft.session.handed_on
    )
    draft.change(handed_on=parts)
