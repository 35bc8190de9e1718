"""The chain of what supervisors and the emergency plan change on the floor: one a day (pure)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from video_bank.ids import SessionId


def floor_chain(now: float, zone: str) -> SessionId:
    """Return the day's name in the trail, where each meeting has one of its own."""
    return SessionId(f"floor_{datetime.fromtimestamp(now, ZoneInfo(zone)):%Y%m%d}")
