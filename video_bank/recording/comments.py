"""What an auditor writes on a recording's time line."""

from typing import Final

import msgspec

from video_bank.ids import CommentId, SessionId, StaffId

LONGEST_COMMENT: Final = 1000


class Comment(msgspec.Struct, frozen=True, kw_only=True):
    """`position_s` is on the recording's clock; without text it is a bookmark.

    Its text may name people: on the trail is only that there is one, and where.
    """

    comment_id: CommentId
    session_id: SessionId
    written_by: StaffId
    written_at: float
    position_s: float
    text: str
