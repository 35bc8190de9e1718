"""What an evidence bundle holds, and the list of it that is signed (pure).

| file                        | what                                                             |
|-----------------------------|------------------------------------------------------------------|
| `README.txt`                | for a court: what each file is, how to verify                    |
| `manifest.signed`           | the recording's manifest, byte for byte as signed at the seal    |
| `trail.jsonl`, `trail.txt`  | the audit trail up to the export: for machines, for people       |
| `legs/*.webm`               | each side's picture and sound                                    |
| `quality/*.json`            | how each side's network was                                      |
| `pictures/*.jpg`            | pictures that identity was checked with                          |
| `bundle.json`               | who took it out, who allowed it, when, why                       |
| `SHA256SUMS`                | every file above with its hash, for `sha256sum -c`               |
| `*.sig`, `*.pem`            | Ed25519 signature and public key of the file they are named after |

`SHA256SUMS` tells in comments, which `sha256sum` passes over, what it is, each file's size and
that it is whole. The manifest speaks for legs, quality and pictures too: what it names was so when
the recording was sealed, whoever exported it.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

import msgspec

from video_bank.ids import ExportId, PictureId, SessionId, StaffId
from video_bank.media.tracks import TrackName
from video_bank.recording.manifest import Manifest

README: Final = "README.txt"
MANIFEST: Final = "manifest.signed"
TRAIL: Final = "trail.jsonl"
TRAIL_TEXT: Final = "trail.txt"
STATEMENT: Final = "bundle.json"
SUMS: Final = "SHA256SUMS"
SIGNED: Final = (MANIFEST, SUMS)

_TITLE: Final = "# video bank evidence bundle of "
_END: Final = "# end of the list\n"
_LINE: Final = re.compile(r"# (\d{1,15}) bytes\n([0-9a-f]{64})  ([A-Za-z0-9_./-]{1,200})\n")
_SESSION: Final = re.compile(rb"ses_[0-9a-f]{24}")


class Statement(msgspec.Struct, frozen=True):
    """Under which approval the bundle left the house."""

    session_id: SessionId
    export_id: ExportId
    asked_by: StaffId
    approved_by: StaffId
    purpose: str
    made_at: float
    trail_entries: int
    trail_head: str


class Sum(NamedTuple):
    """What a file has to be."""

    sha256: str
    size_bytes: int


class SumsList(NamedTuple):
    session_id: SessionId
    sums: dict[str, Sum]
    is_whole: bool


def signature_of(name: str) -> str:
    return f"{name}.sig"


def key_of(name: str) -> str:
    return f"{name}.pem"


def leg_file(track: TrackName) -> str:
    return f"legs/{track}.webm"


def quality_file(track: TrackName) -> str:
    return f"quality/{track}.json"


def picture_file(picture_id: PictureId) -> str:
    return f"pictures/{picture_id}.jpg"


def sums_of_manifest(manifest: Manifest) -> dict[str, Sum]:
    """Return the files that the seal itself speaks for."""
    found = {leg_file(leg.track): Sum(leg.sha256, leg.size_bytes) for leg in manifest.legs}
    for leg in manifest.legs:
        if leg.quality is not msgspec.UNSET:
            found[quality_file(leg.track)] = Sum(leg.quality.sha256, leg.quality.size_bytes)
    for picture in () if manifest.pictures is msgspec.UNSET else manifest.pictures:
        found[picture_file(picture.picture_id)] = Sum(picture.sha256, picture.size_bytes)
    return found


def write_sums(session_id: SessionId, sums: Mapping[str, Sum]) -> bytes:
    """Return the list, to be signed."""
    lines = [f"# {each.size_bytes} bytes\n{each.sha256}  {name}\n" for name, each in sums.items()]
    return "".join([f"{_TITLE}{session_id}\n", *lines, _END]).encode()


def read_sums(content: bytes) -> SumsList | None:
    """Return what the list says as far as it goes; None where it is no such list."""
    text = content.decode("utf-8", errors="replace")
    title, _, rest = text.partition("\n")
    if not title.startswith(_TITLE):
        return None
    found = {match[3]: Sum(match[2], int(match[1])) for match in _LINE.finditer(rest)}
    return SumsList(SessionId(title.removeprefix(_TITLE)), found, text.endswith(_END))


def sessions_in(content: bytes) -> Iterator[SessionId]:
    """Return the sessions that a file names: each that has a text or a title names its own."""
    return (SessionId(found.decode()) for found in _SESSION.findall(content))
