"""Where the customer is: asked after a consent of its own; without it nothing is kept."""

import msgspec

from video_bank.errors import NotNowError
from video_bank.sessions.draft import Draft
from video_bank.sessions.errors import ConsentMissingError
from video_bank.sessions.lifecycle import ENDS
from video_bank.sessions.requests import GiveLocationConsent, NoteAddress, NotePosition
from video_bank.sessions.session import LocationConsent, Stage
from video_bank.verification.evidence import Reason
from video_bank.verification.location.findings import find_in_location
from video_bank.verification.location.location import (
    Location,
    PositionAnswer,
    add_address,
    round_device,
)


def give_location_consent(draft: Draft, asked: GiveLocationConsent) -> None:
    """Whatever the answer, the meeting goes on."""
    session = draft.session
    if session.location_consent is not None:
        if session.location_consent.is_given == asked.is_given:
            return
        raise NotNowError
    if session.stage is not Stage.ARRIVING:
        raise NotNowError
    if session.consents is None:
        raise ConsentMissingError
    draft.change(
        location_consent=LocationConsent(asked.is_given, draft.now, asked.text),
        location=Location() if asked.is_given else None,
    )
    actor = session.session_id
    draft.note("location_consent_answered", actor, location=asked.is_given, text=asked.text)


def note_position(draft: Draft, noted: NotePosition) -> None:
    """The first answer counts; the question is asked once."""
    location = draft.session.location
    if location is None:
        raise ConsentMissingError
    if location.answer is not None:
        return
    if draft.session.stage in ENDS:
        raise NotNowError
    is_sent = noted.answer is PositionAnswer.SENT
    position = round_device(noted.position) if is_sent and noted.position else None
    draft.note("position_answered", draft.session.session_id, position=noted.answer)
    _learn(draft, msgspec.structs.replace(location, answer=noted.answer, position=position))


def note_address(draft: Draft, noted: NoteAddress) -> None:
    """Nobody asked for it: without the consent it is dropped, and at the end of the meeting too."""
    location = draft.session.location
    if location is not None and draft.session.stage not in ENDS:
        _learn(draft, add_address(location, noted.address))


def _learn(draft: Draft, location: Location) -> None:
    """Keep it, and say on the trail what is a new hint: no place and no country."""
    before = draft.session.location
    known = {finding.reason for finding in find_in_location(before)} if before else set()
    draft.change(location=location)
    for finding in find_in_location(location):
        if finding.reason not in known | {Reason.POSITION_NOT_GIVEN}:
            is_far = finding.reason is Reason.POSITION_FAR_FROM_ADDRESS
            draft.note(
                "location_hinted", hint=finding.reason, apart_km=finding.value if is_far else None
            )
