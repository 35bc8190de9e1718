"""What a connection needs to know of the participant that it serves."""

from collections.abc import Sequence
from typing import Final, Protocol, TypeVar

import msgspec

from video_bank.media.errors import OfferRefusedError

LONGEST_SDP: Final = 32 * 1024
MOST_SDP_LINES: Final = 600

_Message = TypeVar("_Message", bound=msgspec.Struct)


class Side(Protocol[_Message]):
    """A customer's seat or an agent's desk, behind one socket."""

    @property
    def participant(self) -> str:
        """Return `customer:{session_id}` or `agent:{staff_id}`: the name of outbox and presence."""
        ...

    @property
    def live_stream(self) -> str | None:
        """Return the stream of what is shown at once and never again, where there is one."""
        ...

    def read(self, frame: str) -> _Message:
        """Return the message in a frame; raise msgspec.MsgspecError."""
        ...

    async def arrive(self) -> None:
        """Say that a page of the participant is here."""
        ...

    async def leave(self) -> None:
        """Say that the participant's last page is gone."""
        ...

    async def welcome(self, epoch: str, seq: int) -> msgspec.Struct:
        """Return the whole state as it is now."""
        ...

    async def carry_out(self, message: _Message) -> None:
        """Pass a request on; raise BankError when it is refused at once."""
        ...

    async def beat(self) -> None:
        """Do what is due every two seconds."""
        ...

    async def news(self) -> Sequence[msgspec.Struct]:
        """Return what changed beside the session since this was last asked."""
        ...


def check_offer(sdp: str) -> None:
    """Raise OfferRefusedError for what no browser says, before anything reads it."""
    if len(sdp.encode()) > LONGEST_SDP or sdp.count("\n") > MOST_SDP_LINES:
        raise OfferRefusedError
