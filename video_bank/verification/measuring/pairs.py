"""Pairs of pictures of one or of two persons, and who the persons are (pure)."""

import csv
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from video_bank.errors import SetupError

_COLUMNS: Final = {"file_a", "file_b", "same", "set"}


class Pair(NamedTuple):
    """`group`: the set of pictures that it counts for."""

    file_a: str
    file_b: str
    is_same: bool
    group: str


class Compared(NamedTuple):
    """The pairs of one group that have a distance; persons are numbered from 0."""

    distances: npt.NDArray[np.float64]
    is_same: npt.NDArray[np.bool_]
    persons: npt.NDArray[np.int64]  # a pair's two, which are one for the same person
    without_distance: int  # pairs with a picture that was refused


def read_pairs(lines: Iterable[str]) -> list[Pair]:
    """Read a CSV file with the columns file_a, file_b, same (1 or 0) and set; raise SetupError."""
    reader = csv.DictReader(lines)
    if missing := _COLUMNS - set(reader.fieldnames or ()):
        raise SetupError(f"The file of pairs has no column {', '.join(sorted(missing))}.")
    pairs = [Pair(row["file_a"], row["file_b"], row["same"] == "1", row["set"]) for row in reader]
    if not pairs:
        raise SetupError("The file of pairs has none.")
    return pairs


def files_of(pairs: Iterable[Pair]) -> list[str]:
    return sorted({file for pair in pairs for file in (pair.file_a, pair.file_b)})


def compare(
    pairs: Iterable[Pair], encodings: Mapping[str, npt.NDArray[np.float64]]
) -> dict[str, Compared]:
    """Return the distances by group; pictures without an encoding were refused."""
    listed = list(pairs)
    persons = find_persons(listed)
    groups: dict[str, list[Pair]] = {}
    for pair in listed:
        groups.setdefault(pair.group, []).append(pair)
    return {name: _compare(of_group, encodings, persons) for name, of_group in groups.items()}


def find_persons(pairs: Iterable[Pair]) -> dict[str, int]:
    """Number the persons: pictures that pairs of the same person lead from one to the other."""
    parents: dict[str, str] = {}

    def root(file: str) -> str:
        while parents.setdefault(file, file) != file:
            file = parents[file]
        return file

    for pair in pairs:
        first, second = root(pair.file_a), root(pair.file_b)
        if pair.is_same:
            parents[first] = second
    numbers: dict[str, int] = {}
    return {file: numbers.setdefault(root(file), len(numbers)) for file in list(parents)}


def _compare(
    pairs: list[Pair],
    encodings: Mapping[str, npt.NDArray[np.float64]],
    persons: Mapping[str, int],
) -> Compared:
    kept = [pair for pair in pairs if pair.file_a in encodings and pair.file_b in encodings]
    first = np.array([encodings[pair.file_a] for pair in kept])
    second = np.array([encodings[pair.file_b] for pair in kept])
    return Compared(
        distances=np.linalg.norm(first - second, axis=1) if kept else np.empty(0),
        is_same=np.array([pair.is_same for pair in kept], bool),
        persons=np.array(
            [(persons[pair.file_a], persons[pair.file_b]) for pair in kept], np.int64
        ).reshape(-1, 2),
        without_distance=len(pairs) - len(kept),
    )
