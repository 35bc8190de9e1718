"""How far films are: told by the desk that makes one, asked by whichever a page asks.

film:{export_id}    the share that is done; gone when it is done, cancelled, or its desk died
"""

from typing import Any, Final

from video_bank.database.redis_link import RedisLink
from video_bank.ids import ExportId

_LIFE_S: Final = 10


class RedisProgress:
    """Every method raises UnavailableError when Redis does not answer."""

    def __init__(self, link: RedisLink) -> None:
        self._link = link

    async def begin(self, export_id: ExportId) -> bool:
        """False where it is being made already."""
        async with self._link.reach() as client:
            return bool(await client.set(_key(export_id), "0", nx=True, ex=_LIFE_S))

    async def tell(self, export_id: ExportId, share: float) -> bool:
        """False where it was cancelled: stop."""
        async with self._link.reach() as client:
            return bool(await client.set(_key(export_id), f"{share:.4f}", xx=True, ex=_LIFE_S))

    async def read(self, export_id: ExportId) -> float | None:
        """Return the share that is done; None where nobody is making it."""
        async with self._link.reach() as client:
            found: Any = await client.get(_key(export_id))
        return float(found) if found is not None else None

    async def end(self, export_id: ExportId) -> None:
        """It is done, or nobody wants it any more."""
        async with self._link.reach() as client:
            await client.delete(_key(export_id))


def _key(export_id: ExportId) -> str:
    return f"film:{export_id}"
