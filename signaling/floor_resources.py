"""What the floor's REST endpoints take and give."""

import msgspec

from video_bank.queues.floor_board import Board
from video_bank.queues.floor_report import Interval
from video_bank.queues.rehearsal import Rehearsal


class Wall(msgspec.Struct, frozen=True):
    """GET /api/v1/floor/wall: what hangs on the wall; ask every two seconds."""

    bank_name: str
    server_time: float
    board: Board
    trend: tuple[Interval, ...]


class Rehearsals(msgspec.Struct, frozen=True):
    """GET /api/v1/floor/rehearsals: what each level would change now; nothing is changed by it."""

    first: Rehearsal
    second: Rehearsal
