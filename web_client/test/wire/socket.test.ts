import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { CustomerMessage, ErrorCode, ServerMessage } from "../../src/wire/messages";
import { Line, type LineState } from "../../src/wire/socket";
import { FakeSocket } from "./fake-socket";

const VIEW = { session_id: "ses_1" } as never;

function welcome(seq = 0, epoch = "e1"): ServerMessage {
  return {
    type: "welcome_customer",
    epoch,
    seq,
    view: VIEW,
    server_time: 0,
    is_location_asked: false,
  };
}

function news(connection: string): ServerMessage {
  return { type: "media_answered", connection, sdp: "" };
}

class Page {
  readonly sockets: FakeSocket[] = [];
  readonly states: [LineState, ErrorCode | null][] = [];
  readonly heard: ServerMessage[] = [];
  refusal: ErrorCode | null = null;
  knocks = 0;
  isThere = false;
  readonly line = new Line<CustomerMessage>(
    "/ws/customer",
    {
      onMessage: (message) => this.heard.push(message),
      onState: (state, code) => this.states.push([state, code]),
    },
    {
      makeSocket: () => {
        this.sockets.push(new FakeSocket());
        return this.socket;
      },
      knock: () => {
        this.knocks += 1;
        return Promise.resolve(this.isThere);
      },
      findRefusal: () => Promise.resolve(this.refusal),
    },
  );

  get socket(): FakeSocket {
    return this.sockets[this.sockets.length - 1] as FakeSocket;
  }

  get state(): LineState | undefined {
    return this.states[this.states.length - 1]?.[0];
  }

  get connections(): unknown[] {
    return this.heard.flatMap((message) =>
      message.type === "media_answered" ? message.connection : [],
    );
  }

  enter(seq = 0): this {
    this.line.open();
    this.socket.open();
    this.socket.hear(0, welcome(seq));
    return this;
  }
}

