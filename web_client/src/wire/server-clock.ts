/** The server's wall clock as a page may know it: deadlines are in its time, not the phone's. */

export class ServerClock {
  private aheadS = 0;

  constructor(private readonly localNow: () => number = () => Date.now() / 1000) {}

  set(serverTime: number): void {
    this.aheadS = serverTime - this.localNow();
  }

  /** Seconds, UTC. */
  now(): number {
    return this.localNow() + this.aheadS;
  }
}
