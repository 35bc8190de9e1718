"""One house that journeys have one after the other."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from tests.house import House, wait_until
from video_bank.sessions.lifecycle import AT_REST

_LEFT_WITHIN_S: Final = 10.0


class SharedHouse:
    """Opened when it is first asked for; one that was left untidy is not used again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._opened = 0
        self._house: House | None = None

    def open(self) -> House:
        if self._house is None:
            self._opened += 1
            house = House(self._folder / str(self._opened))
            house.start()
            self._house = house
        return self._house

    def give_back(self) -> None:
        """Fail where somebody is still in a queue or a call: the next journey would meet them."""
        house = self.open()
        try:
            wait_until(
                lambda: not _unfinished(house),
                _LEFT_WITHIN_S,
                lambda: f"left behind: {_unfinished(house)}",
            )
        except AssertionError:
            self.close()
            raise

    def close(self) -> None:
        if self._house is not None:
            self._house.stop()
            self._house = None


def _unfinished(house: House) -> list[tuple[str, str]]:
    """Return the sessions that wait for somebody, and their stages."""
    path = house.data_dir / "bank.sqlite"
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as bank:
        sessions = bank.execute("SELECT session_id, stage FROM sessions").fetchall()
    return [(session, stage) for session, stage in sessions if stage not in AT_REST]
