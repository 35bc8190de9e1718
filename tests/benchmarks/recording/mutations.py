"""Everything that can be done to a recording that is kept, one thing at a time.

Recordings are small, and remuxed in this process: the parts that find a change are the product's.
"""

import asyncio
import hashlib
import io
import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec

from signaling.recording_rows import is_trail_whole
from tests.video_bank.recording.aiortc_stage import Stage
from tests.video_bank.recording.archive import CLOCK_ZERO, write_journal
from video_bank.audit.checkpoint import Head, compare
from video_bank.audit.trail import Entry, Happening, chain
from video_bank.ids import SessionId, new_session_id
from video_bank.media.tracks import TrackName
from video_bank.recording.journal import JournalHeader, JournalReader
from video_bank.recording.manifest import LegRecording, Manifest
from video_bank.recording.remux_order import Remuxed, RemuxOrder
from video_bank.recording.remux_worker import carry_out
from video_bank.recording.seal import is_genuine, make_manifest
from video_bank.vault.disk_vault import DiskVault
from video_bank.vault.errors import IntegrityError
from video_bank.vault.key_file import KeyFile
from video_bank.vault.sealed_object import SealedReader, seal_object
from video_bank.vault.signing_key import SigningKey

TRACKS: Final = (TrackName.CUSTOMER, TrackName.AGENT)
_BLOCK_HEAD: Final = 13
_HEADER: Final = 80
_PIECE: Final = 65_552
_OBJECT_HEADER: Final = 20


@dataclass
class Kept:
    """A recording with all that is kept of it; nothing else is known when it is verified."""

    session_id: SessionId
    data_key: bytes
    journals: dict[TrackName, bytes]
    objects: dict[TrackName, bytes]
    manifest: Manifest
    trail: list[Entry]


