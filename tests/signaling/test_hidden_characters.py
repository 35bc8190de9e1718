import pytest

from signaling.hidden_characters import has_hidden_characters
from signaling.messages import CompleteWrapUp
from signaling.resources import CreateSession
from video_bank.ids import QueueId
from video_bank.sessions.session import Customer, Detail


@pytest.mark.parametrize("hidden", ["\0", "\x1b", "\x85", "\u202e", "\u2066", "\u200f"])
def test_a_text_that_could_look_like_another_is_found_at_any_depth(hidden: str) -> None:
    detail = Detail("金额", f"1000{hidden}0")
    order = CreateSession(QueueId("loans"), "贷款", Customer("张三", "1", (detail,)))
    assert has_hidden_characters(order)


@pytest.mark.parametrize("text", ["多行\n文字\t😀", "a\r\nb", "<script>alert(1)</script>", ""])
def test_what_people_write_passes(text: str) -> None:
    message = CompleteWrapUp(request_id="1", result="done", note=text)
    assert not has_hidden_characters(message)
