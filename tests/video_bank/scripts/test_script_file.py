"""A script counts only as the bank signed it."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

import video_bank.scripts
from video_bank.scripts.errors import (
    ScriptAlteredError,
    ScriptForeignError,
    ScriptMalformedError,
    ScriptUnsignedError,
)
from video_bank.scripts.script import AnswerKind
from video_bank.scripts.script_file import open_script, read_script, sign_script

EXAMPLES = sorted((Path(video_bank.scripts.__file__).parent / "examples").glob("*.yaml"))
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
TRUSTED = KEY.public_key().public_bytes_raw()
LOAN = next(path for path in EXAMPLES if path.stem == "personal-loan").read_bytes()
SIGNED = sign_script(LOAN, KEY)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_each_example_is_a_script_of_the_product_that_it_is_named_after(path: Path) -> None:
    loaded = open_script(sign_script(path.read_bytes(), KEY), TRUSTED)
    assert loaded.script.product == path.stem
    assert {step.answer for step in loaded.script.steps} >= {AnswerKind.TAP, AnswerKind.SPOKEN}
    assert any(step.both_faces for step in loaded.script.steps)


def test_signing_again_replaces_the_signature() -> None:
    assert sign_script(SIGNED, KEY) == SIGNED
    other = Ed25519PrivateKey.generate()
    resigned = sign_script(SIGNED, other)
    assert open_script(resigned, other.public_key().public_bytes_raw()).script == read_script(LOAN)


def test_without_a_signature_it_is_refused() -> None:
    with pytest.raises(ScriptUnsignedError):
        open_script(LOAN, TRUSTED)


@pytest.mark.parametrize("trusted", [None, bytes(32)])
def test_somebody_elses_signature_is_refused(trusted: bytes | None) -> None:
    with pytest.raises(ScriptForeignError):
        open_script(SIGNED, trusted)


@given(place=st.integers(0, len(SIGNED) - 1), bit=st.integers(0, 7))
def test_whatever_bit_is_changed_it_is_refused(place: int, bit: int) -> None:
    changed = bytearray(SIGNED)
    changed[place] ^= 1 << bit
    with pytest.raises((ScriptAlteredError, ScriptForeignError, ScriptUnsignedError)):
        open_script(bytes(changed), TRUSTED)


@pytest.mark.parametrize("added", [b"steps: []\n", b"# harmless\n", b"\n"])
def test_nothing_may_follow_the_signature(added: bytes) -> None:
    with pytest.raises(ScriptUnsignedError):
        open_script(SIGNED + added, TRUSTED)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"product: personal-loan", b"product: Personal/../loan"),
        (b"answer: tap", b"answer: nod"),
        (b"minimum_s: 8", b"minimum_s: -1"),
        (b"step: document", b"step: identity"),
        (b"both_faces: true", b"both_face: true"),
        (b"version:", b"version: {"),
        (b"version:", b"\xff"),
        (b"product: personal-loan", b"product: !!python/object/apply:os.getpid []"),
    ],
)
def test_what_is_no_script_is_neither_read_nor_signed(old: bytes, new: bytes) -> None:
    assert old in LOAN
    with pytest.raises(ScriptMalformedError):
        sign_script(LOAN.replace(old, new), KEY)


def test_a_file_that_is_too_large_is_not_parsed() -> None:
    with pytest.raises(ScriptMalformedError):
        read_script(LOAN + b"#" * 70_000)
