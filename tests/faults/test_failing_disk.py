"""A volume of journals that fills up, and one that vanishes, under a running call."""

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.timeout(240)
def test_a_failing_disk_is_told_and_loses_nothing(tmp_path: Path) -> None:
    program = [sys.executable, "-m", "tests.faults.failing_disk", str(tmp_path)]
    done = subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount", *program],
        check=False,
        capture_output=True,
        text=True,
        timeout=230,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr[-4000:]}"
