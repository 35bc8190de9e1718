"""Appointment slots (pure): when a queue could take somebody, and how many places are left."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from video_bank.ids import QueueId
from video_bank.queues.hours import opening_spans
from video_bank.queues.policy import RoutingPolicy

SOONEST_S: Final = 15 * 60.0  # whoever wants to come earlier may as well wait


class Slot(msgspec.Struct, frozen=True):
    """Times in seconds, UTC; `left` is how many may still book it."""

    begins_at: float
    ends_at: float
    left: int


def slots(
    policy: RoutingPolicy, queue: QueueId, taken: Mapping[float, int], now: float
) -> Iterator[Slot]:
    """Yield the queue's slots from now on, in order, also those that are full.

    They lie side by side from each opening on; one that would end after closing is none. `taken`:
    how many have booked the slot that begins then.
    """
    rule = policy.rule(queue)
    if rule.slots is None:
        return
    length_s = rule.slots.minutes * 60.0
    hours = rule.hours if rule.slots.hours is None else rule.slots.hours
    today = datetime.fromtimestamp(now, ZoneInfo(policy.zone)).date()
    for ahead in range(rule.slots.days + 1):
        day = today + timedelta(days=ahead)
        for opens, closes in opening_spans(hours, policy.holidays, policy.zone, day):
            begins_at = opens
            while begins_at + length_s <= closes:
                if begins_at >= now + SOONEST_S:
                    left = max(0, rule.slots.capacity - taken.get(begins_at, 0))
                    yield Slot(begins_at, begins_at + length_s, left)
                begins_at += length_s
