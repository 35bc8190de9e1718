/** Who has just come into the call or left it, as long as it takes to read. */

import { onScopeDispose, shallowRef, watch, type ShallowRef } from "vue";
import type { AgentCard, GuestCard, Relation } from "../wire/messages";

const SAID_FOR_MS = 6_000;

/** Who is in a call beside its two; `agent` for those who meet whoever leads it. */
export interface Company {
  readonly agent?: AgentCard | null;
  readonly guest: GuestCard | null;
  readonly supervisor: AgentCard | null;
  readonly colleague?: AgentCard | null;
}

/** `what` has its sentence in `text/shared.ts`. */
export interface Arrival {
  readonly what: `${"guest" | "supervisor" | "colleague"}${"Came" | "Left"}` | "tookOver";
  readonly name: string;
  readonly relation: Relation | null;
}

/** A third party has come when sound or picture flows, and left when the meeting says so. */
export function findArrival(before: Company, after: Company): Arrival | null {
  return (
    findGuest(before.guest, after.guest) ??
    findNewLead(before, after) ??
    findStaff("supervisor", before.supervisor, after.supervisor) ??
    findStaff("colleague", before.colleague ?? null, after.colleague ?? null)
  );
}

/** Follows the view of a call; null while there is none, and when there is nothing to say. */
export function useArrivals(company: () => Company | null): ShallowRef<Arrival | null> {
  const arrival = shallowRef<Arrival | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(company, (after, before) => {
    const found = after === null || before == null ? null : findArrival(before, after);
    if (found === null) return;
    arrival.value = found;
    clearTimeout(timer);
    timer = setTimeout(() => {
      arrival.value = null;
    }, SAID_FOR_MS);
  });
  onScopeDispose(() => {
    clearTimeout(timer);
  });
  return arrival;
}

function findGuest(before: GuestCard | null, after: GuestCard | null): Arrival | null {
  const wasHere = before?.is_here === true;
  if (after === null) return wasHere ? nameGuest("guestLeft", before) : null;
  return after.is_here && !wasHere ? nameGuest("guestCame", after) : null;
}

function nameGuest(what: Arrival["what"], { name, relation }: GuestCard): Arrival {
  return { what, name, relation };
}

/** Whoever was beside the agent, and leads now, has not left. */
function findNewLead(before: Company, after: Company): Arrival | null {
  const lead = after.agent ?? null;
  const beside = [before.supervisor, before.colleague].map((card) => card?.staff_id);
  if (lead === null || lead.staff_id === before.agent?.staff_id) return null;
  if (!beside.includes(lead.staff_id)) return null;
  return { what: "tookOver", name: lead.display_name, relation: null };
}

function findStaff(
  who: "supervisor" | "colleague",
  before: AgentCard | null,
  after: AgentCard | null,
): Arrival | null {
  const card = after ?? before;
  if (card === null || after?.staff_id === before?.staff_id) return null;
  return {
    what: `${who}${after === null ? "Left" : "Came"}`,
    name: card.display_name,
    relation: null,
  };
}
