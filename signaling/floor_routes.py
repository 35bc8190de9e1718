"""The floor beside the supervisor's socket; `routes.py` takes these in."""

from typing import Final

from signaling import floor_resources
from signaling.handlers import floor
from signaling.route import Route
from video_bank.caller import Role

SUPERVISOR: Final = frozenset({Role.SUPERVISOR})
READERS: Final = frozenset({Role.SUPERVISOR, Role.ADMIN})

FLOOR_ROUTES: Final = (
    Route(
        method="GET",
        path="/api/v1/floor/wall",
        handler=floor.read_wall,
        callers=READERS,
        summary="What hangs on the wall: the floor now, and the day by half hours",
        gives=floor_resources.Wall,
    ),
    Route(
        method="GET",
        path="/api/v1/floor/rehearsals",
        handler=floor.read_rehearsals,
        callers=SUPERVISOR,
        summary="What each emergency level would change now; nothing is changed by asking",
        gives=floor_resources.Rehearsals,
    ),
    Route(
        method="GET",
        path="/api/v1/floor/reports/{day}",
        handler=floor.read_report,
        callers=READERS,
        summary="A day's figures by half hours, queues and agents, as XLSX or CSV",
        gives=(floor.XLSX, floor.CSV),
        query=("format", "language"),
    ),
)
