/**
 * The newest whole view of a session.
 *
 * A welcome says the state of now; the frames that follow it may be older ones catching up. They
 * are held until they have all come, so that a page never steps back into a screen of the past.
 */

const CATCH_UP_MS = 80;

export class Newest<View> {
  private held: View | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly apply: (view: View) => void) {}

  welcome(view: View): void {
    clearTimeout(this.timer);
    this.held = undefined;
    this.apply(view);
    this.settleLater();
  }

  change(view: View): void {
    if (this.timer === undefined) {
      this.apply(view);
      return;
    }
    this.held = view;
    clearTimeout(this.timer);
    this.settleLater();
  }

  private settleLater(): void {
    this.timer = setTimeout(() => {
      this.timer = undefined;
      const held = this.held;
      this.held = undefined;
      if (held !== undefined) this.apply(held);
    }, CATCH_UP_MS);
  }
}
