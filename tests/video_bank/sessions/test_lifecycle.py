"""The table of stages: every step that the rules take is in it, and the README shows it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.video_bank.sessions.stories import (
    AMIR,
    NODE,
    OFFER,
    OTHER_NODE,
    PICTURE,
    SESSION,
    Story,
    evidence,
    invited,
)
from video_bank.errors import ErrorCode
from video_bank.ids import CheckId
from video_bank.media.commands import LegName
from video_bank.media.news import CallClosed, LegFlowing, LegLost, UnknownCall
from video_bank.queues.news import AgentBack, AgentGone, OfferEnd, OfferEnded, OfferMade
from video_bank.sessions import requests
from video_bank.sessions.deadlines import Due
from video_bank.sessions.inbox import (
    AgentJoined,
    CustomerPageLost,
    LiveStateLost,
    MediaMoved,
    MediaPlaced,
    NodeLost,
    SessionEvent,
    TimeRanOut,
)
from video_bank.sessions.lifecycle import ENDS, NEXT, NoSuchStepError, advance, diagram
from video_bank.sessions.session import Stage
from video_bank.verification.evidence import CheckFailed, CheckFinished, Decision

_CHECK = CheckId("check_" + "7" * 24)
_LEGS = st.sampled_from(LegName)


def _asked(
    kind: type[requests.ParticipantRequest], **fields: st.SearchStrategy[object]
) -> st.SearchStrategy[SessionEvent]:
    return st.builds(kind, session_id=st.just(SESSION), request_id=st.just("r"), **fields)


_EVENTS: st.SearchStrategy[SessionEvent] = st.one_of(
    _asked(requests.NoteArrival),
    _asked(requests.NotePresence, leg=_LEGS, is_here=st.booleans()),
    _asked(requests.GiveConsents, recording=st.just(value=True), face=st.booleans()),
    _asked(requests.EnterQueue),
    _asked(requests.OfferMedia, leg=_LEGS, connection=st.sampled_from("ab"), sdp=st.just("v")),
    _asked(requests.HangUp, leg=_LEGS),
    _asked(requests.AskForPicture),
    _asked(requests.NotePicture, picture_id=st.just(PICTURE), taken_by=_LEGS),
    _asked(requests.BeginCheck, picture_id=st.just(PICTURE)),
    _asked(
        requests.DecideCheck,
        check_id=st.just(_CHECK),
        decision=st.sampled_from(Decision),
        reason=st.just("because"),
    ),
    _asked(
        requests.FinishWrapUp,
        result=st.just("ok"),
        note=st.just(""),
        staff_id=st.just(AMIR.staff_id),
    ),
    _asked(requests.Rate, score=st.integers(1, 5)),
    st.just(OfferMade(SESSION, OFFER, AMIR.staff_id, 1.0)),
    st.builds(
        OfferEnded,
        st.just(SESSION),
        st.just(OFFER),
        st.just(AMIR.staff_id),
        st.sampled_from(OfferEnd),
    ),
    st.just(AgentJoined(SESSION, OFFER, AMIR)),
    st.just(AgentGone(SESSION, AMIR.staff_id)),
    st.just(AgentBack(SESSION, AMIR.staff_id)),
    st.builds(MediaPlaced, st.just(SESSION), st.sampled_from([NODE, OTHER_NODE])),
    st.builds(
        MediaMoved,
        st.just(SESSION),
        st.sampled_from([NODE, OTHER_NODE]),
        st.sampled_from([NODE, OTHER_NODE]),
    ),
    st.builds(NodeLost, st.just(SESSION), st.sampled_from([NODE, OTHER_NODE])),
    st.just(UnknownCall(SESSION, NODE)),
    st.just(CallClosed(SESSION, NODE)),
    st.builds(LegFlowing, st.just(SESSION), _LEGS, st.integers(1, 3)),
    st.builds(LegLost, st.just(SESSION), _LEGS, st.integers(1, 3)),
    st.just(CheckFinished(SESSION, _CHECK, evidence())),
    st.just(CheckFailed(SESSION, _CHECK, ErrorCode.NO_FACE)),
    st.just(CustomerPageLost(SESSION)),
    st.just(LiveStateLost(SESSION)),
    st.builds(TimeRanOut, st.just(SESSION), st.sampled_from(Due)),
)


@given(st.lists(st.tuples(_EVENTS, st.sampled_from([0.1, 4.0, 40.0, 130.0])), max_size=60))
def test_no_order_of_events_leaves_the_table(events: list[tuple[SessionEvent, float]]) -> None:
    story = Story()
    for event, after_s in events:
        before = story.session.stage
        story.tell(event, after_s)
        assert story.session.stage is before or _is_reachable(before, story.session.stage)
        if before in ENDS:
            assert story.session.close_reason is not None


@given(st.lists(_EVENTS, max_size=40))
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
