/**
 * The one WebSocket of a page: hello, numbered frames in order and once, back within seconds.
 *
 * States: `connecting` (first time), `open` (welcomed), `reconnecting`, `taken_over` (by a newer
 * page or another device of the same person), `closed` (for good, with the code why). The last two
 * never change again.
 */

import { Backoff } from "./backoff";
import { Knocking } from "./knocking";
import type {
  CustomerMessage,
  DeskMessage,
  ErrorCode,
  FloorMessage,
  GuestMessage,
  Hello,
  Numbered,
  Ping,
  ServerMessage,
} from "./messages";
import { newName } from "./names";
import { Requests, type Request } from "./requests";

export type LineState = "connecting" | "open" | "reconnecting" | "taken_over" | "closed";

type Message = CustomerMessage | DeskMessage | FloorMessage | GuestMessage;
type WithoutId<M> = M extends Request ? Omit<M, "request_id"> : never;
/** What may be asked over the line of a page; the line names the request itself. */
export type Asked<M extends Message> = WithoutId<M>;

export interface LineListener {
  onMessage(message: ServerMessage): void;
  onState(state: LineState, code: ErrorCode | null): void;
}

/** The part of the browser's WebSocket that a line uses. */
export interface SocketLike {
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent<string>) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  send(text: string): void;
  close(): void;
}

export interface LineSurroundings {
  makeSocket(path: string): SocketLike;
  /** Whether the server answers at all, soon. */
  knock(): Promise<boolean>;
  /** Asked when a connection is refused before it opens: why it always will be, else null. */
  findRefusal(): Promise<ErrorCode | null>;
}

const PING_EVERY_MS = 5_000;
const SILENCE_MS = 10_000;
const PROBE_MS = 2_000;
const REACH_MS = 750;
/**
 * In turn. TCP asks again after 1 s, then after 2 s more: where a network comes back, a new try
 * every two seconds is there a second sooner; a slow one needs a long try now and then.
 */
const CONNECT_WITHIN_MS = [5_000, 2_000, 2_000, 2_000] as const;
/**
 * After as many in vain the server has to answer before the next. Chromium lets a page's sockets wait
 * for up to five seconds when many of its others failed: just when a long outage is over.
 */
const TRIES_IN_THE_DARK = 4;
/** Somebody else has the line now: coming back would take it from them. */
const LEFT_TO_OTHERS: ReadonlyMap<number, "opened_elsewhere" | "handed_over"> = new Map([
  [4001, "opened_elsewhere"],
  [4004, "handed_over"],
]);

