"""Holding, asking colleagues, handing on: an agent's requests to the session, and who is there."""

from collections.abc import Callable
from typing import Final

import msgspec
from aiohttp import web

from signaling.bodies import json_response
from signaling.handing_on_messages import (
    CallColleague,
    CallForHelp,
    HandCustomerOver,
    SetHold,
    TakeCustomerBack,
    TransferCustomer,
)
from signaling.keys import CALLER, DESK
from signaling.needs import Desk
from signaling.resources import Colleague, Colleagues, ReachableQueue, ReachableSkill
from video_bank.errors import NotFoundError
from video_bank.ids import QueueId, SessionId, StaffId
from video_bank.queues.lines import line_to, skills_in
from video_bank.queues.redis_roster import OnDuty
from video_bank.queues.ticket import Presence, Target, TargetKind
from video_bank.sessions.requests import (
    AskColleague,
    AskForHelp,
    HandOver,
    HoldCustomer,
    ParticipantRequest,
    TakeBack,
    Transfer,
)

_KINDS: Final[dict[type, Callable[..., ParticipantRequest]]] = {
    SetHold: HoldCustomer,
    CallColleague: AskColleague,
    TakeCustomerBack: TakeBack,
    HandCustomerOver: HandOver,
    TransferCustomer: Transfer,
    CallForHelp: AskForHelp,
}


async def read_colleagues(request: web.Request) -> web.Response:
    """Who could take a customer on now: agents but the asker, skills, queues."""
    desk, asker = request.app[DESK], request[CALLER].staff_id
    on_duty = await desk.roster.on_duty()
    queues = list((await desk.queues.policy()).queues)
    waiting, names = await desk.roster.waiting(queues), await desk.floor.queue_names()
    skills = sorted({skill for each in on_duty for skill in skills_in(each.serves)})
    found = Colleagues(
        agents=tuple(await _find_colleagues(desk, on_duty, asker)),
        skills=tuple(
            ReachableSkill(skill, _count_free(on_duty, Target(TargetKind.SKILL, skill)))
            for skill in skills
        ),
        queues=tuple(
            ReachableQueue(
                queue,
                names.get(queue, queue),
                _count_free(on_duty, Target(TargetKind.QUEUE, queue)),
                waiting[queue],
            )
            for queue in queues
        ),
    )
    return json_response(found)


async def check_target(desk: Desk, message: msgspec.Struct) -> None:
    """Raise NotFoundError for a queue that the bank does not have: nobody would ever serve it."""
    match message:
        case (
            CallColleague(target=Target(kind=TargetKind.QUEUE, name=name))
            | TransferCustomer(target=Target(kind=TargetKind.QUEUE, name=name))
        ):
            if QueueId(name) not in (await desk.queues.policy()).queues:
                raise NotFoundError
        case _:
            return


def to_handing_on_request(
    message: msgspec.Struct, session_id: SessionId
) -> ParticipantRequest | None:
    """Return None for a message of another kind."""
    kind = _KINDS.get(type(message))
    if kind is None:
        return None
    request: ParticipantRequest = kind(session_id=session_id, **msgspec.structs.asdict(message))
    return request


async def _find_colleagues(
    desk: Desk, on_duty: list[OnDuty], asker: StaffId | None
) -> list[Colleague]:
    """Return who is signed on, who is free first."""
    found = []
    for each in on_duty:
        card = await desk.access.find_card(each.staff_id)
        is_here = each.presence is not Presence.OFFLINE
        if card is not None and is_here and each.staff_id != asker:
            found.append(Colleague(card, each.presence, each.since))
    return sorted(found, key=lambda each: (each.presence is not Presence.READY, each.since))


def _count_free(on_duty: list[OnDuty], target: Target) -> int:
    return sum(each.counts_for(line_to(target)) for each in on_duty)
