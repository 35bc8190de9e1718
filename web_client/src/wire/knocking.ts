/** Waits until the server can be reached, with requests that do not wait for one another. */

import { Backoff } from "./backoff";

const OFTEN_MS = 750;
/** Until a session that lost its customer is given up; from then on there is no hurry. */
const OFTEN_TIMES = 200;
const SELDOM_MS = 4_000;

export class Knocking {
  private readonly pause = new Backoff([...Array<number>(OFTEN_TIMES).fill(OFTEN_MS), SELDOM_MS]);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isOver = false;

  /** `knock` says whether there was an answer; `onAnswer` is told of the first one. */
  constructor(
    private readonly knock: () => Promise<boolean>,
    private readonly onAnswer: () => void,
  ) {
    void this.goOn();
  }

  stop(): void {
    this.isOver = true;
    clearTimeout(this.timer);
  }

  private async goOn(): Promise<void> {
    this.timer = setTimeout(() => void this.goOn(), this.pause.next());
    if (!(await this.knock()) || this.isOver) return;
    this.stop();
    this.onAnswer();
  }
}
