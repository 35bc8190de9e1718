"""A video that was shown in an earlier meeting is found; another one of the same person is not."""

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from video_bank.ids import new_session_id
from video_bank.verification.liveness.fingerprints import (
    ENOUGH,
    Fingerprint,
    Replay,
    Seen,
    bands_of,
    find_replay,
    thin_out,
)
from video_bank.verification.liveness.sql_fingerprints import KEPT_FOR_S, SqlFingerprints

if TYPE_CHECKING:
    from tests.conftest import ManualClock
    from video_bank.database.sql_engine import Database

EARLIER = new_session_id()
