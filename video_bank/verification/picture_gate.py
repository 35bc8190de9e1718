"""The front door for pictures of documents: nothing of a stranger's file gets past it.

Size, kind and pixels are checked on the bytes alone; only then a worker decodes the picture
and writes it anew: upright, JPEG, without metadata.
"""

from typing import Final

from video_bank.verification.errors import (
    PictureTooLargeError,
    PictureTooSmallError,
    PictureUnreadableError,
    WorkerDiedError,
)
from video_bank.verification.picture_header import read_header
from video_bank.verification.worker_jobs import PictureReencoded, ReencodePicture
from video_bank.verification.worker_pool import WorkerPool

MOST_BYTES: Final = 10 * 1024 * 1024
_MOST_PIXELS: Final = 25_000_000
_LEAST_SIDE: Final = 320


class PictureGate:
    def __init__(self, pool: WorkerPool) -> None:
        self._pool = pool

    async def admit(self, content: bytes) -> bytes:
        """Return the picture as a JPEG of ours.

        Raise PictureUnreadableError, PictureTooLargeError or PictureTooSmallError; raise
        UnavailableError when no worker is free in time.
        """
        check_picture(content)
        try:
            admitted = await self._pool.run(ReencodePicture(content), PictureReencoded)
        except WorkerDiedError:
            raise PictureUnreadableError from None  # more memory or time than a picture needs
        return admitted.content


def check_picture(content: bytes) -> None:
    """Raise what is wrong with the picture, without decoding it."""
    if len(content) > MOST_BYTES:
        raise PictureTooLargeError
    header = read_header(content)
    if header.width * header.height > _MOST_PIXELS:
        raise PictureTooLargeError
    if min(header.width, header.height) < _LEAST_SIDE:
        raise PictureTooSmallError
