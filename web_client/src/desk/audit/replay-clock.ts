/**
 * The one clock of a replay (pure but for the time it is given): both sides follow it, nothing
 * else moves it. It stands still while somebody has to wait for data.
 */

export const RATES = [0.5, 1, 1.5, 2, 4] as const;
export type Rate = (typeof RATES)[number];

export class ReplayClock {
  private base = 0;
  private baseAt = 0;
  private isOn = false;
  private isHeld = false;
  private pace: Rate = 1;

  constructor(
    readonly durationS: number,
    private readonly now: () => number = () => performance.now() / 1000,
  ) {}

  /** Seconds on the recording's clock. */
  get position(): number {
    const passed = this.isRunning ? (this.now() - this.baseAt) * this.pace : 0;
    return Math.min(this.durationS, this.base + passed);
  }

  /** Whether the person wants it to run. */
  get isPlaying(): boolean {
    return this.isOn;
  }

  /** Whether it does. */
  get isRunning(): boolean {
    return this.isOn && !this.isHeld;
  }

  get isWaiting(): boolean {
    return this.isOn && this.isHeld;
  }

  get isAtEnd(): boolean {
    return this.position >= this.durationS;
  }

  get rate(): Rate {
    return this.pace;
  }

  /** At the end it starts again from the beginning. */
  play(): void {
    if (this.isAtEnd) this.base = 0;
    this.mark();
    this.isOn = true;
  }

  pause(): void {
    this.mark();
    this.isOn = false;
  }

  seek(position: number): void {
    this.mark();
    this.base = Math.min(this.durationS, Math.max(0, position));
  }

  setRate(rate: Rate): void {
    this.mark();
    this.pace = rate;
  }

  hold(isHeld: boolean): void {
    if (isHeld === this.isHeld) return;
    this.mark();
    this.isHeld = isHeld;
  }

  /** What has passed so far becomes the base: from here on another pace may hold. */
  private mark(): void {
    this.base = this.position;
    this.baseAt = this.now();
  }
}
