"""Who the customer is: nothing of it is sent before a purpose stands on the trail."""

from aiohttp import web

from signaling.audit_resources import Unmask, UnmaskedCustomer
from signaling.bodies import json_response, read_json, session_id_of
from signaling.keys import DESK
from signaling.trail_notes import note


async def unmask(request: web.Request) -> web.Response:
    asked = await read_json(request, Unmask)
    session = await request.app[DESK].store.load(session_id_of(request))
    await note(request, session.session_id, "customer_unmasked", purpose=asked.purpose.value)
    document = session.document.values if session.document else None
    return json_response(
        UnmaskedCustomer(session.customer.name, session.customer.details, document)
    )
