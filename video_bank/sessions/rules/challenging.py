"""How a challenge goes: what its page told beforehand, each prompt, and the face afterwards."""

import msgspec

from video_bank.errors import NotNowError
from video_bank.media.commands import EaseChallenge, JudgeDigits
from video_bank.sessions.draft import Draft
from video_bank.sessions.effects import TellNode
from video_bank.sessions.lifecycle import IN_CALL
from video_bank.sessions.requests import EasePrompt, JudgePrompt, PrepareChallenge
from video_bank.sessions.session import Check, CheckState
from video_bank.verification.liveness.progress import ChallengeMoved, Phase, PresenceChanged

_ENDS_OF_ATTEMPTS = frozenset({Phase.AGAIN, Phase.COMPARING})


def prepare(draft: Draft, prepared: PrepareChallenge) -> None:
    """Keep what the customer's page told; a check that runs is not changed by it."""
    if prepared.camera != draft.session.camera:
        draft.note(
            "camera_described",
            draft.session.session_id,
            looks_virtual=prepared.camera.looks_virtual,
            lacks_abilities=prepared.camera.lacks_abilities,
        )
    draft.change(
        camera=prepared.camera,
        is_challenge_slow=prepared.is_slow,
        is_flash_allowed=prepared.has_flash,
    )


def note_progress(draft: Draft, news: ChallengeMoved) -> None:
    check = _running(draft)
    if check is None or check.check_id != news.check_id:
        return
    progress = news.progress
    if check.progress is not None and check.progress.number >= progress.number:
        return
    changed = msgspec.structs.replace(check, progress=progress, progressed_at=draft.now)
    draft.change(checks=tuple(changed if each is check else each for each in draft.session.checks))
    if progress.phase in _ENDS_OF_ATTEMPTS:
        draft.note(
            "challenge_attempted",
            check=check.check_id,
            attempt=progress.attempt,
            asked=progress.asked,
            done=len(progress.done),
            alternative=progress.is_alternative,
        )


def ease(draft: Draft, asked: EasePrompt) -> None:
    """Whoever cannot do an action is asked for another one, by their own word or the agent's."""
    check = _check_at(draft, asked.prompt)
    session = draft.session
    if check is None or session.media_node is None:
        raise NotNowError
    draft.note("challenge_eased", draft.actor(asked.leg), check=check.check_id)
    command = EaseChallenge(session.session_id, check.check_id, asked.prompt)
    draft.do(TellNode(session.media_node, command))


def judge(draft: Draft, judged: JudgePrompt) -> None:
    """The agent heard the digits, or something else. A movement is not for people to judge."""
    check = _check_at(draft, judged.prompt, only_digits=True)
    session = draft.session
    if check is None or session.media_node is None:
        raise NotNowError
    actor = draft.actor(session.lead)
    draft.note("digits_judged", actor, check=check.check_id, is_right=judged.is_right)
    command = JudgeDigits(session.session_id, check.check_id, judged.prompt, judged.is_right)
    draft.do(TellNode(session.media_node, command))


def note_presence(draft: Draft, news: PresenceChanged) -> None:
    if draft.session.stage in IN_CALL and draft.session.presence is not news.presence:
        draft.change(presence=news.presence)
        draft.note("presence_changed", presence=news.presence, distance=news.distance)


def _running(draft: Draft) -> Check | None:
    running = (check for check in draft.session.checks if check.state is CheckState.RUNNING)
    return next(running, None)


def _check_at(draft: Draft, prompt: int, *, only_digits: bool = False) -> Check | None:
    """Return the running check whose newest prompt has this number."""
    check = _running(draft)
    at_hand = check.progress.prompt if check and check.progress else None
    if at_hand is None or at_hand.number != prompt or (only_digits and not at_hand.digits):
        return None
    return check
