/** `v-in-sight`: what has just come into a column is scrolled to its top, whatever lies before it. */

export const vInSight = {
  mounted(part: HTMLElement): void {
    part.scrollIntoView({ block: "start" });
  },
};
