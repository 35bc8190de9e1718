"""Binds the lines of a call's legs to each other, as the arrangement wants it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from video_bank.media.aiortc_leg import AiortcLeg
from video_bank.media.arrangement import plan_feeds
from video_bank.media.commands import Arrangement, LegName
from video_bank.media.slots import Feeder, Slot

if TYPE_CHECKING:
    from video_bank.media.lines import MediaLine


def connect_legs(legs: Mapping[LegName, AiortcLeg], arrangement: Arrangement) -> None:
    """Bind every line anew; what stays as it was goes on without a break."""
    routes: dict[LegName, dict[MediaLine, list[Slot]]] = {name: {} for name in legs}
    for name, leg in legs.items():
        feeders = {}
        for line, feed in plan_feeds(name, legs.keys(), arrangement).items():
            if line in leg.slots:
                feeders[line] = Feeder(legs[feed.leg].upstream, feed.line)
                routes[feed.leg].setdefault(feed.line, []).append(leg.slots[line])
        leg.listen_to(feeders)
    for name, leg in legs.items():
        leg.send_to(routes[name])
