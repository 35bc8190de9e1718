/** The REST endpoints as functions: typed answers, or a RestError with the server's code. */

import type {
  CardSide,
  ErrorBody,
  ErrorCode,
  GuestInvitation,
  GuestSeat,
  Handover,
  House,
  IceServers,
  PictureReceipt,
  Relation,
  Seat,
} from "./messages";

/** `code` is the server's own; `offline` when there was no answer at all. */
export class RestError extends Error {
  override readonly name = "RestError";

  constructor(readonly code: ErrorCode | "offline") {
    super(code);
  }
}

const PATIENCE_MS = 10_000;
/** Of one request of several. */
const LITTLE_PATIENCE_MS = 4_000;

export async function askRest<Answer>(
  method: "GET" | "POST" | "PUT" | "DELETE",
  path: string,
  body?: unknown,
): Promise<Answer> {
  const answer = await reach(path, {
    method,
    ...(body === undefined ? {} : write(body)),
  });
  if (!answer.ok) throw new RestError(readCode(await answer.text()));
  return (answer.status === 204 ? undefined : await answer.json()) as Answer;
}

/** A Blob goes as it is, anything else as JSON. */
function write(body: unknown): RequestInit {
  if (body instanceof Blob) return { body };
  return { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
}

export const getHouse = (): Promise<House> => askRest("GET", "/api/v1/house");
export const getSeat = (): Promise<Seat> => askRest("GET", "/api/v1/seat");
export const getIceServers = (): Promise<IceServers> => askRest("GET", "/api/v1/ice-servers");
export const redeemGuestLink = (token: string): Promise<GuestSeat> =>
  askRest("POST", "/api/v1/guest/join", { token });
export const inviteGuest = (
  sessionId: string,
  name: string,
  relation: Relation,
): Promise<GuestInvitation> =>
  askRest("POST", `/api/v1/sessions/${encodeURIComponent(sessionId)}/guests`, { name, relation });
export const redeemLink = (token: string): Promise<Seat> =>
  askRest("POST", "/api/v1/join", { token });
export const redeemCode = (code: string): Promise<Seat> =>
  askRest("POST", "/api/v1/join/code", { code });
export const offerHandover = (): Promise<Handover> => askRest("POST", "/api/v1/seat/handover");
export const withdrawHandover = (): Promise<void> => askRest("DELETE", "/api/v1/seat/handover");

export const typeCode = (checkId: string, code: string): Promise<void> =>
  askRest("POST", "/api/v1/seat/code", { check_id: checkId, code });

/** Sends an ID picture; `onProgress` gets the part that is sent, 0 to 1. */
export function sendPicture(
  sessionId: string,
  picture: Blob,
  onProgress: (part: number) => void,
): Promise<PictureReceipt> {
  return upload(`/api/v1/sessions/${encodeURIComponent(sessionId)}/pictures`, picture, onProgress);
}

const ATTEMPTS = 3;
const BETWEEN_MS = 1_500;

/** Sends a side of the document, again when the network is away; answered when it was read. */
export async function sendDocumentSide(
  sessionId: string,
  side: CardSide,
  picture: Blob,
  isAsItIs: boolean,
  onProgress: (part: number) => void,
): Promise<PictureReceipt> {
  const path = `/api/v1/sessions/${encodeURIComponent(sessionId)}/document/${side}`;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await upload(isAsItIs ? `${path}/as-it-is` : path, picture, onProgress);
    } catch (error) {
      const isAway = error instanceof RestError && error.code === "offline";
      if (!isAway || attempt >= ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS * attempt));
    }
  }
}

function upload(
  path: string,
  picture: Blob,
  onProgress: (part: number) => void,
): Promise<PictureReceipt> {
  // fetch() cannot tell how far an upload is.
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.setRequestHeader("Content-Type", picture.type || "application/octet-stream");
    request.upload.onprogress = ({ loaded, total }) => {
      onProgress(loaded / total);
    };
    request.onerror = request.onabort = () => {
      reject(new RestError("offline"));
    };
    request.onload = () => {
      if (request.status < 300) resolve(JSON.parse(request.responseText) as PictureReceipt);
      else reject(new RestError(readCode(request.responseText)));
    };
    request.send(picture);
  });
}

/** Whether the server answers, or at least a proxy before it that has one to pass on to. */
export const isServerThere = (): Promise<boolean> =>
  reach("/healthz", {}, LITTLE_PATIENCE_MS).then(
    ({ status }) => status < 500,
    () => false,
  );

async function reach(path: string, init: RequestInit, patienceMs = PATIENCE_MS): Promise<Response> {
  const patience = new AbortController();
  const timer = setTimeout(() => {
    patience.abort();
  }, patienceMs);
  try {
    return await fetch(path, { cache: "no-store", signal: patience.signal, ...init });
  } catch {
    throw new RestError("offline");
  } finally {
    clearTimeout(timer);
  }
}

/** A proxy in between may answer without a code of ours. */
function readCode(text: string): ErrorCode {
  try {
    return (JSON.parse(text) as ErrorBody).code;
  } catch {
    return "unavailable";
  }
}
