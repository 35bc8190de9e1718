"""Wi-Fi goes and the mobile network takes over while a face is checked: the meeting goes on."""

from pathlib import Path

import pytest

from tests.journeys.networks import run_apart


@pytest.mark.timeout(210)
def test_a_check_ends_with_a_verdict_though_the_phone_changes_its_network(
    clips: Path, tmp_path: Path, same_person: Path
) -> None:
    run_apart("tests.journeys.change_in_check", clips, tmp_path, same_person, within_s=200)
