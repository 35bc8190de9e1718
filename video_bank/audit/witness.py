"""The second place where checkpoints lie: out of reach of who may write to the database."""

from typing import Protocol

from video_bank.audit.checkpoint import Checkpoint, decode, encode
from video_bank.errors import BankError, ErrorCode, NotFoundError
from video_bank.vault.vault import Vault

_SHARD = 10_000  # no folder of more files


class WitnessRefusedError(BankError):
    """The second place has another checkpoint of that number."""

    code = ErrorCode.INTEGRITY_BROKEN


class Witness(Protocol):
    """Every method raises UnavailableError when the place does not answer."""

    async def put(self, checkpoint: Checkpoint) -> None:
        """Keep it; the same one again changes nothing, another one raises WitnessRefusedError."""
        ...

    async def find(self, number: int) -> Checkpoint | None:
        """Return what lies there; raise WitnessRefusedError when it is no checkpoint."""
        ...


class VaultWitness:
    """A folder or a bucket of its own."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def put(self, checkpoint: Checkpoint) -> None:
        found = await self.find(checkpoint.number)
        if found is None:
            await self._vault.put(_name(checkpoint.number), encode(checkpoint))
        elif found != checkpoint:
            raise WitnessRefusedError

    async def find(self, number: int) -> Checkpoint | None:
        name = _name(number)
        try:
            body = await self._vault.get(name, 0, await self._vault.size(name))
        except NotFoundError:
            return None
        if (checkpoint := decode(body)) is None:
            raise WitnessRefusedError
        return checkpoint


def _name(number: int) -> str:
    return f"checkpoints/{number // _SHARD:06d}/{number:010d}.json"
