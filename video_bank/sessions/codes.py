"""One-time codes on their way: out to the customer's phone, and back as it is typed.

The code itself is never written down: what the session gets to know is its digest under the
session's own key.
"""

from video_bank.clock import Clock
from video_bank.errors import UnavailableError
from video_bank.ids import CheckId
from video_bank.sessions.host import SessionHosts
from video_bank.sessions.requests import NoteCodeSent, TypeCode
from video_bank.sessions.rules.other_way import check_code_may_be_sent
from video_bank.sessions.session import Session
from video_bank.vault.keys import MasterKey
from video_bank.verification.hooks import CodeOrder, OtpSender
from video_bank.verification.one_time_code import digest_code, draw_code
from video_bank.verification.other_way import CODE_LIFE_S


class Codes:
    def __init__(
        self, sender: OtpSender | None, master_key: MasterKey, hosts: SessionHosts, clock: Clock
    ) -> None:
        self._sender = sender
        self._master_key = master_key
        self._hosts = hosts
        self._clock = clock

    async def send(self, session: Session, check_id: CheckId, request_id: str) -> None:
        """Raise NotFoundError, NotNowError, or UnavailableError: then nothing was sent."""
        now = self._clock.now()
        check_code_may_be_sent(session, check_id, now)
        if self._sender is None:
            raise UnavailableError
        code = draw_code()
        digest = await self._digest(session, check_id, code)
        reference, expires_at = session.customer.reference, now + CODE_LIFE_S
        await self._sender.send(CodeOrder(session.session_id, reference, code, expires_at))
        await self._hosts.submit(
            NoteCodeSent(
                session_id=session.session_id,
                request_id=request_id,
                check_id=check_id,
                digest=digest,
            )
        )

    async def take(self, session: Session, check_id: CheckId, code: str, request_id: str) -> None:
        """Hand on what the customer typed; the session's next view says whether it was right."""
        await self._hosts.submit(
            TypeCode(
                session_id=session.session_id,
                request_id=request_id,
                check_id=check_id,
                digest=await self._digest(session, check_id, code),
            )
        )

    async def _digest(self, session: Session, check_id: CheckId, code: str) -> str:
        key = await self._master_key.unwrap(session.session_id, session.wrapped_key)
        return digest_code(key, check_id, code)
