import type { Numbered, ServerMessage } from "../../src/wire/messages";
import type { SocketLike } from "../../src/wire/socket";

/** A WebSocket whose other end is the test. */
export class FakeSocket implements SocketLike {
  onopen: SocketLike["onopen"] = null;
  onmessage: SocketLike["onmessage"] = null;
  onclose: SocketLike["onclose"] = null;
  readonly sent: Record<string, unknown>[] = [];
  isClosed = false;

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }

  close(): void {
    this.isClosed = true;
  }

  open(): void {
    this.onopen?.(new Event("open"));
  }

  hear(seq: number, message: ServerMessage | { type: string }): void {
    const data = JSON.stringify({ seq, message: message as Numbered["message"] });
    this.onmessage?.(new MessageEvent("message", { data }));
  }

  lose(code = 1006): void {
    this.onclose?.({ code } as CloseEvent);
  }

  /** What was sent, without pings. */
  get requests(): Record<string, unknown>[] {
    return this.sent.filter(({ type }) => type !== "ping" && type !== "hello");
  }
}
