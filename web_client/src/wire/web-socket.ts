/** The browser's own WebSocket for a line. */

import type { SocketLike } from "./socket";

export function makeWebSocket(path: string): SocketLike {
  const url = new URL(path, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  url.hash = "";
  return new WebSocket(url);
}
