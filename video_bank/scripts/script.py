"""The nouns of a script, which are its file's format too.

Every text is there in Chinese and in English: the customer reads whichever the page is in.
"""

from enum import StrEnum
from typing import Annotated

import msgspec

_Text = Annotated[str, msgspec.Meta(min_length=1, max_length=400)]
_Word = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9-]{0,39}$")]


class Wording(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    zh: _Text
    en: _Text


class AnswerKind(StrEnum):
    """How the customer has to answer a step."""

    NONE = "none"
    TAP = "tap"  # on the customer's own page
    SPOKEN = "spoken"  # aloud, for the recording; the agent says that it was heard


class Answer(StrEnum):
    YES = "yes"
    NO = "no"


class ScriptStep(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`minimum_s`: the step is not over before, so that nobody reads faster than others hear.

    `shown` is what has to be held into the camera or shown on the screen; None where nothing is.
    """

    step: _Word
    title: Wording
    sentences: Annotated[tuple[Wording, ...], msgspec.Meta(min_length=1, max_length=12)]
    answer: AnswerKind = AnswerKind.NONE
    text_to_speech: bool = False  # the customer's page reads the sentences aloud
    minimum_s: Annotated[float, msgspec.Meta(ge=0, le=600)] = 0.0
    both_faces: bool = False
    shown: Wording | None = None


class Script(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`steps` are gone through in their order. `version` is for people; the digest is exact."""

    product: _Word
    version: Annotated[str, msgspec.Meta(min_length=1, max_length=32)]
    title: Wording
    steps: Annotated[tuple[ScriptStep, ...], msgspec.Meta(min_length=1, max_length=40)]


class LoadedScript(msgspec.Struct, frozen=True):
    """A script whose signature is the bank's; `sha256` is that of the bytes that were signed."""

    script: Script
    sha256: str
