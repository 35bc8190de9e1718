"""Colleagues by name, as they see each other at the desk."""

from aiohttp import web

from signaling.errors import NotSignedInError
from signaling.keys import CALLER
from signaling.needs import Desk
from video_bank.ids import StaffId


def staff_id_of(request: web.Request) -> StaffId:
    """Return who is asking, at an endpoint for staff alone."""
    staff_id = request[CALLER].staff_id
    if staff_id is None:
        raise NotSignedInError
    return staff_id


async def name_of(desk: Desk, staff_id: StaffId) -> str:
    """Return the display name; the end of the id for somebody who is not there any more."""
    card = await desk.access.find_card(staff_id)
    return card.display_name if card else staff_id[-6:]
