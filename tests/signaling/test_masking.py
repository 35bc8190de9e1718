import pytest

from signaling.masking import mask_name


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("张小三", "张*三"),
        ("欧阳娜娜", "欧**娜"),
        ("阿依古丽·买买提", "阿******提"),
        ("Jane Doe", "J***"),
        ("李 David", "李***"),
        ("", "***"),
    ],
)
def test_a_list_shows_no_whole_name(name: str, masked: str) -> None:
    assert mask_name(name) == masked
