"""Every input that was ever of interest to a fuzzer, in every test run."""

from pathlib import Path

import pytest

from tests.fuzz.oracle import CORPUS, TARGETS, judge, load_check

INPUTS = [(target, path) for target in TARGETS for path in sorted((CORPUS / target).iterdir())]


@pytest.mark.parametrize(("target", "path"), INPUTS, ids=lambda each: getattr(each, "name", each))
def test_an_input_is_taken_quietly_and_quickly(target: str, path: Path) -> None:
    judge(load_check(target), path.read_bytes())


def test_every_corpus_has_its_target() -> None:
    assert {path.name for path in CORPUS.iterdir()} == set(TARGETS)
