"""What follows when time has run out, of every kind."""

from collections.abc import Callable
from typing import Final

from video_bank.sessions.deadlines import Due, next_due
from video_bank.sessions.draft import Draft
from video_bank.sessions.inbox import TimeRanOut
from video_bank.sessions.rules import deferring, ending

_WHEN_DUE: Final[dict[Due, Callable[[Draft], None]]] = {**ending.WHEN_DUE, **deferring.WHEN_DUE}


def run_out(draft: Draft, ran_out: TimeRanOut) -> None:
    """Do what is due, if it still is."""
    found = next_due(draft.session)
    if found is not None and found[1] is ran_out.due and found[0] <= draft.now:
        _WHEN_DUE[ran_out.due](draft)
