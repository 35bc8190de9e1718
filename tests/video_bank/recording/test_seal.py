from pathlib import Path

import msgspec
import pytest

from video_bank.ids import SessionId
from video_bank.media.tracks import TrackName
from video_bank.recording.manifest import Gap, LegRecording, Manifest, SealedQuality
from video_bank.recording.seal import is_genuine, make_manifest
from video_bank.vault.signing_key import SigningKey

LEGS = tuple(
    LegRecording(leg, f"recordings/x/{leg}.webm", 100, digest * 64, 0.5, 60.25, 2)
    for leg, digest in ((TrackName.CUSTOMER, "a"), (TrackName.AGENT, "b"))
)
SERIES = SealedQuality("recordings/x/agent.quality.json", 100, "d" * 64)
MANIFEST = make_manifest(
    SessionId("ses_0123456789abcdef01234567"), 1.7e9, LEGS, ("1" * 64, "2" * 64), "3" * 64, 1.8e9
)


async def test_a_signed_manifest_is_genuine(tmp_path: Path) -> None:
    signed = await SigningKey(tmp_path / "signing.key").sign(MANIFEST)
    assert is_genuine(signed)
    assert MANIFEST.duration_s == 60.75
    public = (tmp_path / "signing.pub").read_text().strip()
    assert public == signed.public_key
    assert is_genuine(signed, public)
    assert (tmp_path / "signing.key").stat().st_mode & 0o777 == 0o600


async def test_a_manifest_signed_by_somebody_else_is_not_ours(tmp_path: Path) -> None:
    ours, theirs = SigningKey(tmp_path / "a.key"), SigningKey(tmp_path / "b.key")
    signed = await theirs.sign(MANIFEST)
    assert is_genuine(signed)
    assert not is_genuine(signed, (await ours.sign(MANIFEST)).public_key)


async def test_a_key_signs_the_same_in_another_process(tmp_path: Path) -> None:
    keys = [SigningKey(tmp_path / "signing.key") for _ in range(2)]
    assert await keys[0].sign(MANIFEST) == await keys[1].sign(MANIFEST)


async def test_a_manifest_outlives_its_store(tmp_path: Path) -> None:
    signed = await SigningKey(tmp_path / "signing.key").sign(MANIFEST)
    assert is_genuine(msgspec.json.decode(msgspec.json.encode(signed), type=Manifest))


CHANGES: list[dict[str, object]] = [
    {"session_id": "ses_76543210fedcba9876543210"},
    {"clock_zero": 1.7e9 + 1},
    {"duration_s": 60.0},
    {"legs": LEGS[:1]},
    {"legs": LEGS[::-1]},
    {"legs": (msgspec.structs.replace(LEGS[0], sha256="c" * 64), LEGS[1])},
    {"legs": (msgspec.structs.replace(LEGS[0], gaps=(Gap(1.0, 9.0),)), LEGS[1])},
    {"legs": (msgspec.structs.replace(LEGS[0], cut_short=True), LEGS[1])},
    {"legs": (LEGS[0], msgspec.structs.replace(LEGS[1], quality=SERIES))},
    {"merkle_root": "0" * 64},
    {"journal_hashes": ("2" * 64, "1" * 64)},
    {"journal_hashes": ("1" * 64,)},
    {"sealed_at": 1.9e9},
    {"trail_head": "4" * 64},
    {"signature": "00" * 64},
    {"signature": "not hex"},
    {"public_key": "00"},
]


@pytest.mark.parametrize("change", CHANGES)
async def test_every_change_is_found(tmp_path: Path, change: dict[str, object]) -> None:
    signed = await SigningKey(tmp_path / "signing.key").sign(MANIFEST)
    assert not is_genuine(msgspec.structs.replace(signed, **change))


async def test_how_the_links_were_is_signed_too(tmp_path: Path) -> None:
    legs = (LEGS[0], msgspec.structs.replace(LEGS[1], quality=SERIES))
    manifest = make_manifest(MANIFEST.session_id, 1.7e9, legs, (), "3" * 64, 1.8e9)
    signed = await SigningKey(tmp_path / "signing.key").sign(manifest)
    assert is_genuine(signed)
    other = msgspec.structs.replace(SERIES, sha256="e" * 64)
    changed = (LEGS[0], msgspec.structs.replace(LEGS[1], quality=other))
    assert not is_genuine(msgspec.structs.replace(signed, legs=changed))


async def test_a_seal_from_before_links_were_measured_has_nothing_of_them_in_its_bytes() -> None:
    assert b"quality" not in msgspec.json.encode(MANIFEST)
