"""Encodes one check's faces, each once: those that are good already while the challenge runs."""

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Self

from video_bank.errors import BankError
from video_bank.verification.live_face import LiveFace
from video_bank.verification.worker_jobs import EncodeFaces, FacesEncoded
from video_bank.verification.worker_pool import WorkerPool


class FaceEncoder:
    """An async context: what was begun ahead ends with it."""

    def __init__(self, pool: WorkerPool) -> None:
        self._pool = pool
        self._known: list[tuple[LiveFace, FacesEncoded]] = []
        self._ahead: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._ahead is not None:
            self._ahead.cancel()
            await asyncio.wait([self._ahead])

    def begin(self, faces: Sequence[LiveFace]) -> None:
        """Encode these, unless others are still at it; better ones may come."""
        if self._ahead is None or self._ahead.done():
            self._ahead = asyncio.create_task(self._encode_ahead(faces), name="encode ahead")

    async def encode(self, faces: Sequence[LiveFace]) -> list[FacesEncoded]:
        """Return each one's encoding and portrait; what is known is not made again."""
        if self._ahead is not None:
            await asyncio.wait([self._ahead])
        return [await self._encode(face) for face in faces]

    async def _encode_ahead(self, faces: Sequence[LiveFace]) -> None:
        with contextlib.suppress(BankError):  # `encode` will say it
            for face in faces:
                await self._encode(face)

    async def _encode(self, face: LiveFace) -> FacesEncoded:
        """One face a job: other checks' frames come in between."""
        for known, encoded in self._known:
            if known is face:
                return encoded
        encoded = await self._pool.run(EncodeFaces((face.on_frame,)), FacesEncoded)
        self._known.append((face, encoded))
        return encoded
