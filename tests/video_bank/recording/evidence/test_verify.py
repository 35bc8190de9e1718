"""Whatever is done to a bundle, its verification says so, and of which part."""

import io
import warnings
import zipfile
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.video_bank.recording.archive import Archive
from tests.video_bank.recording.evidence.bundles import (
    export,
    judge,
    pack,
    record,
    states,
    unpack,
)
from video_bank.recording.evidence.layout import SUMS, key_of, signature_of
from video_bank.recording.evidence.report import PartState
from video_bank.recording.evidence.signed_file import fingerprint_of
from video_bank.recording.evidence.source import ZipSource
from video_bank.recording.evidence.verify import verify, verify_path
from video_bank.vault.signing_key import SigningKey

NAMELESS: Final = (".sig", ".pem", ".json", ".jpg")  # files that do not say whose they are
LIST: Final = {SUMS, signature_of(SUMS), key_of(SUMS)}


@pytest.fixture
async def bundle(archive: Archive) -> bytes:
    return await export(archive, await record(archive))


@pytest.fixture
async def other(archive: Archive) -> bytes:
    return await export(archive, await record(archive, b"\xff\xd8 another face \xff\xd9"))


def test_an_untouched_bundle_is_intact(bundle: bytes) -> None:
    report = judge(bundle)
    assert report.is_intact, states(report)
    assert not report.is_key_given
    names = {part.name for part in report.parts}
    assert {"legs/customer.webm", "legs/agent.webm", "quality/agent.json", "trail.txt"} <= names
    assert sum(name.startswith("pictures/") for name in names) == 1
    assert names == set(unpack(bundle))


async def test_the_bank_s_key_may_be_known(bundle: bytes, archive: Archive) -> None:
    signed = await SigningKey(archive.folder / "keys/signing.key").sign_bytes(b"")
    ours = fingerprint_of(signed.public_key)
    report = judge(bundle, ours)
    assert report.is_intact
    assert report.is_key_given
    assert {key.fingerprint for key in report.keys} == {ours}
    forged = judge(bundle, "0" * 64)
    assert not forged.is_intact
    assert states(forged)[SUMS] is PartState.ALTERED


def test_it_may_be_unpacked_first(bundle: bytes, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(bundle)) as opened:
        opened.extractall(tmp_path / "unpacked")
    assert verify_path(tmp_path / "unpacked").is_intact
    (tmp_path / "unpacked/trail.txt").unlink()
    report = verify_path(tmp_path / "unpacked")
    assert states(report) == {"trail.txt": PartState.MISSING}


def test_each_missing_part_is_missed(bundle: bytes) -> None:
    files = unpack(bundle)
    for name in files:
        rest = {each: content for each, content in files.items() if each != name}
        found = states(judge(pack(rest)))
        assert found.pop(name) is PartState.MISSING
        if name not in LIST:
            assert not found, name
        assert set(found.values()) <= {PartState.UNPROVEN}


def test_each_part_of_another_session_is_recognised(bundle: bytes, other: bytes) -> None:
    files, foreign = unpack(bundle), unpack(other)
    for name, content in files.items():
        twin = foreign.get(name, next(iter(_pictures(foreign).values())))
        if twin == content:
            continue
        found = states(judge(pack({**files, name: twin})))
        has_no_name = name.endswith(NAMELESS) and name != "bundle.json"
        expected = PartState.ALTERED if has_no_name else PartState.OTHER_SESSION
        assert found[name] is expected, name
        if name not in LIST:
            assert set(found) == {name}


def test_two_parts_of_one_session_cannot_change_places(bundle: bytes) -> None:
    files = unpack(bundle)
    customer, agent = "legs/customer.webm", "legs/agent.webm"
    swapped = {**files, customer: files[agent], agent: files[customer]}
    assert set(states(judge(pack(swapped)))) == {customer, agent}


def test_what_was_put_in_is_seen(bundle: bytes) -> None:
    files = unpack(bundle)
    found = states(judge(pack({**files, "legs/third.webm": b"?"})))
    assert found == {"legs/third.webm": PartState.ADDED}
    with warnings.catch_warnings(action="ignore"):
        twice = pack(files, [("trail.txt", files["trail.txt"])])
    assert states(judge(twice)) == {"trail.txt": PartState.ALTERED}


async def test_a_whole_bundle_under_another_key_is_refused_by_who_knows_the_bank_s(
    bundle: bytes, archive: Archive, tmp_path: Path
) -> None:
    """Somebody may change anything, if the reader takes the key from the bundle itself."""
    files = unpack(bundle)
    forger = SigningKey(tmp_path / "forger.key")
    sums = files[SUMS].replace(b"trail.txt", b"trail.tx_")
    signed = await forger.sign_bytes(sums)
    ours = (await SigningKey(archive.folder / "keys/signing.key").sign_bytes(b"")).public_key
    forged = {**files, SUMS: sums, signature_of(SUMS): signed.signature}
    assert states(judge(pack(forged), fingerprint_of(ours)))[SUMS] is PartState.ALTERED


def test_a_trail_that_was_broken_before_the_export_is_found(bundle: bytes) -> None:
    """The export's list speaks for the file, but the chain speaks for the trail."""
    files = unpack(bundle)
    lines = files["trail.jsonl"].splitlines(keepends=True)
    found = states(judge(pack({**files, "trail.jsonl": b"".join(lines[:-1])})))
    assert found == {"trail.jsonl": PartState.CUT_SHORT}


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_change_of_a_part_is_found(bundle: bytes, data: st.DataObject) -> None:
    files = unpack(bundle)
    name = data.draw(st.sampled_from(sorted(files)))
    content = files[name]
    at = data.draw(st.integers(0, len(content) - 1))
    change = data.draw(st.sampled_from(["flip", "cut", "add", "drop a byte", "put a byte in"]))
    changed = {
        "flip": content[:at] + bytes([content[at] ^ (1 << at % 8)]) + content[at + 1 :],
        "cut": content[:at],
        "add": content + b"\n",
        "drop a byte": content[:at] + content[at + 1 :],
        "put a byte in": content[:at] + b"0" + content[at:],
    }[change]
    found = states(judge(pack({**files, name: changed})))
    assert name in found
    if name not in LIST:
        assert set(found) == {name}
        if change == "cut":
            assert found[name] is PartState.CUT_SHORT


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_zip_with_one_byte_changed_is_damaged_or_holds_the_same(
    bundle: bytes, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(bundle) - 1))
    changed = bytearray(bundle)
    changed[at] ^= data.draw(st.integers(1, 255))
    try:
        source = ZipSource(io.BytesIO(changed))
    except zipfile.BadZipFile:
        return
    if verify(source).is_intact:
        assert unpack(bytes(changed)) == unpack(bundle)


def test_a_broken_table_of_contents_is_damage_and_no_crash(bundle: bytes) -> None:
    small = pack({name: content[:9] for name, content in unpack(bundle).items()})
    for at in range(len(small)):
        for change in (1, 64, 255):
            changed = bytearray(small)
            changed[at] ^= change
            try:
                source = ZipSource(io.BytesIO(changed))
            except zipfile.BadZipFile:
                continue
            source.names()


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.9999])
def test_a_zip_that_was_cut_off_is_called_so(bundle: bytes, tmp_path: Path, share: float) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(bundle[: int(len(bundle) * share)])
    (part,) = verify_path(path).parts
    assert part.state is (PartState.CUT_SHORT if share else PartState.ALTERED)


def _pictures(files: dict[str, bytes]) -> dict[str, bytes]:
    return {name: content for name, content in files.items() if name.startswith("pictures/")}
