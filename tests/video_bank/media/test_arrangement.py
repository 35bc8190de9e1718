"""Who hears and sees whom: above all, who does not."""

from hypothesis import given
from hypothesis import strategies as st

from video_bank.media.arrangement import Feed, plan_feeds
from video_bank.media.commands import Arrangement, LegName, SupervisorMode
from video_bank.media.lines import MediaLine

EVERYBODY = frozenset(LegName) - {LegName.COLLEAGUE}
CUSTOMER, AGENT, GUEST, SUPERVISOR, COLLEAGUE = LegName


def heard_by(receiver: LegName, mode: SupervisorMode) -> set[LegName]:
    feeds = plan_feeds(receiver, EVERYBODY, Arrangement(mode))
    return {feed.leg for feed in feeds.values()}


def test_two_alone_receive_each_other_in_their_first_lines() -> None:
    feeds = plan_feeds(CUSTOMER, {CUSTOMER, AGENT}, Arrangement())
    assert feeds == {
        MediaLine.VOICE: Feed(AGENT, MediaLine.VOICE),
        MediaLine.FACE: Feed(AGENT, MediaLine.FACE),
    }


def test_a_guest_stands_beside_and_moves_nobody() -> None:
    alone = plan_feeds(AGENT, {CUSTOMER, AGENT}, Arrangement())
    with_guest = plan_feeds(AGENT, {CUSTOMER, AGENT, GUEST}, Arrangement())
    assert with_guest == alone | {
        MediaLine.SECOND_VOICE: Feed(GUEST, MediaLine.VOICE),
        MediaLine.SECOND_FACE: Feed(GUEST, MediaLine.FACE),
    }


def test_who_listens_is_received_by_nobody() -> None:
    for receiver in (CUSTOMER, AGENT, GUEST):
        assert SUPERVISOR not in heard_by(receiver, SupervisorMode.LISTEN)
    assert heard_by(SUPERVISOR, SupervisorMode.LISTEN) == {CUSTOMER, AGENT, GUEST}


def test_a_whisper_reaches_the_agent_alone() -> None:
    assert SUPERVISOR in heard_by(AGENT, SupervisorMode.WHISPER)
    assert SUPERVISOR not in heard_by(CUSTOMER, SupervisorMode.WHISPER)
    assert SUPERVISOR not in heard_by(GUEST, SupervisorMode.WHISPER)


def test_who_barges_in_is_received_by_all() -> None:
    for receiver in (CUSTOMER, AGENT, GUEST):
        assert SUPERVISOR in heard_by(receiver, SupervisorMode.BARGE)


def test_who_takes_over_stands_where_the_agent_stood() -> None:
    present = {CUSTOMER, SUPERVISOR}
    feeds = plan_feeds(CUSTOMER, present, Arrangement(SupervisorMode.LEAD))
    assert feeds[MediaLine.VOICE] == Feed(SUPERVISOR, MediaLine.VOICE)
    assert AGENT not in heard_by(CUSTOMER, SupervisorMode.LEAD)


def test_a_screen_is_received_by_all_others() -> None:
    shown = Arrangement(screen=AGENT)
    for receiver in (CUSTOMER, GUEST, SUPERVISOR):
        feeds = plan_feeds(receiver, EVERYBODY, shown)
        assert feeds[MediaLine.SCREEN] == Feed(AGENT, MediaLine.SCREEN)
    assert MediaLine.SCREEN not in plan_feeds(AGENT, EVERYBODY, shown)


def test_a_colleague_has_the_third_place_and_hears_the_two() -> None:
    present = EVERYBODY | {COLLEAGUE}
    for receiver in (CUSTOMER, AGENT, GUEST):
        feeds = plan_feeds(receiver, present, Arrangement())
        assert feeds[MediaLine.THIRD_VOICE] == Feed(COLLEAGUE, MediaLine.VOICE)
    met = {feed.leg for feed in plan_feeds(COLLEAGUE, present, Arrangement()).values()}
    assert met == {CUSTOMER, AGENT, GUEST}


def test_who_is_on_hold_receives_nobody_and_is_received_by_nobody() -> None:
    present, held = EVERYBODY | {COLLEAGUE}, Arrangement(screen=CUSTOMER, is_held=True)
    for receiver in (CUSTOMER, GUEST):
        assert not plan_feeds(receiver, present, held)
    for receiver in (AGENT, COLLEAGUE, SUPERVISOR):
        met = {feed.leg for feed in plan_feeds(receiver, present, held).values()}
        assert not met & {CUSTOMER, GUEST}
    assert plan_feeds(AGENT, present, held)[MediaLine.THIRD_FACE].leg is COLLEAGUE
    assert plan_feeds(COLLEAGUE, present, held)[MediaLine.SECOND_FACE].leg is AGENT


@given(
    st.sampled_from(LegName),
    st.sets(st.sampled_from(LegName)),
    st.sampled_from(SupervisorMode),
    st.none() | st.sampled_from(LegName),
)
def test_whatever_is_arranged_it_makes_sense(
    receiver: LegName, present: set[LegName], mode: SupervisorMode, screen: LegName | None
) -> None:
    feeds = plan_feeds(receiver, present, Arrangement(mode, screen))
    sources = list(feeds.values())
    assert len(sources) == len(set(sources))  # nobody twice
    for line, feed in feeds.items():
        assert feed.leg in present
        assert feed.leg is not receiver
        assert feed.line.kind is line.kind
