"""The format of a journal: `journal-format.md` beside this file describes it.

All numbers are big-endian. A process that dies leaves a torn tail: bytes that are no whole block,
or a last block whose content did not reach the disk. It is cut, and the missing end mark tells.
"""

import hashlib
import struct
from collections.abc import Iterator
from enum import IntEnum
from typing import BinaryIO, Final, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from video_bank.ids import SessionId
from video_bank.media.tracks import TrackName
from video_bank.recording.chain import begin_chain, continue_chain
from video_bank.vault.errors import IntegrityError

SALT_BYTES: Final = 16
HEADER_BYTES: Final = 80
_MAGIC: Final = b"VBANKJNL"
_VERSION: Final = 1
_HEADER: Final = struct.Struct(">8sBBHIq40s16s")
_BLOCK: Final = struct.Struct(">BII4s")
_CHECK_BYTES: Final = 4
_TAG_BYTES: Final = 16
_LONGEST_BLOCK: Final = 64 * 1024 * 1024
_TRACKS: Final = {
    1: TrackName.CUSTOMER,
    2: TrackName.AGENT,
    3: TrackName.GUEST,
    4: TrackName.SUPERVISOR,
    5: TrackName.COLLEAGUE,
    17: TrackName.CUSTOMER_SCREEN,
    18: TrackName.AGENT_SCREEN,
    19: TrackName.GUEST_SCREEN,
    20: TrackName.SUPERVISOR_SCREEN,
    21: TrackName.COLLEAGUE_SCREEN,
}
_TRACK_NUMBERS: Final = {track: number for number, track in _TRACKS.items()}
RECORD: Final = struct.Struct(">BqH")
LOST_COUNT: Final = struct.Struct(">I")


class BlockKind(IntEnum):
    RECORDS = 1
    END = 2


_BLOCK_KINDS: Final = frozenset(BlockKind)


class RecordKind(IntEnum):
    RTP = 1
    RTCP = 2
    LOST = 3
    QUALITY = 4


class Record(NamedTuple):
    kind: int
    arrival_us: int
    packet: bytes


class JournalHeader(NamedTuple):
    """Whose packets a journal holds; `clock_zero` in seconds since 1970 UTC."""

    session_id: SessionId
    track: TrackName
    take: int
    part: int
    clock_zero: float

    @property
    def file_name(self) -> str:
        """Return the name that the file has in its session's folder."""
        part = f"-{self.part}" if self.part else ""
        return f"{self.track}-{self.take:04d}{part}.journal"

    def encode(self, salt: bytes) -> bytes:
        session_id = self.session_id.encode("ascii")
        clock_zero_us = round(self.clock_zero * 1_000_000)
        track = _TRACK_NUMBERS[self.track]
        return _HEADER.pack(
            _MAGIC, _VERSION, track, self.part, self.take, clock_zero_us, session_id, salt
        )


class BlockSealer:
    """Makes the blocks of one journal; each can be made once only."""

    def __init__(self, header: bytes, data_key: bytes) -> None:
        self._header = header
        self._cipher = _make_cipher(header, data_key)
        self._previous = begin_chain(header)
        self._number = 0

    def seal(self, kind: BlockKind, content: bytes | bytearray) -> bytes:
        """Return the next block."""
        fields = struct.pack(">BII", kind, self._number, len(content) + _TAG_BYTES)
        head = fields + _check(self._previous, fields)
        nonce = self._number.to_bytes(12)
        block = head + self._cipher.encrypt(nonce, content, self._header + head + self._previous)
        self._previous = continue_chain(self._previous, block)
        self._number += 1
        return block

    @property
    def hash(self) -> bytes:
        """Return the hash of the last block that was made."""
        return self._previous


