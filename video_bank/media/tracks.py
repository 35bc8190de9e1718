"""What is journalled and sealed as one file: what a leg's person says and shows, or its screen."""

from enum import StrEnum
from typing import Final

from video_bank.media.commands import LegName

_SCREEN: Final = "-screen"


class TrackName(StrEnum):
    CUSTOMER = "customer"
    AGENT = "agent"
    GUEST = "guest"
    SUPERVISOR = "supervisor"
    COLLEAGUE = "colleague"
    CUSTOMER_SCREEN = "customer-screen"
    AGENT_SCREEN = "agent-screen"
    GUEST_SCREEN = "guest-screen"
    SUPERVISOR_SCREEN = "supervisor-screen"
    COLLEAGUE_SCREEN = "colleague-screen"

    @property
    def leg(self) -> LegName:
        return LegName(self.removesuffix(_SCREEN))

    @property
    def is_screen(self) -> bool:
        return self.endswith(_SCREEN)


def person_track(leg: LegName) -> TrackName:
    return TrackName(leg)


def screen_track(leg: LegName) -> TrackName:
    return TrackName(leg + _SCREEN)
