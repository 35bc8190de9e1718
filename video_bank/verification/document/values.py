"""The nouns of a document: kinds, sides, fields and what stands in them."""

from datetime import date
from enum import StrEnum

import msgspec


class DocumentKind(StrEnum):
    ID_CARD = "id_card"  # of a resident of the People's Republic of China, GB 11643
    PASSPORT = "passport"  # any with a machine readable zone, ICAO 9303

    @property
    def sides(self) -> tuple["CardSide", ...]:
        """Return what has to be photographed, in this order."""
        if self is DocumentKind.ID_CARD:
            return (CardSide.FRONT, CardSide.BACK)
        return (CardSide.PASSPORT_PAGE,)


class CardSide(StrEnum):
    FRONT = "front"  # with the portrait
    BACK = "back"  # with the emblem
    PASSPORT_PAGE = "passport_page"


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"


class Field(StrEnum):
    NUMBER = "number"
    NAME = "name"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    VALID_FROM = "valid_from"
    VALID_UNTIL = "valid_until"


class DocumentValues(msgspec.Struct, frozen=True):
    """What stands on the document; empty or None where nobody could read it.

    `is_permanent`: no day on which it ends (长期); `valid_until` is None then.
    """

    number: str = ""
    name: str = ""
    birth_date: date | None = None
    sex: Sex | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    is_permanent: bool = False


def changed_fields(before: DocumentValues, after: DocumentValues) -> tuple[Field, ...]:
    """Return the fields in which the two differ; permanence is one of the day it ends."""
    changed = [field for field in Field if getattr(before, field) != getattr(after, field)]
    if before.is_permanent != after.is_permanent and Field.VALID_UNTIL not in changed:
        changed.append(Field.VALID_UNTIL)
    return tuple(changed)
