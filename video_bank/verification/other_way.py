"""The way without a face: the document, control questions, and a code to the customer's phone.

Pure. Whoever refuses a face comparison, or cannot take part in one, is identified by people.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

import msgspec

from video_bank.verification.evidence import Finding
from video_bank.verification.policy import needs_second_person

ENOUGH_RIGHT: Final = 2
CODE_TRIES: Final = 5
CODE_LIFE_S: Final = 300.0
CODE_PAUSE_S: Final = 30.0  # between one code and the next
MOST_CODES: Final = 3


class Lack(StrEnum):
    """What is still missing for one person to pass somebody without a face."""

    ANSWERS = "answers"
    CODE = "code"
    BANK = "bank"  # its systems object, or have not answered yet


class Code(msgspec.Struct, frozen=True):
    """A one-time code as pages may know it; times are seconds UTC. The code itself is nowhere."""

    sent_at: float
    number: int = 1  # how many were sent
    tries: int = 0
    confirmed_at: float | None = None

    @property
    def expires_at(self) -> float:
        return self.sent_at + CODE_LIFE_S

    @property
    def tries_left(self) -> int:
        return CODE_TRIES - self.tries

    def is_open(self, now: float) -> bool:
        """Say whether it may still be typed."""
        return self.confirmed_at is None and self.tries_left > 0 and now < self.expires_at


class OtherWay(msgspec.Struct, frozen=True):
    """`answers`: whether the customer knew a line of the own details, by the line's label.

    `findings` are of the bank's own systems; None while they are being asked.
    """

    answers: Mapping[str, bool] = {}
    code: Code | None = None
    findings: tuple[Finding, ...] | None = None


def find_lacks(way: OtherWay) -> tuple[Lack, ...]:
    """Return what is missing: nothing, when one person may pass it."""
    lacks = []
    if not all(way.answers.values()) or len(way.answers) < ENOUGH_RIGHT:
        lacks.append(Lack.ANSWERS)
    if way.code is None or way.code.confirmed_at is None:
        lacks.append(Lack.CODE)
    if way.findings is None or needs_second_person(way.findings):
        lacks.append(Lack.BANK)
    return tuple(lacks)


def may_send_code(way: OtherWay, now: float) -> bool:
    code = way.code
    if code is None:
        return True
    is_soon = now < code.sent_at + CODE_PAUSE_S
    return code.confirmed_at is None and not is_soon and code.number < MOST_CODES
