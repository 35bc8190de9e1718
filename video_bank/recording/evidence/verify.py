"""Is this bundle what left the bank? Needs the bundle alone: no network, no database.

Two signatures speak. The one at the seal covers the legs, their quality, the pictures and the
trail until then; the one at the export covers every file. Whatever either says has to be so.
"""

import zipfile
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

import msgspec

from video_bank.audit.trail import Entry, find_break
from video_bank.ids import SessionId
from video_bank.recording.evidence.layout import (
    MANIFEST,
    SIGNED,
    STATEMENT,
    SUMS,
    TRAIL,
    Statement,
    Sum,
    SumsList,
    key_of,
    read_sums,
    sessions_in,
    signature_of,
    sums_of_manifest,
)
from video_bank.recording.evidence.report import Key, Part, PartState, Report
from video_bank.recording.evidence.signed_file import SignedFile, read_signed
from video_bank.recording.evidence.source import (
    Digest,
    Source,
    digest,
    open_source,
    read_document,
)
from video_bank.recording.manifest import Manifest
from video_bank.recording.seal import MANIFEST_LINE, has_its_root

_ZIP: Final = b"PK\x03\x04"
_Kind = TypeVar("_Kind", bound=msgspec.Struct)


class _Bundle(NamedTuple):
    """What was read of it before anything is judged."""

    session_id: SessionId | None
    signed: Mapping[str, SignedFile]
    manifest: Manifest | None
    sums: SumsList | None
    trail: Sequence[Entry] | None
    statement: Statement | None


def verify_path(path: Path, trusted: Collection[str] = ()) -> Report:
    """Verify a zip, or the folder that it was unpacked into; raise OSError where there is none."""
    try:
        with open_source(path) as source:
            return verify(source, trusted)
    except zipfile.BadZipFile:
        return _no_zip(path, is_key_given=bool(trusted))


def verify(source: Source, trusted: Collection[str] = ()) -> Report:
    """Judge every part; `trusted` are fingerprints of the bank's keys, empty where unknown."""
    bundle = _read(source, trusted)
    present = source.names()
    wanted = _wanted(bundle)
    digests = {name: digest(source, name) for name in present}
    names = dict.fromkeys([*_parts_known(bundle, wanted), *sorted(present)])
    found = (_judge(name, digests, bundle, wanted) for name in names)
    twice = {name for name, count in Counter(present).items() if count > 1}
    parts = tuple(_doubled(part) if part.name in twice else part for part in found)
    return Report(
        is_intact=all(part.state is PartState.INTACT for part in parts),
        session_id=bundle.session_id,
        is_key_given=bool(trusted),
        keys=tuple(
            Key(name, file.fingerprint, file.is_key_trusted) for name, file in bundle.signed.items()
        ),
        parts=parts,
    )


def _doubled(part: Part) -> Part:
    """Two readers of the zip could see two different files."""
    return Part(part.name, PartState.ALTERED, "there are two files of this name")


def _no_zip(path: Path, *, is_key_given: bool) -> Report:
    """Its table of contents stands at its end: a zip without one was cut short."""
    with path.open("rb") as file:
        is_begun = file.read(len(_ZIP)) == _ZIP
    state = PartState.CUT_SHORT if is_begun else PartState.ALTERED
    return Report(
        is_intact=False,
        session_id=None,
        is_key_given=is_key_given,
        keys=(),
        parts=(Part(path.name, state, "no zip that can be read to its end"),),
    )


def _read(source: Source, trusted: Collection[str]) -> _Bundle:
    signed = {name: read_signed(source, name, trusted) for name in SIGNED}
    manifest = _read_manifest(signed[MANIFEST].content)
    sums = read_sums(signed[SUMS].content or b"")
    trail = _read_trail(read_document(source, TRAIL))
    statement = _decode(read_document(source, STATEMENT) or b"", Statement)
    return _Bundle(
        _most_named(
            [
                manifest.session_id if manifest else None,
                sums.session_id if sums else None,
                trail[0].session_id if trail else None,
                statement.session_id if statement else None,
            ]
        ),
        signed,
        manifest,
        sums,
        trail,
        statement,
    )


def _most_named(sessions: Sequence[SessionId | None]) -> SessionId | None:
    """One file that was swapped is outvoted; the signed ones come first in a draw."""
    found = Counter(session for session in sessions if session is not None).most_common(1)
    return found[0][0] if found else None


def _wanted(bundle: _Bundle) -> dict[str, list[Sum]]:
    """Return what each file has to be, by every signature that counts."""
    found: dict[str, list[Sum]] = {}
    speakers: list[Mapping[str, Sum]] = []
    if bundle.sums and _counts(bundle, SUMS, bundle.sums.session_id):
        speakers.append(bundle.sums.sums)
    if bundle.manifest and _counts(bundle, MANIFEST, bundle.manifest.session_id):
        speakers.append(sums_of_manifest(bundle.manifest))
    for speaker in speakers:
        for name, each in speaker.items():
            found.setdefault(name, []).append(each)
    return found


def _counts(bundle: _Bundle, name: str, session_id: SessionId) -> bool:
    return bundle.signed[name].is_genuine and session_id == bundle.session_id


