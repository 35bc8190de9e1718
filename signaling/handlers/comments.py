"""Comments and bookmarks on a recording's time line."""

import math

from aiohttp import web

from signaling.audit_resources import AddComment
from signaling.bodies import json_response, read_json, session_id_of
from signaling.errors import MalformedError
from signaling.keys import DESK
from signaling.needs import Desk
from signaling.resources import CommentView
from signaling.staff_names import name_of, staff_id_of
from video_bank.ids import SessionId
from video_bank.recording.comments import LONGEST_COMMENT, Comment


async def add_comment(request: web.Request) -> web.Response:
    said = await read_json(request, AddComment)
    text = said.text.strip()
    is_placed = math.isfinite(said.position_s) and said.position_s >= 0
    if not is_placed or len(text) > LONGEST_COMMENT:
        raise MalformedError
    desk = request.app[DESK]
    session = await desk.store.load(session_id_of(request))
    added = await desk.comments.add(
        session.session_id, round(said.position_s, 2), text, staff_id_of(request)
    )
    return json_response(await _view(desk, added), 201)


async def read_comments(desk: Desk, session_id: SessionId) -> tuple[CommentView, ...]:
    found = await desk.comments.of_session(session_id)
    return tuple([await _view(desk, comment) for comment in found])


async def _view(desk: Desk, comment: Comment) -> CommentView:
    return CommentView(
        comment_id=comment.comment_id,
        written_by=await name_of(desk, comment.written_by),
        written_at=comment.written_at,
        position_s=comment.position_s,
        text=comment.text,
    )
