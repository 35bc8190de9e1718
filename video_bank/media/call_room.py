"""One session's corner of a node: its commands one after the other, its checks beside them."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

import msgspec
import structlog

from video_bank.errors import BankError, ErrorCode
from video_bank.ids import CheckId, NodeId, PictureId, SessionId
from video_bank.media.call import Call
from video_bank.media.commands import (
    ArrangeCall,
    AttachLeg,
    CloseCall,
    DetachLeg,
    EaseChallenge,
    Inquire,
    JudgeDigits,
    LegName,
    MediaCommand,
    OpenCall,
    StartCheck,
    WatchFace,
)
from video_bank.media.needs import FaceChecks
from video_bank.media.news import CallClosed, LegRefused, UnknownCall

_log = structlog.get_logger()

_InCall = (
    AttachLeg
    | DetachLeg
    | ArrangeCall
    | StartCheck
    | EaseChallenge
    | JudgeDigits
    | Inquire
    | WatchFace
)


class CallRoom:
    """Holds a call from `OpenCall` to `CloseCall`. Run `work` as a task, then `close`."""

    def __init__(
        self,
        session_id: SessionId,
        node_id: NodeId,
        checks: FaceChecks,
        make_call: Callable[[OpenCall], Call],
        publish: Callable[[msgspec.Struct], None],
    ) -> None:
        self.call: Call | None = None
        self.was_closed = False
        self._session_id = session_id
        self._node_id = node_id
        self._checks = checks
        self._make_call = make_call
        self._publish = publish
        self._commands: asyncio.Queue[MediaCommand] = asyncio.Queue()
        self._wrapped_key = b""
        self._running: dict[CheckId, asyncio.Task[None]] = {}
        self._outcomes: dict[CheckId, msgspec.Struct] = {}
        self._watch: asyncio.Task[None] | None = None

    def put(self, command: MediaCommand) -> None:
        self._commands.put_nowait(command)

    async def work(self) -> None:
        """Carry out commands; return when there is no call and nothing more to do."""
        while self.call is not None or not self._commands.empty():
            command = await self._commands.get()
            try:
                await self._carry_out(command)
            except Exception as error:  # noqa: BLE001 one broken command ends no call
                _log.error(
                    "media command failed",
                    command=type(command).__name__,
                    error=type(error).__name__,
                )
                if isinstance(command, AttachLeg):
                    code = ErrorCode.INTERNAL
                    self._publish(LegRefused(self._session_id, command.leg, command.take, code))

    async def close(self) -> None:
        """End the checks, finish the journals, close the legs."""
        running = [*self._running.values(), *([self._watch] if self._watch else [])]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        self._checks.forget(self._session_id)
        call, self.call = self.call, None
        if call is not None:
            await call.close()

    async def _carry_out(self, command: MediaCommand) -> None:
        if isinstance(command, OpenCall):
            if self.call is None:
                self._wrapped_key = command.wrapped_key
                self.call = self._make_call(command)
        elif self.call is None and not (isinstance(command, CloseCall) and self.was_closed):
            self._publish(UnknownCall(self._session_id, self._node_id))
        elif isinstance(command, CloseCall):
            await self.close()
            self.was_closed = True
            self._publish(CallClosed(self._session_id, self._node_id))
        elif self.call is not None:
            await self._carry_out_in(self.call, command)

    async def _carry_out_in(self, call: Call, command: _InCall) -> None:
        match command:
            case AttachLeg():
                await call.attach(command)
            case DetachLeg():
                await call.detach(command.leg)
            case ArrangeCall():
                await call.arrange(command.arrangement)
            case StartCheck(check_id=check_id):
                self._run_once(check_id, partial(self._check, call, command))
            case EaseChallenge() | JudgeDigits():
                self._checks.tell(command)
            case Inquire(check_id=check_id):
                self._run_once(check_id, partial(self._checks.inquire, command))
            case WatchFace():
                self._start_watch(call, command.leg, command.picture_id)

    def _run_once(self, check_id: CheckId, work: Callable[[], Awaitable[msgspec.Struct]]) -> None:
        if check_id in self._outcomes:
            self._publish(self._outcomes[check_id])
        elif check_id not in self._running:
            self._running[check_id] = asyncio.create_task(
                self._publish_outcome(check_id, work), name="check"
            )

    async def _publish_outcome(
        self, check_id: CheckId, work: Callable[[], Awaitable[msgspec.Struct]]
    ) -> None:
        try:
            outcome = await work()
        except Exception as error:  # noqa: BLE001 a check's end is its news; this is a bug
            _log.error("check raised", error=type(error).__name__, check=check_id)
        else:
            self._outcomes[check_id] = outcome
            self._publish(outcome)
        finally:
            del self._running[check_id]

    async def _check(self, call: Call, command: StartCheck) -> msgspec.Struct:
        with call.open_tap(command.leg) as tap:
            outcome = await self._checks.run(command, self._wrapped_key, tap, self._publish)
        self._start_watch(call, command.leg)
        return outcome

    def _start_watch(self, call: Call, leg: LegName, picture_id: PictureId | None = None) -> None:
        """From the first check on, the newest face that was checked is looked for to the end.

        `picture_id`: of that face, where the check ran at another node.
        """
        if self._watch is None or self._watch.done():
            looking = self._look_after(call, leg, picture_id)
            self._watch = asyncio.create_task(looking, name="face watch")

    async def _look_after(self, call: Call, leg: LegName, picture_id: PictureId | None) -> None:
        open_tap = partial(call.open_tap, leg, only_key_frames=True)
        try:
            if picture_id is not None:
                await self._checks.remember(self._session_id, self._wrapped_key, picture_id)
            await self._checks.watch(self._session_id, open_tap, self._publish)
        except BankError as error:
            _log.warning("no face to watch for", code=error.code)
        except Exception as error:  # noqa: BLE001 the call goes on; this is a bug
            _log.error("face watch raised", error=type(error).__name__)
