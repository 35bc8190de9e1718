"""Two browsers in two networks meet through one announced address and one UDP port."""

from pathlib import Path

import pytest

from tests.journeys.networks import run_apart


@pytest.mark.timeout(150)
@pytest.mark.parametrize("protocol", ["4", "6"])
def test_people_of_two_networks_see_each_other(clips: Path, tmp_path: Path, protocol: str) -> None:
    run_apart("tests.journeys.two_networks", clips, tmp_path, protocol, within_s=140)
