"""The figures that the scripts decide by, as they lie in Redis (pure)."""

from typing import Final

import msgspec

from video_bank.queues.policy import RoutingPolicy
from video_bank.queues.response import measures

RING_S: Final = 20.0
LEASE_S: Final = 10.0
NOT_AGAIN_S: Final = 3.0
JOINS: Final = 6  # so often a customer comes anew within JOINS_WITHIN_S
JOINS_WITHIN_S: Final = 3600
FLOOD: Final = 20  # who tries as often within it loses even the place that is held
MISSES: Final = 2  # that many calls in a row an agent lets ring out, then it is a break
_CREDIT_S: Final = 600.0  # the most rest that an idle hour earns in advance


class Rules(msgspec.Struct, frozen=True):
    """`rest_share`: seconds of rest that a second of work costs; `tiers` of each queue;
    `audio_first` travels with whoever is accepted. `wrap_up_s`: None, as long as
    the session lets a wrap-up last.
    """

    version: str
    strategy: str
    tiers: dict[str, list[int]]
    pause_s: int
    rest_share: float
    level: int = 0
    audio_first: bool = False
    wrap_up_s: int | None = None
    credit_s: float = _CREDIT_S
    ring_s: float = RING_S
    lease_s: float = LEASE_S
    not_again_s: float = NOT_AGAIN_S
    misses: int = MISSES
    joins: int = JOINS
    joins_within_s: int = JOINS_WITHIN_S
    flood: int = FLOOD


def encode_rules(policy: RoutingPolicy) -> str:
    asked = measures(policy)
    rules = Rules(
        version=policy.version,
        strategy=policy.strategy,
        tiers={queue: rule.tiers for queue, rule in policy.queues.items()},
        pause_s=policy.pause_s,
        rest_share=rest_share(policy),
        level=policy.level,
        audio_first=asked.audio_first,
        wrap_up_s=asked.wrap_up_s,
    )
    return msgspec.json.encode(rules, order="sorted").decode()


def rest_share(policy: RoutingPolicy) -> float:
    """Return how much rest a second of work costs, for the share of work to stay below the cap."""
    return 0.0 if policy.occupancy is None else 1 / policy.occupancy - 1
