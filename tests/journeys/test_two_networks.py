"""Two browsers in two networks meet through one announced address and one UDP port."""

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.timeout(150)
def test_people_of_two_networks_see_each_other(clips: Path, tmp_path: Path) -> None:
    program = [sys.executable, "-m", "tests.journeys.two_networks", str(clips), str(tmp_path)]
    done = subprocess.run(
        ["unshare", "--user", "--map-root-user", "--net", "--mount", *program],
        check=False,
        capture_output=True,
        text=True,
        timeout=140,
    )
    assert done.returncode == 0, done.stderr[-4000:]
