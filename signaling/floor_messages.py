"""What a supervisor's page says and hears of the floor: figures, agents, the emergency level."""

import msgspec

from video_bank.ids import StaffId
from video_bank.queues.emergency import LevelMode
from video_bank.queues.floor_board import AgentLine, Board
from video_bank.queues.floor_report import Interval
from video_bank.queues.ticket import ChangeReason, Presence


class _Asked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    request_id: str


class ChangeAgentState(_Asked, frozen=True, tag="change_agent_state"):
    """`presence`: ready, break or offline; refused while the agent has a customer."""

    staff_id: StaffId
    presence: Presence
    reason: ChangeReason


class ChooseEmergency(_Asked, frozen=True, tag="choose_emergency"):
    """The button of a level, 1 or 2."""

    level: int
    mode: LevelMode


class BoardChanged(msgspec.Struct, frozen=True, tag="board_changed"):
    board: Board


class AgentsChanged(msgspec.Struct, frozen=True, tag="agents_changed"):
    agents: tuple[AgentLine, ...]


class TrendChanged(msgspec.Struct, frozen=True, tag="trend_changed"):
    """The day so far, by half hours."""

    trend: tuple[Interval, ...]
