"""What makes a recording provable: one root over all its parts, signed."""

from collections.abc import Sequence
from typing import Final

import msgspec

from video_bank.ids import SessionId
from video_bank.recording.chain import merkle_root
from video_bank.recording.manifest import LegRecording, Manifest, SealedPicture
from video_bank.vault.signing_key import first_line, is_signed

MANIFEST_LINE: Final = first_line(Manifest)


def make_root(
    journal_hashes: Sequence[str],
    legs: Sequence[LegRecording],
    trail_head: str,
    pictures: Sequence[SealedPicture] = (),
) -> str:
    """Return the Merkle root over all parts, in hex; each leaf says what it is."""
    leaves = [f"journal {digest}" for digest in journal_hashes]
    leaves += [f"media {leg.track} {leg.sha256}" for leg in legs]
    leaves += [
        f"quality {leg.track} {leg.quality.sha256}"
        for leg in legs
        if leg.quality is not msgspec.UNSET
    ]
    leaves += [f"picture {picture.picture_id} {picture.sha256}" for picture in pictures]
    leaves.append(f"trail {trail_head}")
    return merkle_root([leaf.encode() for leaf in leaves]).hex()


def make_manifest(  # noqa: PLR0913, PLR0917 everything that is signed
    session_id: SessionId,
    clock_zero: float,
    legs: Sequence[LegRecording],
    journal_hashes: Sequence[str],
    trail_head: str,
    sealed_at: float,
    pictures: Sequence[SealedPicture] = (),
) -> Manifest:
    """Return the manifest, not yet signed; `legs` is not empty."""
    return Manifest(
        session_id=session_id,
        clock_zero=clock_zero,
        duration_s=max(leg.starts_at_s + leg.duration_s for leg in legs),
        legs=tuple(legs),
        merkle_root=make_root(journal_hashes, legs, trail_head, pictures),
        journal_hashes=tuple(journal_hashes),
        sealed_at=sealed_at,
        trail_head=trail_head,
        pictures=tuple(pictures) or msgspec.UNSET,
    )


def is_genuine(manifest: Manifest, public_key: str | None = None) -> bool:
    """Say whether root and signature fit what they cover; `public_key` as `is_signed` takes it."""
    return is_signed(manifest, public_key) and has_its_root(manifest)


def has_its_root(manifest: Manifest) -> bool:
    """Say whether the root is the one of the parts that the manifest names."""
    pictures = () if manifest.pictures is msgspec.UNSET else manifest.pictures
    root = make_root(manifest.journal_hashes, manifest.legs, manifest.trail_head, pictures)
    return root == manifest.merkle_root
