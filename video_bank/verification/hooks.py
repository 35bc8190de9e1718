"""What the bank's own systems may be asked about a customer: the ports that webhooks fill.

Each is asked with the least that does: the bank knows the rest by its own `reference`.
"""

from typing import Protocol

import msgspec

from video_bank.ids import CheckId, SessionId


class CodeOrder(msgspec.Struct, frozen=True):
    """A one-time code to be sent to the phone that the bank knows of; seconds UTC."""

    session_id: SessionId
    reference: str
    code: str
    expires_at: float


class OtpSender(Protocol):
    async def send(self, order: CodeOrder) -> None:
        """Raise UnavailableError when nobody took the code over."""
        ...


class Question(msgspec.Struct, frozen=True):
    session_id: SessionId
    check_id: CheckId
    reference: str


class RegistryAnswer(msgspec.Struct, frozen=True):
    """Whether the national registry knows this customer's document as it is."""

    agrees: bool


class Registry(Protocol):
    async def ask(self, question: Question) -> RegistryAnswer:
        """Raise UnavailableError."""
        ...


class RiskAnswer(msgspec.Struct, frozen=True):
    """A score above the engine's own limit is a risk."""

    score: float
    limit: float


class RiskEngine(Protocol):
    async def ask(self, question: Question) -> RiskAnswer:
        """Raise UnavailableError."""
        ...
