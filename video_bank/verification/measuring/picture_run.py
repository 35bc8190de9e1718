"""Encodes a folder's pictures by the very workers that checks use."""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from video_bank.errors import BankError, ErrorCode, UnavailableError
from video_bank.verification.measuring.pillow_files import read_picture
from video_bank.verification.worker_jobs import DocumentRead, ReadDocument
from video_bank.verification.worker_pool import WorkerPool


class EncodedPictures(NamedTuple):
    """`refused`: why a picture has no encoding."""

    encodings: dict[str, npt.NDArray[np.float64]]
    refused: dict[str, ErrorCode]


async def encode_pictures(
    pool: WorkerPool, folder: Path, files: Iterable[str], *, at_once: int = 2
) -> EncodedPictures:
    """Read each as a document's picture; raise UnavailableError when the workers fail."""
    found = EncodedPictures({}, {})
    left = iter(files)

    async def take() -> None:
        for file in left:
            try:
                content = await asyncio.to_thread(read_picture, folder / file)
                read = await pool.run(ReadDocument(content), DocumentRead)
            except UnavailableError:
                raise
            except BankError as error:
                found.refused[file] = error.code
            except OSError:
                found.refused[file] = ErrorCode.PICTURE_UNREADABLE
            else:
                found.encodings[file] = np.array(read.encoding)

    async with asyncio.TaskGroup() as tasks:
        for _ in range(at_once):
            tasks.create_task(take(), name="encode pictures")
    return found
