"""A zip that is sent while it is made: no file of it ever lies on a disk."""

import hashlib
import zipfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime

from video_bank.recording.evidence.layout import Sum


class _Sink:
    """What `zipfile` writes to; it cannot seek, so sizes come behind each file."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, content: bytes) -> int:
        self._written.append(bytes(content))
        return len(content)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        taken = b"".join(self._written)
        self._written.clear()
        return taken


class ZipStream:
    """Files are stored as they are, one after the other; `sums` is what was written so far."""

    def __init__(self, made_at: float) -> None:
        self._sink = _Sink()
        self._zip = zipfile.ZipFile(self._sink, "w")  # type: ignore[call-overload] # it only writes
        self._date = datetime.fromtimestamp(made_at, UTC).timetuple()[:6]
        self.sums: dict[str, Sum] = {}

    async def add(self, name: str, content: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """Yield the zip's bytes up to the end of this file."""
        info = zipfile.ZipInfo(name, self._date)
        sha256, size = hashlib.sha256(), 0
        with self._zip.open(info, "w", force_zip64=True) as file:
            async for piece in content:
                sha256.update(piece)
                size += len(piece)
                file.write(piece)
                yield self._sink.take()
        self.sums[name] = Sum(sha256.hexdigest(), size)
        yield self._sink.take()

    def add_document(self, name: str, content: bytes) -> bytes:
        """Return the zip's bytes up to the end of this file, which is in memory."""
        with self._zip.open(zipfile.ZipInfo(name, self._date), "w", force_zip64=True) as file:
            file.write(content)
        self.sums[name] = Sum(hashlib.sha256(content).hexdigest(), len(content))
        return self._sink.take()

    def close(self) -> bytes:
        """Return the table of contents, which ends the zip."""
        self._zip.close()
        return self._sink.take()
