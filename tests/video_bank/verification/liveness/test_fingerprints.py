"""A video that was shown in an earlier meeting is found; another one of the same person is not."""

from video_bank.ids import new_session_id

EARLIER = new_session_id()
