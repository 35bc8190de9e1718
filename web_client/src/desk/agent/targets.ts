/** To whom a customer can be handed on, as the dialog lists it (pure). */

import type { Colleagues, Presence, Target } from "../../wire/messages";

export interface Choice {
  readonly target: Target;
  readonly title: string;
  readonly detail: string;
  /** Whether somebody can be rung at once. */
  readonly free: number;
  readonly presence: Presence | null;
  readonly waiting: number | null;
}

export interface Choices {
  readonly agents: readonly Choice[];
  readonly skills: readonly Choice[];
  readonly queues: readonly Choice[];
}

/** Those whose name, number, skill or queue has the words in it. */
export function listChoices(found: Colleagues, words: string): Choices {
  const wanted = words.trim().toLowerCase();
  const fits = ({ title, detail }: Choice) => `${title} ${detail}`.toLowerCase().includes(wanted);
  return {
    agents: found.agents
      .map(({ card, presence }): Choice => {
        const target = { kind: "agent", name: card.staff_id } as const;
        const free = presence === "ready" ? 1 : 0;
        const { display_name: title, staff_number: detail } = card;
        return { target, title, detail, free, presence, waiting: null };
      })
      .filter(fits),
    skills: found.skills
      .map(({ skill, free }): Choice => {
        const target = { kind: "skill", name: skill } as const;
        return { target, title: skill, detail: "", free, presence: null, waiting: null };
      })
      .filter(fits),
    queues: found.queues
      .map(({ queue, name: title, free, waiting }): Choice => {
        const target = { kind: "queue", name: queue } as const;
        return { target, title, detail: "", free, presence: null, waiting };
      })
      .filter(fits),
  };
}

export function isSame(one: Target | null, other: Target): boolean {
  return one?.kind === other.kind && one.name === other.name;
}
