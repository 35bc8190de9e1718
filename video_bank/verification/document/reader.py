"""One side of a document, from the uploaded picture to what stands on it."""

import asyncio
from datetime import date

import msgspec

from video_bank.verification.document.reading import SideRead, interpret
from video_bank.verification.document.tesseract_text import TesseractText
from video_bank.verification.document.values import CardSide
from video_bank.verification.errors import PictureUnreadableError, WorkerDiedError
from video_bank.verification.worker_jobs import CardFlattened, FlattenCard
from video_bank.verification.worker_pool import WorkerPool


class CardReading(msgspec.Struct, frozen=True):
    """`card`: nothing but the card, upright, as a JPEG."""

    card: bytes
    read: SideRead


class DocumentReader:
    def __init__(self, pool: WorkerPool) -> None:
        self._pool = pool
        self._text = TesseractText()

    async def read(self, content: bytes, side: CardSide, today: date) -> CardReading:
        """Read a picture that the gate admitted.

        Raise what the customer has to do better (`Card…Error`), or UnavailableError when no
        worker is free in time. Print that cannot be read is empty in `read`.
        """
        try:
            flat = await self._pool.run(FlattenCard(content, side), CardFlattened)
        except WorkerDiedError:
            raise PictureUnreadableError from None
        read = await asyncio.gather(*(self._text.read(strip) for strip in flat.strips))
        texts = {strip.what: print_.text for strip, print_ in zip(flat.strips, read, strict=True)}
        sureness = {
            strip.what: print_.sureness for strip, print_ in zip(flat.strips, read, strict=True)
        }
        return CardReading(flat.card, interpret(side, texts, sureness, today))