class Keeper:
    """Makes recordings and verifies them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._keys = KeyFile(folder / "keys/master.key")
        self._signing = SigningKey(folder / "keys/signing.key")
        self._vault = DiskVault(folder / "objects")
        self._witnessed: dict[SessionId, Head] = {}  # as checkpoints have them
        stages = [Stage(seconds=2, first_sequence=n, wall_s=3.9e9 + n) for n in range(4)]
        self._made = [stage.records() for stage in stages]

    async def make(self, number: int) -> Kept:
        session_id = new_session_id()
        wrapped = await self._keys.make_data_key(session_id)
        key = await self._keys.unwrap(session_id, wrapped)
        journals, objects, legs = {}, {}, []
        hashes: list[str] = []
        for index, track in enumerate(TRACKS):
            header = JournalHeader(session_id, track, 1, 0, CLOCK_ZERO)
            records = self._made[(number + index) % len(self._made)]
            folder = self._folder / "journals" / session_id
            path = await asyncio.to_thread(write_journal, folder, header, key, records, True)
            journals[track] = path.read_bytes()
            answer, content = carry_out(
                RemuxOrder(session_id, track, (str(path),), key), lambda _: None
            )
            path.unlink()
            assert isinstance(answer, Remuxed)
            name = f"recordings/{session_id}/{track}.webm"
            objects[track] = seal_object(key, name, bytes(content))
            hashes += answer.journal_hashes
            legs.append(
                LegRecording(
                    track,
                    name,
                    answer.size_bytes,
                    answer.sha256,
                    answer.starts_at_s,
                    answer.duration_s,
                    answer.takes,
                )
            )
        before = chain(session_id, None, _happenings(number))
        manifest = await self._signing.sign(
            make_manifest(session_id, CLOCK_ZERO, legs, hashes, before[-1].hash, CLOCK_ZERO + 60)
        )
        told = Happening(
            "recording_sealed", "archivist", 9.0, {"merkle_root": manifest.merkle_root}
        )
        trail = [*before, *chain(session_id, before[-1], [told])]
        self._witnessed[session_id] = Head(session_id, len(trail), trail[-1].hash)
        return Kept(session_id, key, journals, objects, manifest, trail)

    async def is_intact(self, kept: Kept) -> bool:
        """Say whether a verifier finds nothing, as the seal and the replay verify."""
        if kept.manifest.session_id != kept.session_id or not is_genuine(
            kept.manifest, await self._signing.public_key()
        ):
            return False
        try:
            for track, journal in kept.journals.items():
                _verify_journal(kept, track, journal)
            await self._verify_objects(kept)
        except IntegrityError:
            return False
        hashes = {(entry.session_id, entry.number): entry.hash for entry in kept.trail}
        return (
            is_trail_whole(kept.trail, kept.manifest)
            and not compare([self._witnessed[kept.session_id]], hashes)
            and kept.trail[-1].happening.facts.get("merkle_root") == kept.manifest.merkle_root
        )

    async def _verify_objects(self, kept: Kept) -> None:
        for leg in kept.manifest.legs:
            path = self._folder / "objects" / leg.object_name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(kept.objects[leg.track])
            reader = SealedReader(self._vault, leg.object_name, kept.data_key)
            content = await reader.read(0, await reader.plain_size())
            path.unlink()
            if hashlib.sha256(content).hexdigest() != leg.sha256:
                raise IntegrityError


def _happenings(number: int) -> list[Happening]:
    kinds = ("session_created", "customer_arrived", "talking_began", "hung_up", "session_ended")
    return [
        Happening(kind, "house", CLOCK_ZERO + place, {"score": number + place})
        for place, kind in enumerate(kinds)
    ]


def _verify_journal(kept: Kept, track: TrackName, journal: bytes) -> None:
    """Raise IntegrityError as a seal would, or for a journal that is not the sealed one."""
    reader = JournalReader(io.BytesIO(journal), kept.data_key)
    for _ in reader.records():
        pass
    is_ours = (reader.header.session_id, reader.header.track) == (kept.session_id, track)
    if not is_ours or reader.is_cut_short or reader.hash not in kept.manifest.journal_hashes:
        raise IntegrityError


async def find_all(folder: Path, untouched: int, count: int) -> tuple[int, int]:
    """Return how many of `count` mutations are found, and how many untouched ones are accused."""
    keeper = Keeper(folder)
    alarms, sample = 0, []
    for number in range(untouched):
        kept = await keeper.make(number)
        alarms += not await keeper.is_intact(kept)
        if number < 20:
            sample.append(kept)
    found = 0
    chance = random.Random(20)
    for number in range(count):
        one, other = chance.sample(sample, 2)
        mutate = _MUTATIONS[number % len(_MUTATIONS)]
        found += not await keeper.is_intact(mutate(one, other, chance))
    return found, alarms


# Mutations of a list of parts; what they leave differs from what they were given.


def _flipped(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(content))
    changed = bytearray(content)
    changed[place] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def _dropped(parts: list[Any], chance: random.Random) -> list[Any]:
    place = chance.randrange(len(parts))
    return parts[:place] + parts[place + 1 :]


def _repeated(parts: list[Any], chance: random.Random) -> list[Any]:
    place = chance.randrange(len(parts))
    return [*parts[: place + 1], parts[place], *parts[place + 1 :]]


def _reordered(parts: list[Any], chance: random.Random) -> list[Any]:
    place = chance.randrange(len(parts) - 1)
    return [*parts[:place], parts[place + 1], parts[place], *parts[place + 2 :]]


def _blocks(journal: bytes) -> list[bytes]:
    blocks, at = [], _HEADER
    while at < len(journal):
        end = at + _BLOCK_HEAD + int.from_bytes(journal[at + 5 : at + 9])
        blocks.append(journal[at:end])
        at = end
    return blocks


def _pieces(sealed: bytes) -> list[bytes]:
    return [sealed[at : at + _PIECE] for at in range(_OBJECT_HEADER, len(sealed), _PIECE)]


Mutation = Callable[[Kept, Kept, random.Random], Kept]


def _of_journal(change: Callable[[bytes, random.Random], bytes]) -> Mutation:
    def mutate(kept: Kept, _: Kept, chance: random.Random) -> Kept:
        track = chance.choice(TRACKS)
        journals = {**kept.journals, track: change(kept.journals[track], chance)}
        return _replaced(kept, journals=journals)

    return mutate


def _of_object(change: Callable[[bytes, random.Random], bytes]) -> Mutation:
    def mutate(kept: Kept, _: Kept, chance: random.Random) -> Kept:
        track = chance.choice(TRACKS)
        objects = {**kept.objects, track: change(kept.objects[track], chance)}
        return _replaced(kept, objects=objects)

    return mutate


def _of_trail(change: Callable[[list[Entry], random.Random], list[Entry]]) -> Mutation:
    def mutate(kept: Kept, _: Kept, chance: random.Random) -> Kept:
        return _replaced(kept, trail=change(kept.trail, chance))

    return mutate


def _in_blocks(change: Callable[[list[Any], random.Random], list[Any]]) -> Mutation:
    return _of_journal(
        lambda journal, chance: journal[:_HEADER] + b"".join(change(_blocks(journal), chance))
    )


def _in_pieces(change: Callable[[list[Any], random.Random], list[Any]]) -> Mutation:
    return _of_object(
        lambda sealed, chance: sealed[:_OBJECT_HEADER] + b"".join(change(_pieces(sealed), chance))
    )


def _changed_entry(trail: list[Entry], chance: random.Random) -> list[Entry]:
    place = chance.randrange(len(trail))
    happening = trail[place].happening
    changes: list[dict[str, Any]] = [
        {"kind": "check_decided"},
        {"actor": "somebody"},
        {"at": happening.at + 1e-3},
        {"facts": {**happening.facts, "score": -1}},
    ]
    changed = chance.choice(changes)
    entry = msgspec.structs.replace(
        trail[place], happening=msgspec.structs.replace(happening, **changed)
    )
    return [*trail[:place], entry, *trail[place + 1 :]]


def _rechained(trail: list[Entry], chance: random.Random) -> list[Entry]:
    """Change an entry and hash all that follow anew."""
    changed = [entry.happening for entry in _changed_entry(trail, chance)]
    return chain(trail[0].session_id, None, changed)


def _cut_trail(trail: list[Entry], chance: random.Random) -> list[Entry]:
    return trail[: chance.randrange(1, len(trail))]


def _changed_manifest(kept: Kept, _: Kept, chance: random.Random) -> Kept:
    """Flip a bit of the manifest as it is stored, until it is one that can be read."""
    body = msgspec.json.encode(kept.manifest)
    while True:
        with suppress(msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError):
            manifest = msgspec.json.decode(_flipped(body, chance), type=Manifest)
            if manifest != kept.manifest and manifest.public_key == kept.manifest.public_key:
                return _replaced(kept, manifest=manifest)


def _swapped(field: str) -> Mutation:
    def mutate(kept: Kept, other: Kept, _: random.Random) -> Kept:
        return _replaced(kept, **{field: getattr(other, field)})

    return mutate


def _swapped_tracks(field: str) -> Mutation:
    def mutate(kept: Kept, _: Kept, __: random.Random) -> Kept:
        one, other = TRACKS
        parts = getattr(kept, field)
        return _replaced(kept, **{field: {one: parts[other], other: parts[one]}})

    return mutate


def _replaced(kept: Kept, **changes: Any) -> Kept:
    return Kept(**{**vars(kept), **changes})


def _all_mutations() -> Iterator[Mutation]:
    for change in (_flipped, _flipped, _cut):
        yield _of_journal(change)
        yield _of_object(change)
    for rearrange in (_dropped, _repeated, _reordered):
        yield _in_blocks(rearrange)
        yield _of_trail(rearrange)
    for rearrange in (_dropped, _repeated, _reordered):
        yield _in_pieces(rearrange)
    for rewrite in (_changed_entry, _rechained, _cut_trail):
        yield _of_trail(rewrite)
    for field in ("journals", "objects", "manifest", "trail", "data_key"):
        yield _swapped(field)
    for field in ("journals", "objects"):
        yield _swapped_tracks(field)
    yield _changed_manifest


_MUTATIONS: Final = tuple(_all_mutations())
