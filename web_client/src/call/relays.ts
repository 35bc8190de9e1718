/**
 * The TURN servers for the next connection, whose credentials last a few minutes.
 *
 * Asked for ahead of need, and never waited for long: most networks do without.
 */

import type { IceServers } from "../wire/messages";
import { getIceServers } from "../wire/rest";

const PATIENCE_MS = 1_000;

export class Relays {
  private servers: RTCIceServer[] = [];
  private staleAt = 0;
  private endsAt = 0;
  private asking: Promise<void> | null = null;

  constructor(private readonly ask: () => Promise<IceServers> = getIceServers) {}

  /** Asks for fresh ones, unless those at hand have more than half their life before them. */
  async refresh(): Promise<void> {
    if (Date.now() < this.staleAt) return;
    this.asking ??= this.fetch();
    await this.asking;
  }

  /** What a connection that is made now should use; none where there is no answer in time. */
  async find(): Promise<RTCIceServer[]> {
    await Promise.race([
      this.refresh(),
      new Promise((resolve) => setTimeout(resolve, PATIENCE_MS)),
    ]);
    return Date.now() < this.endsAt ? this.servers : [];
  }

  private async fetch(): Promise<void> {
    const askedAt = Date.now();
    try {
      const { servers, life_s } = await this.ask();
      this.servers = servers.map((server) => ({ ...server, urls: [...server.urls] }));
      this.staleAt = askedAt + life_s * 500;
      this.endsAt = askedAt + life_s * 1000;
    } catch {
      // Without an answer, or not signed in any more: the line says so, and the next try asks again.
    } finally {
      this.asking = null;
    }
  }
}
