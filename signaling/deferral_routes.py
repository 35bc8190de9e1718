"""Callbacks, appointments, video messages; `routes.py` takes these in."""

from typing import Final

from signaling import deferral_resources as resources
from signaling.handlers import appointments, callbacks, messages_left
from signaling.route import Route
from video_bank.caller import Role

_CUSTOMER: Final = frozenset({Role.CUSTOMER})
_BANK_SYSTEM: Final = frozenset({Role.BANK_SYSTEM})
_DESK: Final = frozenset({Role.AGENT, Role.SUPERVISOR})
_PIECE: Final = ("application/octet-stream",)
_VIDEOS: Final = ("video/webm", "video/mp4")

DEFERRAL_ROUTES: Final = (
    Route(
        method="GET",
        path="/api/v1/seat/exits",
        handler=appointments.read_exits,
        callers=_CUSTOMER,
        summary="What may be left instead of waiting, and when the queue opens",
        gives=resources.Exits,
    ),
    Route(
        method="PUT",
        path="/api/v1/seat/appointment",
        handler=appointments.book_own_appointment,
        callers=_CUSTOMER,
        summary="Book a slot instead of waiting, or move the appointment to another",
        takes=resources.BookAppointment,
        gives=resources.Booked,
        status=201,
    ),
    Route(
        method="POST",
        path="/api/v1/seat/messages",
        handler=messages_left.begin_message,
        callers=_CUSTOMER,
        summary="Begin a video message, of two minutes at most",
        gives=resources.MessageBegun,
        status=201,
    ),
    Route(
        method="GET",
        path="/api/v1/seat/messages/{message_id}",
        handler=messages_left.read_pieces,
        callers=_CUSTOMER,
        summary="Which pieces of the message are here",
        gives=resources.MessagePieces,
    ),
    Route(
        method="PUT",
        path="/api/v1/seat/messages/{message_id}/pieces/{number}",
        handler=messages_left.add_piece,
        callers=_CUSTOMER,
        summary="A piece of the message, at most 512 KiB",
        takes=_PIECE,
        status=204,
    ),
    Route(
        method="POST",
        path="/api/v1/seat/messages/{message_id}/end",
        handler=messages_left.end_message,
        callers=_CUSTOMER,
        summary="The message is whole",
        takes=resources.EndMessage,
        status=204,
    ),
    Route(
        method="GET",
        path="/api/v1/callbacks",
        handler=callbacks.list_callbacks,
        callers=_DESK | _BANK_SYSTEM,
        summary="Callbacks, appointments and messages that are open",
        gives=resources.CallbackList,
    ),
    Route(
        method="POST",
        path="/api/v1/callbacks/{session_id}",
        handler=callbacks.settle_callback,
        callers=_DESK,
        summary="What came of it: done, or try again",
        takes=resources.SettleCallback,
        status=204,
    ),
    Route(
        method="GET",
        path="/api/v1/callbacks/{session_id}/message",
        handler=messages_left.read_message,
        callers=_DESK,
        summary="The video message; watching it is an entry on the trail",
        gives=_VIDEOS,
    ),
    Route(
        method="GET",
        path="/api/v1/queues/{queue}/slots",
        handler=appointments.list_slots,
        callers=_BANK_SYSTEM,
        summary="The slots that may be booked",
        gives=resources.SlotList,
    ),
    Route(
        method="PUT",
        path="/api/v1/sessions/{session_id}/appointment",
        handler=appointments.book_appointment,
        callers=_BANK_SYSTEM,
        summary="Book a slot for the customer, or move the appointment to another",
        takes=resources.BookAppointment,
        gives=resources.Booked,
        status=201,
    ),
    Route(
        method="POST",
        path="/api/v1/sessions/{session_id}/callback",
        handler=appointments.leave_callback,
        callers=_BANK_SYSTEM,
        summary="Put the customer into the queue for a callback",
        status=204,
    ),
)
