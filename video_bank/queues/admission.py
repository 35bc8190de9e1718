"""Who gets no place by the rules of the moment, whoever else waits (pure)."""

from video_bank.queues.hours import is_open
from video_bank.queues.news import NoPlace
from video_bank.queues.policy import RoutingPolicy
from video_bank.queues.response import measures
from video_bank.queues.ticket import Ticket


def why_no_place(policy: RoutingPolicy, ticket: Ticket) -> NoPlace | None:
    """Return why who comes for the first time cannot wait; None when a place can be asked for.

    A callback is left also where no place is free. Who comes to an appointment does not come for
    the first time.
    """
    if ticket.is_callback:
        return None
    hours = policy.rule(ticket.queue).hours
    if not is_open(hours, policy.holidays, policy.zone, ticket.arrived_at):
        return NoPlace.QUEUE_CLOSED
    if ticket.queue in measures(policy).appointments_only:
        return NoPlace.APPOINTMENTS_ONLY
    return None
