"""What a supervisor changes on the floor: each change is an entry of the day's chain."""

from typing import Final

from signaling.errors import MalformedError
from signaling.floor_messages import ChangeAgentState, ChooseEmergency
from signaling.needs import Desk
from video_bank.audit.trail import Happening
from video_bank.errors import NotNowError
from video_bank.ids import StaffId
from video_bank.queues.emergency import Level
from video_bank.queues.floor_trail import floor_chain
from video_bank.queues.ticket import Presence, Word

_LEVELS: Final = {1: Level.FIRST, 2: Level.SECOND}


async def change_agent_state(desk: Desk, by: StaffId, asked: ChangeAgentState) -> None:
    """Raise NotNowError for an agent who is not signed on, or has a customer at hand."""
    card = await desk.access.find_card(by)
    state = await desk.queues.agent_state(asked.staff_id)
    if card is None or state.presence is Presence.OFFLINE:
        raise NotNowError
    queues = desk.queues
    match asked.presence:
        case Presence.READY:
            await queues.set_ready(asked.staff_id)
        case Presence.BREAK:
            await queues.take_break(asked.staff_id)
        case Presence.OFFLINE:
            await queues.sign_off(asked.staff_id)
        case _:
            raise MalformedError
    await queues.say(asked.staff_id, Word(card.display_name, asked.reason))
    now, policy = desk.clock.now(), await queues.policy()
    changed = Happening(
        "agent_state_changed",
        by,
        now,
        {
            "staff": asked.staff_id,
            "was": state.presence.value,
            "presence": asked.presence.value,
            "reason": asked.reason.value,
        },
    )
    await desk.trail.append(floor_chain(now, policy.zone), [changed])


async def choose_emergency(desk: Desk, by: StaffId, asked: ChooseEmergency) -> None:
    level = _LEVELS.get(asked.level)
    if level is None:
        raise MalformedError
    await desk.emergency.choose(level, asked.mode, by)
