"""A customer's document as a session keeps it: pictures, what was read, what people confirmed."""

import hashlib

import msgspec

from video_bank.ids import PictureId
from video_bank.media.commands import LegName
from video_bank.verification.document.values import (
    CardSide,
    DocumentKind,
    DocumentValues,
    Field,
)
from video_bank.verification.evidence import Finding


class CapturedSide(msgspec.Struct, frozen=True):
    """`card` is the straightened card; None where the picture was taken as it is."""

    side: CardSide
    picture: PictureId
    card: PictureId | None
    taken_by: LegName
    taken_at: float

    @property
    def shown(self) -> PictureId:
        """Return the picture to look at."""
        return self.card or self.picture


class Confirmation(msgspec.Struct, frozen=True):
    """What somebody says stands on the document."""

    values: DocumentValues
    at: float


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """`salt` is random: without it nobody can tell values from their digest on the trail.

    `read` is what the machine read, `unsure` where it doubts itself. A side that is taken again
    makes both confirmations void.
    """

    kind: DocumentKind
    salt: str = ""
    is_requested: bool = False
    sides: tuple[CapturedSide, ...] = ()
    read: DocumentValues = DocumentValues()
    unsure: tuple[Field, ...] = ()
    by_customer: Confirmation | None = None
    by_agent: Confirmation | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def missing_sides(self) -> tuple[CardSide, ...]:
        taken = {each.side for each in self.sides}
        return tuple(side for side in self.kind.sides if side not in taken)

    @property
    def values(self) -> DocumentValues:
        """Return the version that counts: the agent's, else the customer's, else the machine's."""
        confirmed = self.by_agent or self.by_customer
        return confirmed.values if confirmed else self.read


def digest_values(salt: str, values: DocumentValues) -> str:
    """Return a proof of the values that says nothing of them to whoever has no `salt`."""
    return hashlib.sha256(salt.encode() + b"\n" + msgspec.json.encode(values)).hexdigest()