class JournalReader:
    """Reads one journal from its begin, verifying it on the way.

    Raises IntegrityError for a file that is no journal; `records` raises it where the chain
    breaks. What the properties say holds once `records` came to its end.
    """

    def __init__(self, file: BinaryIO, data_key: bytes) -> None:
        self._blocks = BlockReader(file)
        self._cipher = _make_cipher(self._blocks.header, data_key)
        self.header: Final = parse_header(self._blocks.header)

    @property
    def is_cut_short(self) -> bool:
        """Say whether the end mark is missing: the process that wrote it died."""
        return not self._blocks.is_ended

    @property
    def hash(self) -> str:
        """Return the last good block's hash, in hex."""
        return self._blocks.hash.hex()

    def records(self) -> Iterator[Record]:
        for content in self.contents():
            yield from parse_records(content)

    def contents(self) -> Iterator[bytes]:
        """Yield the records of each block as they stand in it, one behind the other."""
        for number, kind, sealed, bound in self._blocks:
            try:
                content = self._cipher.decrypt(number.to_bytes(12), sealed, bound)
            except InvalidTag:
                if self._blocks.cut_last():
                    return
                raise IntegrityError from None
            if kind == BlockKind.RECORDS:
                yield content

    def go_on(self, file: BinaryIO) -> None:
        """Read on in what was appended since; it begins behind the last whole block."""
        self._blocks.go_on(file)


class Block(NamedTuple):
    number: int
    kind: int
    sealed: bytes
    bound: bytes  # the additional data of its encryption


class BlockReader:
    """Reads the blocks of a journal without its key: the chain can be checked, not the content."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.header: Final = file.read(HEADER_BYTES)
        parse_header(self.header)
        self.hash = begin_chain(self.header)
        self.is_ended = False
        self._previous = self.hash
        self._number = 0

    def go_on(self, file: BinaryIO) -> None:
        """Read on in another file, which begins behind the last whole block."""
        self._file = file

    def __iter__(self) -> Iterator[Block]:
        """Yield block after block, up to the end mark or a torn tail; raise IntegrityError."""
        while head := self._file.read(_BLOCK.size):
            if self.is_ended:
                raise IntegrityError
            if len(head) < _BLOCK.size:
                return
            kind, named, length, check = _BLOCK.unpack(head)
            if check != _check(self.hash, head[:-_CHECK_BYTES]):
                self._expect_nothing_but_zeros(head)
                return
            if named != self._number or kind not in _BLOCK_KINDS or length > _LONGEST_BLOCK:
                raise IntegrityError
            sealed = self._file.read(length)
            if len(sealed) < length:
                return
            self._previous = self.hash
            self.hash = continue_chain(self.hash, head + sealed)
            self.is_ended = kind == BlockKind.END
            self._number += 1
            yield Block(named, kind, sealed, self.header + head + self._previous)

    def cut_last(self) -> bool:
        """Take the last block for torn and forget it; False when something follows it."""
        if self._file.read(1):
            return False
        self.hash = self._previous
        self._number -= 1
        self.is_ended = False
        return True

    def _expect_nothing_but_zeros(self, head: bytes) -> None:
        """Some file systems fill what did not reach the disk with zeros."""
        rest = head
        while rest:
            if rest.strip(b"\0"):
                raise IntegrityError
            rest = self._file.read(1 << 16)


def parse_header(header: bytes) -> JournalHeader:
    """Raise IntegrityError when it is none."""
    if len(header) != HEADER_BYTES:
        raise IntegrityError
    magic, version, track, part, take, clock_zero_us, session_id, _ = _HEADER.unpack(header)
    if magic != _MAGIC or version != _VERSION or track not in _TRACKS or not session_id.isascii():
        raise IntegrityError
    name = SessionId(session_id.rstrip(b"\0").decode("ascii"))
    return JournalHeader(name, _TRACKS[track], take, part, clock_zero_us / 1_000_000)


def hash_journal(file: BinaryIO) -> str:
    """Return the hash of the last whole block, in hex, without the key; raise IntegrityError."""
    blocks = BlockReader(file)
    for _ in blocks:
        pass
    return blocks.hash.hex()


def parse_records(content: bytes) -> Iterator[Record]:
    """Raise IntegrityError for what is none."""
    place = 0
    while place < len(content):
        try:
            kind, arrival_us, length = RECORD.unpack_from(content, place)
        except struct.error:
            raise IntegrityError from None
        place += RECORD.size
        packet = content[place : place + length]
        if len(packet) < length:
            raise IntegrityError
        yield Record(kind, arrival_us, packet)
        place += length


def _make_cipher(header: bytes, data_key: bytes) -> AESGCM:
    salt = header[-SALT_BYTES:]
    return AESGCM(HKDF(SHA256(), 32, salt, b"video bank journal").derive(data_key))


def _check(previous: bytes, fields: bytes) -> bytes:
    return hashlib.sha256(previous + fields).digest()[:_CHECK_BYTES]
