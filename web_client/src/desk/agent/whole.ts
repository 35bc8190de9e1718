/** All that a welcome tells an agent's page at once; later messages change a part of it (pure). */

import type {
  AgentState,
  AgentView,
  OfferView,
  Presence,
  ServerMessage,
} from "../../wire/messages";

export interface Whole {
  readonly state: AgentState;
  readonly offer: OfferView | null;
  readonly view: AgentView | null;
}

/** Returns `whole` itself where the message changes nothing of it. */
export function applyTo(whole: Whole, message: ServerMessage): Whole {
  switch (message.type) {
    case "agent_state_changed":
      return isNoteOver(whole.view, message.state.presence)
        ? { ...whole, state: message.state, view: null }
        : { ...whole, state: message.state };
    case "agent_view_changed":
      return { ...whole, view: message.view };
    case "offer_made":
      return { ...whole, offer: message.offer };
    case "offer_gone":
      return whole.offer?.offer_id === message.offer_id ? { ...whole, offer: null } : whole;
    default:
      return whole;
  }
}

/** Whoever has handed a customer on is let go by the queues, however the meeting goes on. */
function isNoteOver(view: AgentView | null, presence: Presence): boolean {
  return view?.seat === "former" && presence !== "wrap_up" && presence !== "busy";
}
