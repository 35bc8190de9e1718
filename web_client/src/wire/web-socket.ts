/** What a line needs of the browser. */

import { isServerThere } from "./rest";
import type { LineSurroundings, SocketLike } from "./socket";

export const browserWire: Omit<LineSurroundings, "findRefusal"> = {
  makeSocket(path): SocketLike {
    const url = new URL(path, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    url.hash = "";
    return new WebSocket(url);
  },
  knock: isServerThere,
};
