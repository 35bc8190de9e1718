/**
 * Requests that the server has not confirmed yet.
 *
 * The server says nothing to a request that it carries out, and reads one connection in order: a
 * pong therefore confirms everything that was sent before its ping. What is unconfirmed when a
 * connection breaks goes out again on the next one, under the same name, which changes nothing if
 * it had arrived.
 */

import type { ErrorCode } from "./messages";

/** The server refused a request; `code` has its sentence in `text/shared.ts`. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";

  constructor(readonly code: ErrorCode) {
    super(code);
  }
}

export interface Request {
  readonly type: string;
  readonly request_id: string;
}

interface Waiting {
  readonly request: Request;
  readonly resolve: () => void;
  readonly reject: (error: RefusedError) => void;
}

/** An offer speaks for the newest connection only; an older one must not come after it. */
const REPLACED_BY_NEWER: ReadonlySet<string> = new Set(["send_media_offer"]);

export class Requests {
  private waiting: Waiting[] = [];
  private pinged: (readonly Waiting[])[] = [];

  get unconfirmed(): readonly Request[] {
    return this.waiting.map(({ request }) => request);
  }

  /** The promise is kept when the server has the request, broken (RefusedError) when it says no. */
  add(request: Request): Promise<void> {
    if (REPLACED_BY_NEWER.has(request.type)) this.replace(request.type);
    return new Promise((resolve, reject) => {
      this.waiting.push({ request, resolve, reject });
    });
  }

  refuse(requestId: string, code: ErrorCode): void {
    this.take((entry) => entry.request.request_id === requestId).forEach((entry) => {
      entry.reject(new RefusedError(code));
    });
  }

  noteConnected(): void {
    this.pinged = [];
  }

  notePing(): void {
    this.pinged.push([...this.waiting]);
  }

  notePong(): void {
    const before = new Set(this.pinged.shift());
    this.take((entry) => before.has(entry)).forEach((entry) => {
      entry.resolve();
    });
  }

  private replace(type: string): void {
    this.take((entry) => entry.request.type === type).forEach((entry) => {
      entry.resolve();
    });
  }

  private take(isWanted: (entry: Waiting) => boolean): Waiting[] {
    const taken = this.waiting.filter(isWanted);
    this.waiting = this.waiting.filter((entry) => !taken.includes(entry));
    return taken;
  }
}
