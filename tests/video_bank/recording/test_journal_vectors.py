"""The committed journals that whoever writes another reader can test it with."""

import io
from pathlib import Path
from typing import Final

import msgspec
import pytest

from tests.video_bank.recording.journals import encode, read
from video_bank import recording
from video_bank.ids import SessionId
from video_bank.media.tracks import TrackName
from video_bank.recording.journal import (
    BlockKind,
    BlockSealer,
    JournalHeader,
    JournalReader,
    Record,
    hash_journal,
)

FILE: Final = Path(*recording.__path__) / "journal-vectors.json"


class Header(msgspec.Struct):
    session_id: SessionId
    track: TrackName
    take: int
    part: int
    clock_zero: float


class Vector(msgspec.Struct):
    about: str
    key: str
    salt: str
    header: Header
    blocks: list[list[tuple[int, int, str]]]
    is_ended: bool
    journal: str
    hash: str

    def journal_header(self) -> JournalHeader:
        return JournalHeader(*msgspec.structs.astuple(self.header))

    def records(self) -> list[list[Record]]:
        return [
            [Record(kind, arrival_us, bytes.fromhex(packet)) for kind, arrival_us, packet in block]
            for block in self.blocks
        ]


VECTORS: Final = msgspec.json.decode(FILE.read_bytes(), type=list[Vector])


@pytest.mark.parametrize("vector", VECTORS, ids=lambda each: each.about)
def test_a_vector_is_written_byte_for_byte(vector: Vector) -> None:
    head = vector.journal_header().encode(bytes.fromhex(vector.salt))
    sealer = BlockSealer(head, bytes.fromhex(vector.key))
    blocks = [sealer.seal(BlockKind.RECORDS, encode(records)) for records in vector.records()]
    if vector.is_ended:
        blocks.append(sealer.seal(BlockKind.END, b""))
    assert (head + b"".join(blocks)).hex() == vector.journal
    assert sealer.hash.hex() == vector.hash


@pytest.mark.parametrize("vector", VECTORS, ids=lambda each: each.about)
def test_a_vector_is_read(vector: Vector) -> None:
    journal, key = bytes.fromhex(vector.journal), bytes.fromhex(vector.key)
    assert JournalReader(io.BytesIO(journal), key).header == vector.journal_header()
    expected = [record for block in vector.records() for record in block]
    assert read(journal, key) == (expected, not vector.is_ended, vector.hash)
    assert hash_journal(io.BytesIO(journal)) == vector.hash
