"""The way without a face, step by step; in the end people decide as after any check."""

import hmac

import msgspec

from video_bank.errors import NotFoundError, NotNowError
from video_bank.ids import CheckId, NodeId
from video_bank.media.commands import Inquire, LegName
from video_bank.sessions.draft import Draft
from video_bank.sessions.effects import TellNode
from video_bank.sessions.errors import CheckRunningError, TokenExpiredError
from video_bank.sessions.lifecycle import IN_CALL
from video_bank.sessions.requests import BeginOtherWay, NoteAnswer, NoteCodeSent, TypeCode
from video_bank.sessions.rules.checks import check_id_of, find_check, reasons_of, replace_check
from video_bank.sessions.rules.regulated import check_recorded
from video_bank.sessions.session import Check, CheckState, Session, Stage
from video_bank.verification.evidence import InquiryAnswered
from video_bank.verification.other_way import Code, OtherWay, may_send_code


def begin_other_way(draft: Draft, asked: BeginOtherWay) -> None:
    session = draft.session
    check_id = check_id_of(asked)
    if any(check.check_id == check_id for check in session.checks):
        return
    if session.stage is not Stage.TALKING or session.media_node is None:
        raise NotNowError
    check_recorded(session)
    if all(picture.picture_id != asked.picture_id for picture in session.pictures):
        raise NotFoundError
    if any(check.state is CheckState.RUNNING for check in session.checks):
        raise CheckRunningError
    check = Check(check_id, asked.picture_id, CheckState.BY_PEOPLE, draft.now, other_way=OtherWay())
    draft.change(checks=(*session.checks, check), code_digest=None)
    actor = draft.actor(session.lead)
    draft.note("other_way_begun", actor, check=check_id, picture=asked.picture_id)
    ask_bank(draft, session.media_node)


def ask_bank(draft: Draft, node_id: NodeId) -> None:
    """Have a node ask the bank's own systems, unless the newest check has their answer."""
    session = draft.session
    check = session.checks[-1] if session.checks else None
    if check is not None and check.other_way and check.other_way.findings is None:
        inquire = Inquire(session.session_id, check.check_id, session.customer.reference)
        draft.do(TellNode(node_id, inquire))


def note_inquiry(draft: Draft, news: InquiryAnswered) -> None:
    """The answer counts as long as nobody has decided without it."""
    check = find_check(draft, news.check_id)
    if check is None or check.other_way is None or check.decision is not None:
        return
    if check.other_way.findings is not None:
        return
    _change(draft, check, check.other_way, findings=news.findings)
    if news.findings:
        findings = reasons_of(news.findings)
        draft.note("inquiry_answered", check=news.check_id, findings=findings)


def note_answer(draft: Draft, noted: NoteAnswer) -> None:
    """The customer was asked for a line of the details that the bank's system gave."""
    check, way = _open_way(draft.session, noted.check_id)
    details = draft.session.customer.details
    if not 0 <= noted.question < len(details):
        raise NotFoundError
    answers = {**way.answers, details[noted.question].label: noted.is_right}
    if answers == way.answers:
        return
    _change(draft, check, way, answers=answers)
    draft.note(
        "control_question_noted",
        draft.actor(draft.session.lead),
        check=check.check_id,
        question=noted.question + 1,
        right=noted.is_right,
    )


def check_code_may_be_sent(session: Session, check_id: CheckId, now: float) -> None:
    """Raise NotFoundError or NotNowError. A text message must not arrive on a shown screen."""
    _check, way = _open_way(session, check_id)
    if not may_send_code(way, now) or session.screen is LegName.CUSTOMER:
        raise NotNowError


def note_code_sent(draft: Draft, sent: NoteCodeSent) -> None:
    check_code_may_be_sent(draft.session, sent.check_id, draft.now)
    check, way = _open_way(draft.session, sent.check_id)
    number = way.code.number + 1 if way.code else 1
    _change(draft, check, way, code=Code(draft.now, number))
    draft.change(code_digest=sent.digest)
    actor = draft.actor(draft.session.lead)
    draft.note("code_sent", actor, check=check.check_id, attempt=number)


def type_code(draft: Draft, typed: TypeCode) -> None:
    check, way = _open_way(draft.session, typed.check_id)
    code, expected = way.code, draft.session.code_digest
    if code is None or code.confirmed_at is not None:
        raise NotNowError
    if expected is None or not code.is_open(draft.now):
        raise TokenExpiredError
    is_right = hmac.compare_digest(expected, typed.digest)
    tried = msgspec.structs.replace(
        code, tries=code.tries + 1, confirmed_at=draft.now if is_right else None
    )
    _change(draft, check, way, code=tried)
    if is_right or not tried.tries_left:
        draft.change(code_digest=None)
    actor = draft.actor(LegName.CUSTOMER)
    draft.note("code_typed", actor, check=check.check_id, right=is_right, attempt=tried.tries)


def _open_way(session: Session, check_id: CheckId) -> tuple[Check, OtherWay]:
    """Return what the newest way without a face came to; raise where it is over."""
    for check in session.checks:
        if check.check_id == check_id and check.other_way is not None:
            is_newest = check is session.checks[-1]
            if session.stage not in IN_CALL or check.decision is not None or not is_newest:
                raise NotNowError
            return check, check.other_way
    raise NotFoundError


def _change(draft: Draft, check: Check, way: OtherWay, **fields: object) -> None:
    replace_check(draft, check, other_way=msgspec.structs.replace(way, **fields))
