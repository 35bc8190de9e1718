"""What participants ask of a session: commands, in the imperative, for its inbox.

`request_id` makes a repeated request harmless and names it in an answer.
"""

import msgspec

from video_bank.ids import CheckId, PictureId, SessionId, StaffId
from video_bank.media.commands import LegName
from video_bank.verification.evidence import Decision


class _Request(msgspec.Struct, frozen=True, kw_only=True):
    session_id: SessionId
    request_id: str


class NoteArrival(_Request, frozen=True, tag="note_arrival"):
    """The customer's join link was redeemed."""


class NotePresence(_Request, frozen=True, tag="note_presence"):
    """A participant's page connected or its last one vanished."""

    leg: LegName
    is_here: bool


class GiveConsents(_Request, frozen=True, tag="give_consents"):
    recording: bool
    face: bool


class EnterQueue(_Request, frozen=True, tag="enter_queue"):
    pass


class OfferMedia(_Request, frozen=True, tag="offer_media"):
    """A page made a new RTCPeerConnection; `connection` is the page's own name for it."""

    leg: LegName
    connection: str
    sdp: str


class HangUp(_Request, frozen=True, tag="hang_up"):
    leg: LegName


class AskForPicture(_Request, frozen=True, tag="ask_for_picture"):
    """The agent asks the customer to photograph the document."""


class NotePicture(_Request, frozen=True, tag="note_picture"):
    picture_id: PictureId
    taken_by: LegName


class BeginCheck(_Request, frozen=True, tag="begin_check"):
    picture_id: PictureId


class DecideCheck(_Request, frozen=True, tag="decide_check"):
    check_id: CheckId
    decision: Decision
    reason: str


class FinishWrapUp(_Request, frozen=True, tag="finish_wrap_up"):
    result: str
    note: str
    staff_id: StaffId


class Rate(_Request, frozen=True, tag="rate"):
    score: int


ParticipantRequest = (
    NoteArrival
    | NotePresence
    | GiveConsents
    | EnterQueue
    | OfferMedia
    | HangUp
    | AskForPicture
    | NotePicture
    | BeginCheck
    | DecideCheck
    | FinishWrapUp
    | Rate
)
