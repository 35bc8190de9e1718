"""The pages and the reports say the same of each figure."""

from signaling import figure_words


def test_the_pages_have_the_definitions_of_the_reports() -> None:
    assert figure_words.PATH.read_bytes() == figure_words.render(), (
        "run `python -m signaling.figure_words` and commit what it writes"
    )
