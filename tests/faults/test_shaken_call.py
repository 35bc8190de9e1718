"""A bad network on the customer's side ends no call, loses no session and begins no other one."""

from pathlib import Path

import pytest

from signaling.robots.opencv_drawn_clip import write_mjpeg
from tests.journeys.networks import run_apart
from tests.journeys.people import AGENT_CLIP, CUSTOMER_CLIP


@pytest.mark.alone
@pytest.mark.timeout(210)
def test_a_call_outlives_rebinding_outages_and_loss(tmp_path: Path) -> None:
    write_mjpeg(tmp_path / "customer.mjpeg", clip_id=CUSTOMER_CLIP, seconds=20)
    write_mjpeg(tmp_path / "agent.mjpeg", clip_id=AGENT_CLIP, seconds=20)
    run_apart("tests.faults.shaken_call", tmp_path, tmp_path, within_s=200)
