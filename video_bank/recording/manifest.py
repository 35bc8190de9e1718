"""The nouns of a sealed recording."""

from enum import StrEnum

import msgspec

from video_bank.ids import PictureId, SessionId
from video_bank.media.tracks import TrackName
from video_bank.vault.signing_key import Signed


class SealState(StrEnum):
    WAITING = "waiting"  # the session ended, nobody has claimed the work yet
    SEALING = "sealing"
    SEALED = "sealed"
    FAILED = "failed"  # tried again later; shown to auditors
    EMPTY = "empty"  # the session ended before any media flowed
    DELETING = "deleting"  # its key is destroyed, or will be: nothing turns back any more
    DELETED = "deleted"


class GapCause(StrEnum):
    SILENT = "silent"  # nothing came: the network, or the person's device
    NOT_KEPT = "not_kept"  # more came than could wait for a disk that took nothing
    RECONNECTED = "reconnected"  # between two connections; the trail says why


class Gap(msgspec.Struct, frozen=True):
    """A stretch of a leg without packets, in seconds on the recording's clock."""

    start_s: float
    end_s: float
    cause: GapCause | msgspec.UnsetType = msgspec.UNSET  # older seals do not say


class SealedQuality(msgspec.Struct, frozen=True):
    """A leg's `QualitySeries` as JSON in the vault; size and hash are the plaintext's."""

    object_name: str
    size_bytes: int
    sha256: str


class LegRecording(msgspec.Struct, frozen=True):
    """One track as WebM (VP8 + Opus, not transcoded), encrypted in pieces in the vault.

    `starts_at_s` places the file's first instant on the recording's clock; `size_bytes` is the
    plaintext's, the one that HTTP ranges count in; `sha256` is the plaintext's too.
    """

    track: TrackName = msgspec.field(name="leg")  # as manifests have always named it
    object_name: str
    size_bytes: int
    sha256: str
    starts_at_s: float
    duration_s: float
    takes: int
    gaps: tuple[Gap, ...] = ()
    cut_short: bool = False  # a journal has no end mark: its process died, or its disk did
    # Unset where nothing was measured: the bytes that older seals have signed stay the same.
    quality: SealedQuality | msgspec.UnsetType = msgspec.UNSET


class SealedPicture(msgspec.Struct, frozen=True):
    """An evidence picture of the session, a JPEG; size and hash are the plaintext's."""

    picture_id: PictureId
    size_bytes: int
    sha256: str


class Manifest(Signed, frozen=True):
    """What was sealed.

    `duration_s` is where the last leg ends on the recording's clock; `trail_head` is the hash of
    the trail's last entry when it was sealed.
    """

    KIND = "manifest"
    session_id: SessionId
    clock_zero: float
    duration_s: float
    legs: tuple[LegRecording, ...]
    merkle_root: str
    journal_hashes: tuple[str, ...]
    sealed_at: float
    trail_head: str = ""
    # Unset where the session had none, and in seals from before pictures were in them.
    pictures: tuple[SealedPicture, ...] | msgspec.UnsetType = msgspec.UNSET


class Recording(msgspec.Struct, frozen=True):
    """`wrapped_key` is the session's data key under the master key, empty once it was destroyed.

    `progress` is the share of the seal that is done, None where nobody is at it.
    """

    session_id: SessionId
    state: SealState
    manifest: Manifest | None = None
    attempts: int = 0
    error: str | None = None
    wrapped_key: bytes = b""
    progress: float | None = None
