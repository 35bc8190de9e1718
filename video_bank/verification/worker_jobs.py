"""What a worker process is asked and what it answers: plain values, MessagePack on the way.

Never pickle: a worker that a hostile picture has taken over must not reach its parent.
"""

import msgspec

from video_bank.errors import ErrorCode
from video_bank.verification.document.layout import Strip
from video_bank.verification.document.values import CardSide
from video_bank.verification.face import Box, FaceQuality
from video_bank.verification.frame import FaceOnFrame, Frame
from video_bank.verification.liveness.jobs import CutPicture, FaceSeen, LookAtFace, PictureCut


class ReencodePicture(msgspec.Struct, frozen=True, tag=True):
    """A stranger's picture whose header was read; answered by `PictureReencoded`."""

    content: bytes


class FlattenCard(msgspec.Struct, frozen=True, tag=True):
    """A picture that was written anew; answered by `CardFlattened`, refused if unreadable."""

    content: bytes
    side: CardSide


class ReadDocument(msgspec.Struct, frozen=True, tag=True):
    """A picture from the vault; answered by `DocumentRead`."""

    content: bytes


class ReadFrame(msgspec.Struct, frozen=True, tag=True):
    """Answered by `FrameRead`."""

    frame: Frame


class EncodeFaces(msgspec.Struct, frozen=True, tag=True):
    """Frames of one person, the best first; answered by `FacesEncoded`."""

    faces: tuple[FaceOnFrame, ...]


class WorkerReady(msgspec.Struct, frozen=True, tag=True):
    """The worker's first word, unasked: its models are loaded."""


class PictureReencoded(msgspec.Struct, frozen=True, tag=True):
    content: bytes


class CardFlattened(msgspec.Struct, frozen=True, tag=True):
    """`card`: nothing but the card, upright, as a JPEG; `strips`: its lines of print."""

    card: bytes
    strips: tuple[Strip, ...]


class DocumentRead(msgspec.Struct, frozen=True, tag=True):
    """`portrait` is a JPEG of the face with a margin; `engine` names who made the encoding."""

    engine: str
    encoding: tuple[float, ...]
    quality: FaceQuality
    portrait: bytes


class FrameRead(msgspec.Struct, frozen=True, tag=True):
    """How many faces count, and of the only one where it is and how well it is seen."""

    faces: int
    box: Box | None = None
    quality: FaceQuality | None = None


class FacesEncoded(msgspec.Struct, frozen=True, tag=True):
    """One encoding for each frame; `portrait` is a JPEG of the first."""

    encodings: tuple[tuple[float, ...], ...]
    portrait: bytes


class JobRefused(msgspec.Struct, frozen=True, tag=True):
    """The job cannot be done with this content; `code` is one of this room's errors."""

    code: ErrorCode


Job = (
    ReencodePicture | FlattenCard | ReadDocument | ReadFrame | EncodeFaces | LookAtFace | CutPicture
)
Answer = (
    WorkerReady
    | PictureReencoded
    | CardFlattened
    | DocumentRead
    | FrameRead
    | FacesEncoded
    | FaceSeen
    | PictureCut
    | JobRefused
)