describe("a page's line to the server", () => {
  let page: Page;

  beforeEach(() => {
    vi.useFakeTimers();
    page = new Page();
  });

  afterEach(() => {
    page.line.close();
    vi.useRealTimers();
  });

  it("says hello first and is open when it is welcomed", () => {
    page.line.open();
    expect(page.state).toBe("connecting");
    page.socket.open();
    expect(page.socket.sent).toEqual([{ type: "hello", epoch: "", last_seq: 0 }]);
    page.socket.hear(0, welcome());
    expect(page.state).toBe("open");
  });

  it("passes numbered frames on once and in order", () => {
    page.enter(4);
    for (const seq of [5, 5, 4, 6]) page.socket.hear(seq, news(`c${seq}`));
    expect(page.connections).toEqual(["c5", "c6"]);
  });

  it("asks for what is missing when it finds a hole", () => {
    page.enter(4);
    page.socket.hear(5, news("c5"));
    page.socket.hear(7, news("c7"));
    expect(page.connections).toEqual(["c5"]);
    page.socket.open();
    expect(page.socket.sent[0]).toEqual({ type: "hello", epoch: "e1", last_seq: 5 });
  });

  it("starts counting anew in a new epoch", () => {
    page.enter(9);
    page.socket.lose();
    vi.advanceTimersByTime(200);
    page.socket.open();
    page.socket.hear(0, welcome(0, "e2"));
    page.socket.hear(1, news("c1"));
    expect(page.connections).toEqual(["c1"]);
  });

  it("keeps its word to reach the server when it is heard the next time", async () => {
    page.enter();
    const reached = vi.fn();
    void page.line.reach().then(reached);
    await vi.advanceTimersByTimeAsync(100);
    expect(reached).not.toHaveBeenCalled();
    page.socket.hear(0, { type: "pong" });
    await vi.advanceTimersByTimeAsync(0);
    expect(reached).toHaveBeenCalledOnce();
    expect(page.sockets).toHaveLength(1);
  });

  it("opens a line anew that does not answer when the server has to be reached", async () => {
    page.enter();
    const reached = vi.fn();
    void page.line.reach().then(reached);
    await vi.advanceTimersByTimeAsync(500);
    void page.line.reach();
    await vi.advanceTimersByTimeAsync(300);
    expect(page.sockets).toHaveLength(2);
    page.socket.open();
    page.socket.hear(0, welcome());
    await vi.advanceTimersByTimeAsync(0);
    expect(reached).toHaveBeenCalledOnce();
  });

  it("leaves no pause between two tries that got no answer", async () => {
    page.enter();
    page.socket.lose();
    await vi.advanceTimersByTimeAsync(150);
    expect(page.sockets).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(5_010);
    expect(page.sockets).toHaveLength(3);
  });

  it("tries again within three seconds, four times at least", () => {
    page.enter();
    page.socket.lose();
    expect(page.state).toBe("reconnecting");
    const before = page.sockets.length;
    for (let waited = 0; waited < 3000; waited += 10) {
      vi.advanceTimersByTime(10);
      if (page.sockets.length > before && !page.socket.isClosed) page.socket.lose();
    }
    expect(page.sockets.length - before).toBeGreaterThanOrEqual(4);
  });

  it("makes no more sockets in a long outage until the server answers a request", async () => {
    page.enter();
    page.socket.lose();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(page.sockets).toHaveLength(1 + 4);
    expect(page.knocks).toBeGreaterThan(40);
    page.isThere = true;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(page.sockets).toHaveLength(1 + 5);
    const { knocks } = page;
    page.socket.open();
    page.socket.hear(0, welcome());
    expect(page.state).toBe("open");
    await vi.advanceTimersByTimeAsync(5_000);
    expect(page.knocks).toBe(knocks);
  });

  it("does not wait for an answer when the browser is online again", async () => {
    page.enter();
    page.socket.lose();
    await vi.advanceTimersByTimeAsync(60_000);
    window.dispatchEvent(new Event("online"));
    expect(page.sockets).toHaveLength(1 + 5);
  });

  it("gives a silent connection up after ten seconds", () => {
    page.enter();
    vi.advanceTimersByTime(9_000);
    expect(page.state).toBe("open");
    vi.advanceTimersByTime(2_000);
    expect(page.state).toBe("reconnecting");
  });

  it("keeps a connection that answers its pings", () => {
    page.enter();
    for (let i = 0; i < 10; i++) {
      vi.advanceTimersByTime(5_000);
      page.socket.hear(0, { type: "pong" });
    }
    expect(page.sockets).toHaveLength(1);
  });

  it("connects at once when the browser is online again", () => {
    page.enter();
    window.dispatchEvent(new Event("online"));
    expect(page.sockets).toHaveLength(2);
    expect(page.sockets[0]?.isClosed).toBe(true);
  });

  it("keeps a request's promise when a later pong proves that it arrived", async () => {
    page.enter();
    const done = page.line.ask({ type: "join_queue" });
    page.socket.hear(0, { type: "pong" }); // of the ping at the welcome
    page.socket.hear(0, { type: "pong" });
    await expect(done).resolves.toBeUndefined();
  });

  it("breaks a request's promise with the server's code", async () => {
    page.enter();
    const done = page.line.ask({ type: "join_queue" });
    const name = String(page.socket.requests[0]?.["request_id"]);
    page.socket.hear(0, { type: "refused", request_id: name, code: "not_now" });
    await expect(done).rejects.toMatchObject({ code: "not_now" });
  });

  it("sends unconfirmed requests again under the same name after a break", () => {
    page.enter();
    void page.line.ask({ type: "join_queue" });
    const [first] = page.socket.requests;
    page.socket.lose();
    void page.line.ask({ type: "send_rating", score: 5 });
    vi.advanceTimersByTime(200);
    page.socket.open();
    expect(page.socket.requests).toEqual([]);
    page.socket.hear(0, welcome());
    expect(page.socket.requests[0]).toEqual(first);
    expect(page.socket.requests[1]).toMatchObject({ type: "send_rating", score: 5 });
  });

  it("forgets an offer that a newer one replaced", () => {
    page.line.open();
    void page.line.ask({ type: "send_media_offer", connection: "old", sdp: "" });
    void page.line.ask({ type: "send_media_offer", connection: "new", sdp: "" });
    page.socket.open();
    page.socket.hear(0, welcome());
    expect(page.socket.requests.map(({ connection }) => connection)).toEqual(["new"]);
  });

  it("leaves the meeting to a newer page of the same person", () => {
    page.enter();
    page.socket.hear(0, { type: "refused", request_id: "", code: "opened_elsewhere" });
    page.socket.lose(4001);
    vi.advanceTimersByTime(60_000);
    expect(page.states[page.states.length - 1]).toEqual(["taken_over", "opened_elsewhere"]);
    expect(page.sockets).toHaveLength(1);
  });

  it("leaves the meeting to another device, and does not come back even when the network does", () => {
    page.enter();
    page.socket.lose(4004);
    window.dispatchEvent(new Event("online"));
    vi.advanceTimersByTime(60_000);
    expect(page.states[page.states.length - 1]).toEqual(["taken_over", "handed_over"]);
    expect(page.sockets).toHaveLength(1);
  });

  it("closes for good when the seat no longer counts", async () => {
    page.refusal = "not_signed_in";
    page.line.open();
    page.socket.lose();
    await vi.advanceTimersByTimeAsync(0);
    expect(page.states[page.states.length - 1]).toEqual(["closed", "not_signed_in"]);
    vi.advanceTimersByTime(60_000);
    expect(page.sockets).toHaveLength(1);
  });
});
