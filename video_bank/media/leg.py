"""The nouns of a leg: its two kinds of media, and the pulse that says whether it lives."""

from enum import StrEnum
from typing import Final

SILENCE_S: Final = 3.0  # without any datagram, STUN included, a leg counts as lost


class MediaKind(StrEnum):
    AUDIO = "audio"
    VIDEO = "video"

    @property
    def clock_rate(self) -> int:
        """Return the ticks per second of RTP timestamps (RFC 7587 §4.1, RFC 7741 §4.1)."""
        return 48_000 if self is MediaKind.AUDIO else 90_000

    @property
    def journal_payload_type(self) -> int:
        """Return the payload type that a journal knows this kind by.

        Each browser numbers its codecs in its own way; a journal has one numbering.
        """
        return 111 if self is MediaKind.AUDIO else 96


class LegPulse:
    """Turns what is heard of one take into the moments worth reporting, each once.

    Times are seconds of one monotonic clock.
    """

    def __init__(self) -> None:
        self._is_flowing = False
        self._is_lost = False

    @property
    def is_flowing(self) -> bool:
        return self._is_flowing

    def begins_to_flow(self) -> bool:
        """Take note of an RTP packet; True for the first one, and the first after a silence."""
        if self._is_flowing:
            return False
        self._is_flowing = True
        self._is_lost = False
        return True

    def falls_silent(self, heard_at: float, now: float) -> bool:
        """True once when nothing was heard for `SILENCE_S`."""
        return now - heard_at > SILENCE_S and self.ends()

    def ends(self) -> bool:
        """True unless the loss was reported already."""
        if self._is_lost:
            return False
        self._is_lost = True
        self._is_flowing = False
        return True
