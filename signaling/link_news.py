"""What one side's page is told of both links and of the recording."""

from collections.abc import Mapping
from typing import Final

from signaling.looks import Looks
from signaling.messages import QualityChanged
from video_bank.ids import SessionId
from video_bank.media.commands import LegName
from video_bank.media.quality import Quality
from video_bank.media.redis_qualities import CallQuality

_NOTHING = QualityChanged(None, None, None)


_Legs = tuple[LegName, ...]
CUSTOMER: Final[_Legs] = (LegName.CUSTOMER,)
GUEST: Final[_Legs] = (LegName.GUEST,)
LEADER: Final[_Legs] = (LegName.AGENT, LegName.SUPERVISOR)  # who took over is there alone


class LinkNews:
    """`own` and `other` are legs of which the first that is there counts."""

    __slots__ = ("_looks", "_other", "_own", "_told")

    def __init__(self, looks: Looks, own: _Legs, other: _Legs) -> None:
        self._looks = looks
        self._own = own
        self._other = other
        self._told = _NOTHING

    async def news(self, session_id: SessionId | None) -> list[QualityChanged]:
        """Return what changed since this was last asked, of the session at hand."""
        found = await self._looks.quality(session_id) if session_id else CallQuality()
        seen = QualityChanged(
            _first(found.links, self._own), _first(found.links, self._other), found.behind_s
        )
        if seen == self._told:
            return []
        self._told = seen
        return [seen]


def _first(found: Mapping[LegName, Quality], legs: _Legs) -> Quality | None:
    return next((found[leg] for leg in legs if leg in found), None)
