/** How long to wait before the next try: short first, then patient, never in step with others. */

const LINE_STEPS_MS = [100, 300, 600, 1000, 1500, 2000] as const;
const JITTER = 0.2;

export class Backoff {
  private tries = 0;

  constructor(
    private readonly steps: readonly number[] = LINE_STEPS_MS,
    private readonly random: () => number = Math.random,
  ) {}

  /** The wait before the next try, in milliseconds: up to a fifth shorter or longer than planned. */
  next(): number {
    const step = this.steps[Math.min(this.tries, this.steps.length - 1)] ?? 0;
    this.tries += 1;
    return step * (1 + JITTER * (2 * this.random() - 1));
  }

  reset(): void {
    this.tries = 0;
  }
}
