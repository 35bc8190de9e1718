import { afterEach, expect, it, vi } from "vitest";
import { sendMessage } from "../../src/customer/later/send-message";

const SIZE = 4;
const noPause = () => Promise.resolve();

/** A server that keeps pieces, and a network that is away for some requests. */
function serve(failing: (method: string, path: string, count: number) => boolean) {
  const pieces = new Map<number, string>();
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    const method = init.method ?? "GET";
    asked.push(`${method} ${path}`);
    if (failing(method, path, asked.length)) throw new TypeError("offline");
    if (path.endsWith("/messages")) {
      return Response.json({ message_id: "msg_1", piece_bytes: SIZE, most_pieces: 64 });
    }
    if (method === "GET") return Response.json({ pieces: [...pieces.keys()] });
    if (method === "PUT") {
      pieces.set(Number(path.split("/").at(-1)), await (init.body as Blob).text());
    }
    return new Response(null, { status: 204 });
  });
  return { pieces, asked };
}

afterEach(() => {
  vi.unstubAllGlobals();
});

it("goes in pieces, in order, and says how far it is", async () => {
  const { pieces, asked } = serve(() => false);
  const told: number[] = [];
  await sendMessage(new Blob(["0123456789"]), (part) => told.push(part), noPause);
  expect([...pieces.values()].join("")).toBe("0123456789");
  expect(told).toEqual([1 / 3, 2 / 3, 1]);
  expect(asked.at(-1)).toBe("POST /api/v1/seat/messages/msg_1/end");
});

it("goes on after a break with what is missing", async () => {
  const { pieces, asked } = serve((_method, path, count) => path.endsWith("/1") && count < 5);
  await sendMessage(new Blob(["0123456789"]), () => undefined, noPause);
  expect(pieces.size).toBe(3);
  expect(asked.filter((each) => each.endsWith("/pieces/0"))).toHaveLength(1);
  expect(asked).toContain("GET /api/v1/seat/messages/msg_1");
});

it("says no at once to what the server refuses", async () => {
  vi.stubGlobal("fetch", () =>
    Promise.resolve(Response.json({ code: "consent_missing" }, { status: 409 })),
  );
  await expect(sendMessage(new Blob(["x"]), () => undefined, noPause)).rejects.toThrow(
    "consent_missing",
  );
});
