"""Networks that let only TURN through, and what the TURN server lets through itself."""

from pathlib import Path

import pytest

from tests.journeys.networks import run_apart


@pytest.mark.timeout(150)
def test_a_customer_behind_a_strict_firewall_meets_the_agent(clips: Path, tmp_path: Path) -> None:
    run_apart("tests.journeys.turn_network", clips, tmp_path, within_s=140)


def test_the_turn_server_leads_to_the_media_nodes_and_nowhere_else(tmp_path: Path) -> None:
    run_apart("tests.journeys.turn_refusals", tmp_path, within_s=50)
