"""What an agent's desk shows, as its messages leave it."""

from signaling.messages import AgentStateChanged, ServerMessage, WelcomeDesk
from video_bank.queues.ticket import AgentState
from video_bank.sessions.outgoing import AgentViewChanged, OfferGone, OfferMade
from video_bank.sessions.views import AgentView, OfferView


class DeskMemory:
    """For whoever sits at a desk's socket; nothing is known before the welcome."""

    state: AgentState | None = None
    offer: OfferView | None = None
    view: AgentView | None = None

    def remember(self, message: ServerMessage) -> None:
        match message:
            case WelcomeDesk():
                self.state, self.offer, self.view = message.state, message.offer, message.view
            case AgentStateChanged():
                self.state = message.state
            case AgentViewChanged():
                self.view = message.view
            case OfferMade():
                self.offer = message.offer
            case OfferGone():
                self.offer = None
            case _:
                pass
