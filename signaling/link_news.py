"""What one side's page is told of both links."""

from signaling.messages import QualityChanged
from video_bank.ids import SessionId
from video_bank.media.commands import LegName
from video_bank.media.redis_qualities import RedisQualities

_NOTHING = QualityChanged(None, None)


class LinkNews:
    def __init__(self, qualities: RedisQualities, leg: LegName) -> None:
        self._qualities = qualities
        self._leg = leg
        self._told = _NOTHING

    async def news(self, session_id: SessionId | None) -> list[QualityChanged]:
        """Return what changed since this was last asked, of the session at hand."""
        found = await self._qualities.read(session_id) if session_id else {}
        seen = QualityChanged(found.get(self._leg), found.get(self._leg.other))
        if seen == self._told:
            return []
        self._told = seen
        return [seen]
