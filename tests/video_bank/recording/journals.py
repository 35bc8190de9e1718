"""Journals made for tests, in memory."""

import io
from collections.abc import Iterable, Sequence

from video_bank.ids import SessionId
from video_bank.media.tracks import TrackName
from video_bank.recording.journal import (
    RECORD,
    BlockKind,
    BlockSealer,
    JournalHeader,
    JournalReader,
    Record,
)

KEY = bytes(range(32))
SESSION = SessionId("ses_0123456789abcdef01234567")
HEADER = JournalHeader(SESSION, TrackName.CUSTOMER, 3, 0, 1_700_000_000.25)
SALT = bytes(16)


def encode(records: Iterable[Record]) -> bytes:
    return b"".join(
        RECORD.pack(kind, arrival_us, len(packet)) + packet for kind, arrival_us, packet in records
    )


def make_blocks(
    blocks: Sequence[Sequence[Record]],
    header: JournalHeader = HEADER,
    *,
    salt: bytes = SALT,
    is_ended: bool = True,
) -> list[bytes]:
    """Return the file's header and its blocks, one behind the other."""
    head = header.encode(salt)
    sealer = BlockSealer(head, KEY)
    parts = [head, *(sealer.seal(BlockKind.RECORDS, encode(records)) for records in blocks)]
    return [*parts, sealer.seal(BlockKind.END, b"")] if is_ended else parts


def read(journal: bytes, key: bytes = KEY) -> tuple[list[Record], bool, str]:
    """Return the records, whether it is cut short, and its hash."""
    reader = JournalReader(io.BytesIO(journal), key)
    records = list(reader.records())
    return records, reader.is_cut_short, reader.hash
