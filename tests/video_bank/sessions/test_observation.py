"""What is seen by looking twice a second, told look by look."""

import pytest

from tests.video_bank.sessions.stories import NODE, OTHER_NODE, PICTURE, SESSION, START, Story
from video_bank.ids import NodeId
from video_bank.media.placement import NodeReport
from video_bank.sessions.deadlines import Due
from video_bank.sessions.inbox import (
    CustomerPageLost,
    LiveStateLost,
    MediaMoved,
    MediaPlaced,
    NodeLost,
    Observation,
    TimeRanOut,
)
from video_bank.sessions.observation import (
    MISSED_LOOKS,
    MISSED_PAGE_LOOKS,
    Observer,
    has_place,
    nodes_without_lease,
    waits_for_page,
)
from video_bank.sessions.requests import BeginCheck
from video_bank.sessions.session import Session


class Looks:
    """One observer, and one session that it looks at."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._observer = Observer()

    def look(
        self,
        *alive: NodeId,
        dead: NodeId | None = None,
        leaving: NodeId | None = None,
        has_page: bool = True,
        has_place: bool = True,
        now: float = START,
    ) -> list[Observation]:
        reports = {node: NodeReport(node, 0, 0, 0.0, is_leaving=node == leaving) for node in alive}
        missing = nodes_without_lease([self.session], reports)
        self._observer.note_nodes(missing, [dead] if dead else [])
        self._observer.note_places(set() if has_place else {SESSION})
        self._observer.note_pages(set() if has_page else {SESSION})
        return list(self._observer.look(self.session, reports, now))


def test_a_node_is_lost_at_the_third_look_in_a_row_without_it() -> None:
    looks = Looks(Story().until_talking().session)
    assert looks.look(NODE) == []
    for _ in range(MISSED_LOOKS - 1):
        assert looks.look(OTHER_NODE) == []
    assert looks.look(NODE) == [], "back again: counted anew"
    seen = [looks.look(OTHER_NODE) for _ in range(MISSED_LOOKS)]
    assert seen == [[], [], [NodeLost(SESSION, NODE)]]


def test_a_node_that_was_seen_dying_is_lost_at_once() -> None:
    looks = Looks(Story().until_talking().session)
    assert looks.look(OTHER_NODE, dead=NODE) == [NodeLost(SESSION, NODE)]


def test_a_node_that_leaves_gives_its_calls_to_one_with_room() -> None:
    looks = Looks(Story().until_talking().session)
    assert looks.look(NODE, leaving=NODE) == [], "nowhere to go"
    moved = [MediaMoved(SESSION, NODE, OTHER_NODE)]
    assert looks.look(NODE, OTHER_NODE, leaving=NODE) == moved


def test_a_call_is_not_moved_in_the_middle_of_a_check() -> None:
    story = Story().until_picture()
    story.ask(BeginCheck, picture_id=PICTURE)
    looks = Looks(story.session)
    assert looks.look(NODE, OTHER_NODE, leaving=NODE) == []


def test_a_page_is_lost_after_the_time_that_a_living_one_may_take_to_renew() -> None:
    looks = Looks(Story().until_waiting().session)
    for _ in range(MISSED_PAGE_LOOKS - 1):
        assert looks.look(has_page=False) == []
    assert looks.look(has_page=True) == []
    seen = [looks.look(has_page=False) for _ in range(MISSED_PAGE_LOOKS)]
    assert seen[-1] == [CustomerPageLost(SESSION)]
    assert not any(seen[:-1])


def test_a_page_that_is_known_to_be_gone_is_not_waited_for() -> None:
    story = Story().until_waiting()
    assert waits_for_page(story.session)
    story.tell(CustomerPageLost(SESSION))
    assert not waits_for_page(story.session)


def test_a_forgotten_place_is_seen_at_once() -> None:
    looks = Looks(Story().until_waiting().session)
    assert looks.look(has_place=False) == [LiveStateLost(SESSION)]
    assert looks.look() == []


@pytest.mark.parametrize(
    ("story", "is_somewhere"),
    [
        (Story(), False),
        (Story().until_waiting(), True),
        (Story().until_offered(), True),
        (Story().until_talking(), True),
    ],
    ids=["invited", "waiting", "offered", "talking"],
)
def test_who_waits_or_talks_has_a_place_in_redis(story: Story, is_somewhere: bool) -> None:
    assert has_place(story.session) == is_somewhere


def test_a_call_without_a_node_gets_one_as_soon_as_one_lives() -> None:
    looks = Looks(Story().until_connecting().session)
    assert looks.look() == []
    assert looks.look(OTHER_NODE) == [MediaPlaced(SESSION, OTHER_NODE)]


def test_what_is_due_is_said_when_it_is() -> None:
    looks = Looks(Story().session)
    assert looks.look(now=START + 86_399) == []
    assert looks.look(now=START + 86_400) == [TimeRanOut(SESSION, Due.EXPIRE)]
