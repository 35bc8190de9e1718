/** The desk's REST endpoints as functions; each raises RestError. */

import type {
  NotePlayback,
  RecordedQuality,
  RecordingDetail,
  RecordingList,
  StaffProfile,
} from "../wire/messages";
import { askRest } from "../wire/rest";

export const getMe = (): Promise<StaffProfile> => askRest("GET", "/api/v1/staff/me");
export const signIn = (username: string, password: string): Promise<StaffProfile> =>
  askRest("POST", "/api/v1/staff/sign-in", { username, password });
export const signOut = (): Promise<void> => askRest("POST", "/api/v1/staff/sign-out");

export interface ListQuestion {
  readonly search: string;
  readonly before: number | null;
  readonly limit: number;
}

export function listRecordings({ search, before, limit }: ListQuestion): Promise<RecordingList> {
  const query = new URLSearchParams({ limit: String(limit) });
  if (search !== "") query.set("search", search);
  if (before !== null) query.set("before", String(before));
  return askRest("GET", `/api/v1/recordings?${query.toString()}`);
}

/** Reading it is itself an entry on the trail. */
export const getRecording = (sessionId: string): Promise<RecordingDetail> =>
  askRest("GET", `/api/v1/recordings/${encodeURIComponent(sessionId)}`);

export const getQuality = (sessionId: string): Promise<RecordedQuality> =>
  askRest("GET", `/api/v1/recordings/${encodeURIComponent(sessionId)}/quality`);

export const notePlayback = (sessionId: string, note: NotePlayback): Promise<void> =>
  askRest("POST", `/api/v1/recordings/${encodeURIComponent(sessionId)}/playback`, note);

export function pictureUrl(sessionId: string, pictureId: string): string {
  return `/api/v1/sessions/${encodeURIComponent(sessionId)}/pictures/${encodeURIComponent(pictureId)}`;
}
