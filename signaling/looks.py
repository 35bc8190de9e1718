"""What this process's sockets look up over and over, asked for all of them at once."""

from typing import TYPE_CHECKING

from signaling.redis_presence import keep_all
from signaling.together import Together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signaling.mailroom import Mailroom
    from signaling.needs import Desk
    from signaling.pulse import Pulse
    from signaling.redis_presence import PresenceKey
    from video_bank.caller import Caller
    from video_bank.ids import SessionId
    from video_bank.media.redis_qualities import CallQuality
    from video_bank.queues.ticket import Place


class Looks:
    """Every method raises UnavailableError when what it asks does not answer."""

    def __init__(self, desk: "Desk", mailroom: "Mailroom", pulse: "Pulse") -> None:
        self.mailroom = mailroom
        self.pulse = pulse
        self._desk = desk
        self._keeping = Together(self._keep_all)
        self._epochs = Together(desk.outbox.epochs)
        self._places = Together(desk.queues.places)
        self._callers = Together(desk.access.find_callers)
        self._qualities = Together(desk.qualities.read_all)

    async def keep(self, presence: "PresenceKey") -> bool:
        """Prolong a socket's presence; False when a newer socket has taken over."""
        return await self._keeping.ask(presence)

    async def epoch(self, participant: str) -> str | None:
        """Return the epoch of an outbox as it is now; None once Redis lost it."""
        return await self._epochs.ask(participant)

    async def place(self, session_id: "SessionId") -> "Place | None":
        return await self._places.ask(session_id)

    async def quality(self, session_id: "SessionId") -> "CallQuality":
        return await self._qualities.ask(session_id)

    async def caller(self, token: str) -> "Caller | None":
        """Return whom a credential stands for."""
        return await self._callers.ask(token)

    async def _keep_all(self, presences: "Sequence[PresenceKey]") -> list[bool]:
        return await keep_all(self._desk.link, presences)
