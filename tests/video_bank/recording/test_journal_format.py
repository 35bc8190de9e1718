import hashlib
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.video_bank.recording.journals import HEADER, KEY, SALT, SESSION, make_blocks, read
from video_bank.ids import SessionId
from video_bank.media.tracks import TrackName
from video_bank.recording.journal import JournalReader, Record, RecordKind, hash_journal
from video_bank.vault.errors import IntegrityError

BLOCKS = [
    [Record(RecordKind.RTP, 1000 * n + i, bytes([n, i]) * (n + 1)) for i in range(4)]
    for n in range(5)
]
ALL = [record for block in BLOCKS for record in block]
PARTS = make_blocks(BLOCKS)
WHOLE = b"".join(PARTS)
ENDS = [sum(map(len, PARTS[: count + 1])) for count in range(len(PARTS))]

records = st.builds(
    Record,
    st.sampled_from(list(RecordKind)),
    st.integers(-(2**63), 2**63 - 1),
    st.binary(max_size=40),
)


@given(st.lists(st.lists(records, max_size=5), max_size=5), st.booleans())
def test_records_come_back(blocks: list[list[Record]], is_ended: bool) -> None:
    found, is_cut_short, digest = read(b"".join(make_blocks(blocks, is_ended=is_ended)))
    assert found == [record for block in blocks for record in block]
    assert is_cut_short is not is_ended
    assert len(digest) == 64


def test_the_header_says_whose_packets_they_are() -> None:
    assert JournalReader(io.BytesIO(WHOLE), KEY).header == HEADER
    assert HEADER.file_name == "customer-0003.journal"
    assert HEADER._replace(part=2).file_name == "customer-0003-2.journal"


def test_the_format_does_not_drift() -> None:
    """A journal of today must open in ten years."""
    assert hashlib.sha256(WHOLE).hexdigest() == (
        "fba8e9290c3198d42a2808f6845b64f0fd849b95d66a90dcfc611981e974a58b"
    )


def test_the_hash_needs_no_key() -> None:
    assert hash_journal(io.BytesIO(WHOLE)) == read(WHOLE)[2]


def test_a_torn_tail_is_cut_and_everything_before_plays() -> None:
    for length in range(ENDS[0], len(WHOLE)):
        whole_blocks = sum(end <= length for end in ENDS[1:])
        found, is_cut_short, digest = read(WHOLE[:length])
        assert found == ALL[: 4 * whole_blocks]
        assert is_cut_short
        assert digest == read(WHOLE[: ENDS[whole_blocks]])[2]


def test_a_torn_header_is_no_journal() -> None:
    for length in range(ENDS[0]):
        with pytest.raises(IntegrityError):
            read(WHOLE[:length])


@pytest.mark.parametrize("zeros", [1, 12, 13, 14, 5000])
def test_a_tail_of_zeros_is_cut(zeros: int) -> None:
    cut = WHOLE[: ENDS[3]]
    assert read(cut + bytes(zeros)) == read(cut)


def test_a_last_block_whose_content_never_reached_the_disk_is_cut() -> None:
    cut = WHOLE[: ENDS[3]]
    unwritten = PARTS[4][:20] + bytes(len(PARTS[4]) - 20)
    assert read(cut + unwritten) == read(cut)


def test_every_flipped_byte_is_found() -> None:
    for place in range(ENDS[-2]):
        flipped = bytearray(WHOLE)
        flipped[place] ^= 0x41
        with pytest.raises(IntegrityError):
            read(bytes(flipped))


def test_a_flipped_end_mark_is_refused_or_told() -> None:
    for place in range(ENDS[-2], len(WHOLE)):
        flipped = bytearray(WHOLE)
        flipped[place] ^= 0x41
        try:
            found, is_cut_short, _ = read(bytes(flipped))
        except IntegrityError:
            continue
        assert found == ALL
        assert is_cut_short


def test_dropped_repeated_and_reordered_blocks_are_found() -> None:
    head, *blocks = PARTS
    for changed in (
        blocks[1:],
        [*blocks[:2], *blocks[3:]],
        [blocks[0], blocks[0], *blocks[1:]],
        [blocks[1], blocks[0], *blocks[2:]],
        [*blocks, blocks[-1]],
        [*blocks, blocks[0]],
    ):
        with pytest.raises(IntegrityError):
            read(head + b"".join(changed))


@pytest.mark.parametrize(
    "header",
    [
        HEADER._replace(session_id=SessionId("ses_76543210fedcba9876543210")),
        HEADER._replace(track=TrackName.AGENT),
        HEADER._replace(take=4),
        HEADER._replace(part=1),
        HEADER._replace(clock_zero=1_700_000_001.25),
    ],
)
def test_blocks_of_another_journal_are_found(header: object) -> None:
    assert isinstance(header, type(HEADER))
    other = make_blocks(BLOCKS, header)
    with pytest.raises(IntegrityError):
        read(other[0] + b"".join(PARTS[1:]))
    with pytest.raises(IntegrityError):
        read(b"".join([*PARTS[:2], other[2], *PARTS[3:]]))


def test_a_block_of_the_same_journal_with_another_salt_is_found() -> None:
    other = make_blocks(BLOCKS, salt=b"\1" * len(SALT))
    with pytest.raises(IntegrityError):
        read(b"".join([*PARTS[:2], other[2], *PARTS[3:]]))


def test_another_key_opens_nothing() -> None:
    with pytest.raises(IntegrityError):
        read(WHOLE, bytes(32))
    assert SESSION.encode() in WHOLE  # the header is for everybody
    assert b"\1\2" * 2 not in WHOLE[ENDS[0] :]


@settings(max_examples=200)
@given(st.binary(max_size=400), st.booleans())
def test_junk_is_refused_in_one_way(junk: bytes, has_header: bool) -> None:
    journal = PARTS[0] + junk if has_header else junk
    try:
        found, is_cut_short, _ = read(journal)
    except IntegrityError:
        return
    assert found == []
    assert is_cut_short


@settings(max_examples=300)
@given(st.data())
def test_no_mutation_goes_unseen(data: st.DataObject) -> None:
    """Whatever is done to a finished journal: refused, or a true beginning that says it is cut."""
    changed = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(changed)))
        end = data.draw(st.integers(start, min(len(changed), start + 200)))
        changed[start:end] = data.draw(st.binary(max_size=60))
    if changed == WHOLE:
        return
    try:
        found, is_cut_short, _ = read(bytes(changed))
    except IntegrityError:
        return
    assert is_cut_short
    assert found == ALL[: len(found)]
