/** Who is to be seen in a call, each in the place where the connection brings them (pure). */

import type { Relation, SupervisorView } from "../../wire/messages";

/** `absence` has its sentence in the text. */
export interface Seen {
  readonly who: "customer" | "agent" | "guest";
  readonly name: string;
  readonly staffNumber: string;
  readonly relation: Relation | null;
  readonly absence: "customer" | "agent" | "guest" | "invited" | null;
}

type View = Pick<
  SupervisorView,
  "customer_name" | "is_customer_here" | "agent" | "is_agent_here" | "guest"
>;

export function peopleOf(view: View): readonly Seen[] {
  const { agent, guest } = view;
  const two: readonly Seen[] = [
    {
      who: "customer",
      name: view.customer_name,
      staffNumber: "",
      relation: null,
      absence: view.is_customer_here ? null : "customer",
    },
    {
      who: "agent",
      name: agent?.display_name ?? "",
      staffNumber: agent?.staff_number ?? "",
      relation: null,
      absence: view.is_agent_here ? null : "agent",
    },
  ];
  return guest === null ? two : [...two, seenGuest(guest)];
}

function seenGuest(guest: NonNullable<View["guest"]>): Seen {
  const { name, relation, has_agreed, is_here } = guest;
  const missing = has_agreed ? "guest" : "invited";
  return { who: "guest", name, staffNumber: "", relation, absence: is_here ? null : missing };
}
