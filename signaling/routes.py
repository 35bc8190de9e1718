"""Every endpoint, once: the router, the OpenAPI document and the access tests read this table."""

from typing import Final

from signaling import resources
from signaling.access_log import HEALTH_PATH
from signaling.auth import STAFF
from signaling.handlers import (
    customer_socket,
    desk_socket,
    house,
    ice_servers,
    join,
    legs,
    pictures,
    recordings,
    sessions,
    staff,
)
from signaling.route import ANYBODY, Route
from video_bank.caller import Role

CUSTOMER: Final = frozenset({Role.CUSTOMER})
AGENT: Final = frozenset({Role.AGENT})
BANK_SYSTEM: Final = frozenset({Role.BANK_SYSTEM})
AUDIT: Final = frozenset({Role.AUDITOR, Role.ADMIN})
_PICTURES: Final = ("image/jpeg", "image/png")

ROUTES: Final = (
    Route(
        method="GET",
        path=HEALTH_PATH,
        handler=house.check_health,
        callers=ANYBODY,
        summary="Whether this front desk can work",
        status=204,
    ),
    Route(
        method="GET",
        path="/api/v1/openapi.json",
        handler=house.read_document,
        callers=ANYBODY,
        summary="This document",
        gives=("application/json",),
    ),
    Route(
        method="GET",
        path="/api/v1/house",
        handler=house.read_house,
        callers=ANYBODY,
        summary="What a page needs before anybody signs in",
        gives=resources.House,
    ),
    Route(
        method="POST",
        path="/api/v1/join",
        handler=join.redeem_link,
        callers=ANYBODY,
        summary="A join link's one-time token for a seat in its session",
        takes=resources.RedeemLink,
        gives=resources.Seat,
    ),
    Route(
        method="GET",
        path="/api/v1/seat",
        handler=join.read_seat,
        callers=CUSTOMER,
        summary="The session that this browser has a seat in",
        gives=resources.Seat,
    ),
    Route(
        method="POST",
        path="/api/v1/staff/sign-in",
        handler=staff.sign_in,
        callers=ANYBODY,
        summary="Sign in at the desk",
        takes=resources.SignIn,
        gives=resources.StaffProfile,
    ),
    Route(
        method="POST",
        path="/api/v1/staff/sign-out",
        handler=staff.sign_out,
        callers=STAFF,
        summary="Sign out",
        status=204,
    ),
    Route(
        method="GET",
        path="/api/v1/staff/me",
        handler=staff.read_me,
        callers=STAFF,
        summary="Who is signed in",
        gives=resources.StaffProfile,
    ),
    Route(
        method="GET",
        path="/api/v1/ice-servers",
        handler=ice_servers.read_ice_servers,
        callers=CUSTOMER | AGENT,
        summary="The TURN servers, with credentials for a few minutes",
        gives=resources.IceServers,
    ),
    Route(
        method="POST",
        path="/api/v1/sessions",
        handler=sessions.create_session,
        callers=BANK_SYSTEM,
        summary="Invite a customer: a new session and its one-time link",
        takes=resources.CreateSession,
        gives=resources.Invitation,
        status=201,
        headers=(sessions.IDEMPOTENCY_KEY,),
    ),
    Route(
        method="GET",
        path="/api/v1/sessions/{session_id}",
        handler=sessions.read_session,
        callers=BANK_SYSTEM,
        summary="How a session goes, or how it went",
        gives=resources.SessionReport,
    ),
    Route(
        method="POST",
        path="/api/v1/sessions/{session_id}/links",
        handler=sessions.issue_link,
        callers=BANK_SYSTEM,
        summary="Another one-time link to the same session",
        gives=resources.Invitation,
        status=201,
    ),
    Route(
        method="POST",
        path="/api/v1/sessions/{session_id}/pictures",
        handler=pictures.add_picture,
        callers=CUSTOMER | AGENT,
        summary="A picture of the customer's document, at most 10 MB",
        takes=_PICTURES,
        gives=resources.PictureReceipt,
        status=201,
    ),
    Route(
        method="GET",
        path="/api/v1/sessions/{session_id}/pictures/{picture_id}",
        handler=pictures.read_picture,
        callers=AGENT | AUDIT,
        summary="A picture of the session; reading it is an entry on the trail",
        gives=("image/jpeg",),
    ),
    Route(
        method="GET",
        path="/api/v1/recordings",
        handler=recordings.list_recordings,
        callers=AUDIT,
        summary="Meetings, the newest first",
        gives=resources.RecordingList,
        query=("search", "before", "limit"),
    ),
    Route(
        method="GET",
        path="/api/v1/recordings/{session_id}",
        handler=recordings.read_recording,
        callers=AUDIT,
        summary="One meeting with its trail; reading it is an entry there",
        gives=resources.RecordingDetail,
    ),
    Route(
        method="GET",
        path="/api/v1/recordings/{session_id}/legs/{leg}",
        handler=legs.read_leg,
        callers=AUDIT,
        summary="One side's sealed video; answers byte ranges",
        gives=(legs.WEBM,),
        headers=("Range",),
    ),
    Route(
        method="GET",
        path="/api/v1/recordings/{session_id}/quality",
        handler=recordings.read_quality,
        callers=AUDIT,
        summary="How both sides' links were, second by second",
        gives=resources.RecordedQuality,
    ),
    Route(
        method="POST",
        path="/api/v1/recordings/{session_id}/playback",
        handler=recordings.note_playback,
        callers=AUDIT,
        summary="Play, pause and seek, for the trail",
        takes=resources.NotePlayback,
        status=204,
    ),
    Route(
        method="GET",
        path="/ws/customer",
        handler=customer_socket.serve_customer,
        callers=CUSTOMER,
        summary="The customer's page on the line",
    ),
    Route(
        method="GET",
        path="/ws/desk",
        handler=desk_socket.serve_desk,
        callers=AGENT,
        summary="An agent's desk on the line",
    ),
)