export class Line<M extends Message> {
  private socket: SocketLike | null = null;
  private state: LineState = "connecting";
  private epoch = "";
  private lastSeq = 0;
  private pingedAt = 0;
  private roundTrip: number | null = null;
  private readonly requests = new Requests();
  private readonly backoff = new Backoff();
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private silenceTimer: ReturnType<typeof setTimeout> | undefined;
  private soundBy = Infinity;
  private reaching: (() => void)[] = [];
  private tries = 0;
  private knocking: Knocking | undefined;
  private pingTimer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly path: string,
    private readonly listener: LineListener,
    private readonly surroundings: LineSurroundings,
  ) {}

  /** Milliseconds from the last ping to its pong; null before the first. */
  get roundTripMs(): number | null {
    return this.roundTrip;
  }

  open(): void {
    window.addEventListener("online", this.onOnline);
    document.addEventListener("visibilitychange", this.onVisibility);
    this.pingTimer = setInterval(this.ping, PING_EVERY_MS);
    this.listener.onState(this.state, null);
    this.connect();
  }

  /** Ends the line from this side; nothing is heard any more. */
  close(): void {
    this.end("closed", null);
  }

  /** Kept when the server has it, over however many connections; RefusedError when it says no. */
  ask(asked: Asked<M>): Promise<void> {
    const request = { ...asked, request_id: newName() } as Request;
    const done = this.requests.add(request);
    if (this.state === "open") {
      this.send(request);
      this.ping();
    }
    return done;
  }

  /** Kept when the server is heard the next time; a line that turns out dead is opened anew. */
  reach(): Promise<void> {
    if (this.state === "open" && performance.now() + REACH_MS < this.soundBy) {
      this.ping();
      this.expectSound(REACH_MS);
    }
    return new Promise((resolve) => this.reaching.push(resolve));
  }

  private get isOver(): boolean {
    return this.state === "taken_over" || this.state === "closed";
  }

  private readonly connect = (): void => {
    clearTimeout(this.retryTimer);
    this.drop();
    if (this.isOver) return;
    const socket = this.surroundings.makeSocket(this.path);
    let hasOpened = false;
    socket.onopen = () => {
      hasOpened = true;
      this.requests.noteConnected();
      this.send({ type: "hello", epoch: this.epoch, last_seq: this.lastSeq });
    };
    socket.onmessage = ({ data }) => {
      this.expectSound(SILENCE_MS);
      this.hear(JSON.parse(data) as Numbered);
      for (const note of this.reaching.splice(0)) note();
    };
    socket.onclose = ({ code }) => {
      this.lose(code, hasOpened, this.backoff.next());
    };
    this.socket = socket;
    this.expectSound(CONNECT_WITHIN_MS[this.tries % CONNECT_WITHIN_MS.length] ?? 0);
    this.tries += 1;
  };

  private readonly tryAgain = (): void => {
    if (this.tries < TRIES_IN_THE_DARK) this.connect();
    else this.knocking = new Knocking(() => this.surroundings.knock(), this.connect);
  };

  private hear({ seq, message }: Numbered): void {
    if (seq > 0) {
      if (seq <= this.lastSeq) return;
      if (seq > this.lastSeq + 1) {
        this.connect(); // a hole: the next hello asks for what is missing
        return;
      }
      this.lastSeq = seq;
    }
    this.note(message);
    this.listener.onMessage(message);
  }

  /** What the line itself learns from a message. */
  private note(message: ServerMessage): void {
    switch (message.type) {
      case "welcome_customer":
      case "welcome_desk":
      case "welcome_guest":
      case "welcome_floor":
        this.greet(message.epoch, message.seq);
        break;
      case "pong":
        this.roundTrip = performance.now() - this.pingedAt;
        this.requests.notePong();
        break;
      case "refused":
        if (isLeftToOthers(message.code)) this.end("taken_over", message.code);
        this.requests.refuse(message.request_id, message.code);
        break;
      default:
    }
  }

  private greet(epoch: string, seq: number): void {
    this.epoch = epoch;
    this.lastSeq = seq;
    this.backoff.reset();
    this.tries = 0;
    this.become("open", null);
    this.requests.unconfirmed.forEach((request) => {
      this.send(request);
    });
    this.ping();
  }

  private lose(code: number, hadOpened: boolean, pauseMs: number): void {
    this.drop();
    const why = LEFT_TO_OTHERS.get(code);
    if (why !== undefined) {
      this.end("taken_over", why);
      return;
    }
    if (this.isOver) return;
    if (this.state === "open") this.become("reconnecting", null);
    this.retryTimer = setTimeout(this.tryAgain, pauseMs);
    if (!hadOpened) void this.askWhy();
  }

  private async askWhy(): Promise<void> {
    const code = await this.surroundings.findRefusal();
    if (code !== null && this.state !== "open") this.end("closed", code);
  }

  private end(state: "taken_over" | "closed", code: ErrorCode | null): void {
    if (this.isOver) return;
    clearTimeout(this.retryTimer);
    clearInterval(this.pingTimer);
    window.removeEventListener("online", this.onOnline);
    document.removeEventListener("visibilitychange", this.onVisibility);
    this.drop();
    this.become(state, code);
  }

  private become(state: LineState, code: ErrorCode | null): void {
    if (this.state === state) return;
    this.state = state;
    this.listener.onState(state, code);
  }

  private drop(): void {
    this.knocking?.stop();
    clearTimeout(this.silenceTimer);
    const socket = this.socket;
    if (socket === null) return;
    this.socket = null;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  private readonly ping = (): void => {
    if (this.state !== "open" || this.socket === null) return;
    this.pingedAt = performance.now();
    this.requests.notePing();
    this.send({ type: "ping" });
  };

  private send(message: Request | Hello | Ping): void {
    this.socket?.send(JSON.stringify(message));
  }

  private expectSound(withinMs: number): void {
    clearTimeout(this.silenceTimer);
    this.soundBy = performance.now() + withinMs;
    this.silenceTimer = setTimeout(() => {
      // Waited long enough: while a network is away, there is always a try that may come through.
      this.lose(0, true, 0);
    }, withinMs);
  }

  private readonly onOnline = (): void => {
    this.backoff.reset();
    if (this.state === "open") this.become("reconnecting", null);
    this.connect(); // the old connection belongs to the old network
  };

  private readonly onVisibility = (): void => {
    if (document.visibilityState !== "visible") return;
    if (this.state === "open") {
      this.ping();
      this.expectSound(PROBE_MS);
    } else {
      this.backoff.reset();
      this.connect();
    }
  };
}

function isLeftToOthers(code: ErrorCode): boolean {
  return [...LEFT_TO_OTHERS.values()].some((why) => why === code);
}
