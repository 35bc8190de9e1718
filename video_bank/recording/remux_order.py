"""What an archivist asks of a remuxing process, and what comes back before the file itself.

On the pipe: four bytes of length, big-endian, then msgpack; any number of `RemuxProgress`, then one
of the others; behind `Remuxed` the file.
"""

from typing import Final

import msgspec

from video_bank.errors import ErrorCode
from video_bank.ids import SessionId
from video_bank.media.tracks import TrackName
from video_bank.recording.manifest import Gap
from video_bank.recording.quality_series import QualitySeries

LENGTH_BYTES: Final = 4


class RemuxOrder(msgspec.Struct, frozen=True):
    """Make one file of a track's journals, which nobody may be writing any more."""

    session_id: SessionId
    track: TrackName
    paths: tuple[str, ...]
    data_key: bytes


class Remuxed(msgspec.Struct, frozen=True, tag="remuxed"):
    """Times are seconds on the recording's clock; size and hash are the file's."""

    journal_hashes: tuple[str, ...]
    starts_at_s: float
    duration_s: float
    takes: int
    gaps: tuple[Gap, ...]
    cut_short: bool
    size_bytes: int
    sha256: str
    quality: QualitySeries


class RemuxProgress(msgspec.Struct, frozen=True, tag="remux_progress"):
    """How much of the work is done, 0 to 1."""

    share: float


class RemuxEmpty(msgspec.Struct, frozen=True, tag="remux_empty"):
    """The journals are sound and hold nothing that can be played."""

    journal_hashes: tuple[str, ...]


class RemuxFailed(msgspec.Struct, frozen=True, tag="remux_failed"):
    code: ErrorCode


RemuxAnswer = RemuxProgress | Remuxed | RemuxEmpty | RemuxFailed
