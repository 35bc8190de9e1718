"""Characters that make one text look like another one on somebody's screen (pure)."""

import re
from collections.abc import Iterator
from typing import Final

import msgspec

# Controls but tab, newline and return; marks, embeddings and isolates that turn the direction.
_HIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def has_hidden_characters(message: msgspec.Struct) -> bool:
    """Say whether any text anywhere in `message` holds one."""
    return any(_HIDDEN.search(text) for text in _texts(msgspec.to_builtins(message)))


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for key, inner in value.items():
                yield key
                yield from _texts(inner)
        case list() | tuple():
            for inner in value:
                yield from _texts(inner)
        case _:
            pass
