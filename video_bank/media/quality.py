"""How a leg's link is: what is measured of it once a second, and what that is called (pure)."""

import struct
from enum import StrEnum
from typing import Final

import msgspec

_PACKED: Final = struct.Struct(">BHHHHHHH")
_MOST: Final = 0xFFFF
_UNKNOWN: Final = 0xFFFF  # in place of a round trip
_PER_MILLE: Final = 1_000

_WORSE_AFTER: Final = 2  # readings in a row
_BETTER_AFTER: Final = 5
_LOSS_WEIGHT: Final = 0.5  # of the newest reading: one packet of fifty is no news


class Level(StrEnum):
    """What a link is good for, the best first."""

    GOOD = "good"
    FAIR = "fair"  # a picture, not the best
    WEAK = "weak"  # a small or halting picture
    BAD = "bad"  # the sound, at best


_LEVELS: Final = tuple(Level)
# What each level bears at most: loss as a share, round trip and jitter in ms.
_BEARS: Final = (
    (Level.GOOD, 0.03, 300, 40),
    (Level.FAIR, 0.08, 600, 80),
    (Level.WEAK, 0.20, 1_500, 200),
)


class Way(msgspec.Struct, frozen=True):
    """One direction: the share of packets lost, the sound's jitter, what comes through."""

    loss: float = 0.0
    jitter_ms: int = 0
    kbps: int = 0


class Measured(msgspec.Struct, frozen=True):
    """One second of a leg. `up` is what the node receives, `down` what its peer does."""

    up: Way = Way()
    down: Way = Way()
    rtt_ms: int | None = None


class Quality(msgspec.Struct, frozen=True, kw_only=True):
    """What was measured, and the level that it is part of."""

    level: Level
    rtt_ms: int | None
    up: Way
    down: Way

    def pack(self) -> bytes:
        """Return it as a journal keeps it; what is too large for that is cut."""
        rtt = _UNKNOWN if self.rtt_ms is None else min(self.rtt_ms, _UNKNOWN - 1)
        return _PACKED.pack(
            _LEVELS.index(self.level), rtt, *_numbers_of(self.up), *_numbers_of(self.down)
        )

    @classmethod
    def unpack(cls, packed: bytes) -> "Quality":
        """Raise ValueError for what is none."""
        try:
            level, rtt, *numbers = _PACKED.unpack(packed)
            return cls(
                level=_LEVELS[level],
                rtt_ms=None if rtt == _UNKNOWN else rtt,
                up=_way_of(numbers[:3]),
                down=_way_of(numbers[3:]),
            )
        except (struct.error, IndexError) as error:
            raise ValueError("not a quality") from error


def rate(measured: Measured) -> Level:
    """Return what one second alone would be called.

    How much comes through is no sign of it: whoever keeps still sends little. Nor is a receiver's
    estimate (REMB): it speaks of the whole way, the other side's link included.
    """
    loss = max(measured.up.loss, measured.down.loss)
    jitter_ms = max(measured.up.jitter_ms, measured.down.jitter_ms)
    rtt_ms = measured.rtt_ms or 0
    return next(
        (
            level
            for level, most_loss, most_rtt, most_jitter in _BEARS
            if loss <= most_loss and rtt_ms <= most_rtt and jitter_ms <= most_jitter
        ),
        Level.BAD,
    )


class Gauge:
    """The one place where a leg's level changes: soon for the worse, with patience for the better.

    Give it every second's measurement, in order.
    """

    def __init__(self) -> None:
        self._level = Level.GOOD
        self._loss = (0.0, 0.0)
        self._lately: list[Level] = []

    def note(self, measured: Measured) -> Quality:
        self._note_level(rate(self._smooth(measured)))
        return Quality(
            level=self._level,
            rtt_ms=measured.rtt_ms,
            up=measured.up,
            down=measured.down,
        )

    def _smooth(self, measured: Measured) -> Measured:
        newest = (measured.up.loss, measured.down.loss)
        up, down = (
            before + (now - before) * _LOSS_WEIGHT
            for before, now in zip(self._loss, newest, strict=True)
        )
        self._loss = (up, down)
        return msgspec.structs.replace(
            measured,
            up=msgspec.structs.replace(measured.up, loss=up),
            down=msgspec.structs.replace(measured.down, loss=down),
        )

    def _note_level(self, seen: Level) -> None:
        """Change to the mildest of the last readings that are all worse, or all better."""
        self._lately = [*self._lately, seen][-_BETTER_AFTER:]
        at = _LEVELS.index(self._level)
        ranks = [_LEVELS.index(each) for each in self._lately]
        if len(ranks) >= _WORSE_AFTER and (best := min(ranks[-_WORSE_AFTER:])) > at:
            self._change_to(best)
        elif len(ranks) == _BETTER_AFTER and (worst := max(ranks)) < at:
            self._change_to(worst)

    def _change_to(self, rank: int) -> None:
        self._level = _LEVELS[rank]
        self._lately = []


def _numbers_of(way: Way) -> tuple[int, int, int]:
    loss = round(min(1.0, max(0.0, way.loss)) * _PER_MILLE)
    return loss, min(way.jitter_ms, _MOST), min(way.kbps, _MOST)


def _way_of(numbers: list[int]) -> Way:
    loss, jitter_ms, kbps = numbers
    return Way(loss / _PER_MILLE, jitter_ms, kbps)