def _parts_known(bundle: _Bundle, wanted: Mapping[str, object]) -> list[str]:
    """Return what has to be there, and what the list names even where nobody vouches for it."""
    named = [] if bundle.sums is None else list(bundle.sums.sums)
    own = [each for name in SIGNED for each in (name, signature_of(name), key_of(name))]
    return [*own, TRAIL, STATEMENT, *wanted, *named]


def _judge(
    name: str,
    digests: Mapping[str, Digest],
    bundle: _Bundle,
    wanted: Mapping[str, Sequence[Sum]],
) -> Part:
    if name not in digests:
        return Part(name, PartState.MISSING)
    if name in {SUMS, signature_of(SUMS), key_of(SUMS)}:
        return _judge_sums(name, digests[name], bundle)
    part = _compare(name, digests[name], bundle, wanted.get(name, ()))
    if part.state is not PartState.INTACT:
        return part
    if name == MANIFEST:
        beside = [signature_of(name), key_of(name)]
        are_beside = all(_fits(each, digests, wanted) for each in beside)
        return _judge_manifest(part, bundle) if are_beside else part
    return _judge_trail(part, bundle) if name == TRAIL else part


def _fits(name: str, digests: Mapping[str, Digest], wanted: Mapping[str, Sequence[Sum]]) -> bool:
    found = digests.get(name)
    return found is not None and all(each.sha256 == found.sha256 for each in wanted.get(name, ()))


def _compare(name: str, found: Digest, bundle: _Bundle, wanted: Sequence[Sum]) -> Part:
    if not wanted:
        is_known = bundle.sums is None or name in _parts_known(bundle, {})
        return Part(name, PartState.UNPROVEN if is_known else PartState.ADDED)
    if not found.is_broken and all(each.sha256 == found.sha256 for each in wanted):
        return Part(name, PartState.INTACT)
    if len({each.sha256 for each in wanted}) > 1:
        return Part(name, PartState.ALTERED, "seal and export do not agree about it")
    return _explain(name, found, bundle, wanted[0])


def _explain(name: str, found: Digest, bundle: _Bundle, wanted: Sum) -> Part:
    """Say in which way a file is not what it has to be."""
    if _is_foreign(found, bundle):
        return Part(name, PartState.OTHER_SESSION)
    if found.size_bytes < wanted.size_bytes and not found.is_broken:
        missing = f"{found.size_bytes} of {wanted.size_bytes} bytes"
        return Part(name, PartState.CUT_SHORT, missing)
    return Part(name, PartState.ALTERED)


def _judge_sums(name: str, found: Digest, bundle: _Bundle) -> Part:
    """Nobody lists these three: they have to fit each other."""
    file, sums = bundle.signed[SUMS], bundle.sums
    if name == SUMS and _is_foreign(found, bundle):
        return Part(name, PartState.OTHER_SESSION)
    if file.is_signed:
        is_vouched = file.is_key_trusted and sums is not None
        return Part(name, PartState.INTACT) if is_vouched else _by_stranger(name)
    if not file.is_complete:
        return Part(name, PartState.UNPROVEN, "list, signature and key are needed together")
    if name == SUMS and sums is not None and not sums.is_whole:
        return Part(name, PartState.CUT_SHORT)
    return Part(name, PartState.ALTERED, "list, signature and key do not belong together")


def _judge_manifest(part: Part, bundle: _Bundle) -> Part:
    """As it left the bank, by its hash; and was it signed when the recording was sealed?"""
    file, manifest = bundle.signed[MANIFEST], bundle.manifest
    if manifest is None or not file.is_signed or not has_its_root(manifest):
        return Part(part.name, PartState.ALTERED, "its own signature does not fit")
    return part if file.is_key_trusted else _by_stranger(part.name)


def _judge_trail(part: Part, bundle: _Bundle) -> Part:
    """As it left the bank, by its hash; and is its chain whole, with the entry of the seal?"""
    entries, manifest = bundle.trail, bundle.manifest
    head = None
    if manifest is not None and _counts(bundle, MANIFEST, manifest.session_id):
        head = manifest.trail_head
    if entries is None:
        return Part(part.name, PartState.ALTERED, "no trail can be read from it")
    if (broken := find_break(entries)) is not None:
        return Part(part.name, PartState.ALTERED, f"the chain breaks at entry {broken}")
    if head is not None and all(entry.hash != head for entry in entries):
        return Part(part.name, PartState.ALTERED, "the entry that the seal names is not in it")
    return part


def _by_stranger(name: str) -> Part:
    return Part(name, PartState.ALTERED, "signed with a key that is not the bank's")


def _is_foreign(found: Digest, bundle: _Bundle) -> bool:
    named = set(sessions_in(found.head))
    return bool(named) and bundle.session_id not in named


def _read_manifest(content: bytes | None) -> Manifest | None:
    if content is None or not content.startswith(MANIFEST_LINE):
        return None
    return _decode(content.removeprefix(MANIFEST_LINE), Manifest)


def _read_trail(content: bytes | None) -> list[Entry] | None:
    try:
        return msgspec.json.Decoder(Entry).decode_lines(content or b"") or None
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _decode(content: bytes, kind: type[_Kind]) -> _Kind | None:
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
