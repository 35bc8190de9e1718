"""What an agent's desk asks about the customer's curtain, colleagues and going on to others."""

from signaling.asked import Asked
from video_bank.queues.ticket import Target


class SetHold(Asked, frozen=True, tag="set_hold"):
    """With a colleague in the call: off lets all three talk."""

    is_held: bool


class CallColleague(Asked, frozen=True, tag="call_colleague"):
    """Ring somebody free; the customer is on hold meanwhile."""

    target: Target
    note: str = ""


class TakeCustomerBack(Asked, frozen=True, tag="take_customer_back"):
    """The colleague goes, or rings no more."""


class HandCustomerOver(Asked, frozen=True, tag="hand_customer_over"):
    """To the colleague who is in the call."""


class TransferCustomer(Asked, frozen=True, tag="transfer_customer"):
    """By way of the queue, before all who wait."""

    target: Target
    note: str = ""


class CallForHelp(Asked, frozen=True, tag="call_for_help"):
    is_wanted: bool


HandingOnMessage = (
    SetHold | CallColleague | TakeCustomerBack | HandCustomerOver | TransferCustomer | CallForHelp
)
