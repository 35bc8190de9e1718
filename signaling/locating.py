"""Where a customer's page comes from, told to its session: only after the customer agreed."""

import secrets
from dataclasses import dataclass

from signaling.errors import MalformedError
from signaling.messages import CustomerMessage, SendLocationConsent, SendPosition
from signaling.needs import Desk
from video_bank.errors import NotNowError
from video_bank.ids import SessionId
from video_bank.sessions.requests import (
    GiveLocationConsent,
    NoteAddress,
    NotePosition,
    ParticipantRequest,
)
from video_bank.sessions.session import Session
from video_bank.verification.location.location import PositionAnswer


@dataclass(frozen=True)
class Locating:
    """One page's. `address` is looked up and goes no further; `is_asked`: the bank asks at all."""

    desk: Desk
    session_id: SessionId
    address: str
    is_asked: bool

    async def welcome(self, session: Session) -> None:
        """Look the address up if the customer has agreed before."""
        if self.is_asked and session.location is not None:
            await self._note_address()

    async def follow(self, message: CustomerMessage) -> None:
        """Look the address up once the customer agrees; called after that was passed on."""
        if isinstance(message, SendLocationConsent) and message.is_given:
            await self._note_address()

    def to_request(self, message: CustomerMessage) -> ParticipantRequest | None:
        """Return None for what is not about it; raise NotNowError where the bank does not ask."""
        match message:
            case SendLocationConsent() | SendPosition() if not self.is_asked:
                raise NotNowError
            case SendLocationConsent(request_id=name, is_given=is_given, text=text):
                return GiveLocationConsent(
                    session_id=self.session_id, request_id=name, is_given=is_given, text=text
                )
            case SendPosition(request_id=name, answer=answer, position=position):
                if (answer is PositionAnswer.SENT) != (position is not None):
                    raise MalformedError
                return NotePosition(
                    session_id=self.session_id, request_id=name, answer=answer, position=position
                )
            case _:
                return None

    async def _note_address(self) -> None:
        book = self.desk.address_book
        seen = book.find(self.address) if book is not None else None
        if seen is not None:
            await self.desk.hosts.submit(
                NoteAddress(
                    session_id=self.session_id, request_id=secrets.token_hex(8), address=seen
                )
            )
