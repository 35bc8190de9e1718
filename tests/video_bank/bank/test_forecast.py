"""The command line's questions to the simulator."""

from pathlib import Path

import pytest

from video_bank.bank.forecast import Question, answer
from video_bank.errors import SetupError

POLICY = '{"queues": {"cards": {"skills": {"cards": 2}, "hours": {"thu": [["08:00", "20:00"]]}}}}'


def test_a_day_is_printed_and_drawn(tmp_path: Path) -> None:
    drawn = tmp_path / "day.html"
    told = list(answer(Question(rate=60, hours=2, agents=10), drawn))
    assert told[0].split() == ["agents", "10"]
    assert "connection_rate" in told[3]
    page = drawn.read_text()
    assert page.count("<svg") == 4
    assert "http" not in page, "it needs nothing from elsewhere"


def test_the_least_number_of_agents_is_found() -> None:
    told = list(answer(Question(rate=120, hours=4), None))
    agents = int(told[0].split()[1])
    assert 12 <= agents <= 22
    assert told[-1].startswith("Erlang C")


def test_a_list_and_a_policy_from_files(tmp_path: Path) -> None:
    calls, policy = tmp_path / "calls.csv", tmp_path / "policy.json"
    calls.write_text("at,queue\n30000,cards\n1000,cards\n")
    policy.write_text(POLICY.replace("thu", "mon"))
    told = list(answer(Question(arrivals=calls, policy=policy, agents=1), None))
    assert told[1].split() == ["offered", "0"], "closed on that day"


@pytest.mark.parametrize(
    ("text", "part"),
    [("{", "policy.json"), ('{"zone": "Mars/Base"}', "Mars/Base"), ('{"queue": {}}', "queue")],
)
def test_a_policy_that_is_none_says_why(tmp_path: Path, text: str, part: str) -> None:
    policy = tmp_path / "policy.json"
    policy.write_text(text)
    with pytest.raises(SetupError, match=part):
        list(answer(Question(rate=60, policy=policy, agents=1), None))


def test_nobody_comes_is_said() -> None:
    with pytest.raises(SetupError, match="Nobody comes"):
        list(answer(Question(agents=1), None))
