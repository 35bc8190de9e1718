"""The table of stages: every step that the rules take is in it, and the README shows it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.video_bank.sessions.events import EVENTS
from tests.video_bank.sessions.stories import Story, invited
from video_bank.media.news import LegFlowing
from video_bank.sessions.inbox import MediaPlaced, SessionEvent
from video_bank.sessions.lifecycle import ENDS, NEXT, NoSuchStepError, advance, diagram
from video_bank.sessions.session import Stage


@given(st.lists(st.tuples(EVENTS, st.sampled_from([0.1, 4.0, 40.0, 130.0])), max_size=60))
def test_no_order_of_events_leaves_the_table(events: list[tuple[SessionEvent, float]]) -> None:
    story = Story()
    for event, after_s in events:
        before = story.session.stage
        story.tell(event, after_s)
        assert story.session.stage is before or _is_reachable(before, story.session.stage)
        if before in ENDS:
            assert story.session.close_reason is not None


@given(st.lists(EVENTS, max_size=40))
def test_an_event_that_comes_twice_moves_nothing_the_second_time(
    events: list[SessionEvent],
) -> None:
    """A host that died after a write may see the last event again."""
    story = Story()
    for event in events:
        story.tell(event, after_s=0.1)
        stage = story.session.stage
        story.tell(event, after_s=0.0)
        assert story.session.stage is stage or isinstance(event, LegFlowing | MediaPlaced)


def test_every_stage_has_its_line_and_ends_are_ends() -> None:
    assert set(NEXT) == set(Stage)
    assert {Stage.CLOSED, Stage.ABANDONED, Stage.REFUSED, Stage.EXPIRED} == ENDS


def test_a_step_outside_the_table_is_a_bug() -> None:
    with pytest.raises(NoSuchStepError):
        advance(invited(), Stage.TALKING, 0.0)


def test_the_readme_shows_the_table() -> None:
    readme = (Path(__file__).parents[3] / "README.md").read_text()
    assert f"```mermaid\n{diagram()}\n```" in readme


def _is_reachable(before: Stage, after: Stage) -> bool:
    """One event may take two steps, as from parked over connecting."""
    return after in NEXT[before] or any(after in NEXT[between] for between in NEXT[before])
