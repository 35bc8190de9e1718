/** The desk's REST endpoints as functions; each raises RestError. */

import type {
  AddComment,
  AskForExport,
  Colleagues,
  CommentView,
  ExportList,
  ExportView,
  FilmState,
  HoldPlaced,
  NotePlayback,
  Purpose,
  RecordedQuality,
  RecordingDetail,
  RecordingList,
  Rehearsals,
  RetentionReport,
  StaffProfile,
  UnmaskedCustomer,
  Wall,
} from "../wire/messages";
import { askRest } from "../wire/rest";

export const getMe = (): Promise<StaffProfile> => askRest("GET", "/api/v1/staff/me");
export const listColleagues = (): Promise<Colleagues> => askRest("GET", "/api/v1/colleagues");
export const signIn = (username: string, password: string): Promise<StaffProfile> =>
  askRest("POST", "/api/v1/staff/sign-in", { username, password });
export const signOut = (): Promise<void> => askRest("POST", "/api/v1/staff/sign-out");

/** `filters` are further parameters of the address. */
export interface ListQuestion {
  readonly search: string;
  readonly before: string | null;
  readonly limit: number;
  readonly filters?: Readonly<Record<string, string>>;
}

export function listRecordings(question: ListQuestion): Promise<RecordingList> {
  const { search, before, limit, filters } = question;
  const query = new URLSearchParams({ ...filters, limit: String(limit) });
  if (search !== "") query.set("search", search);
  if (before !== null) query.set("before", before);
  return askRest("GET", `/api/v1/recordings?${query.toString()}`);
}

export const sendCode = (sessionId: string, checkId: string): Promise<void> =>
  askRest("POST", `/api/v1/sessions/${encodeURIComponent(sessionId)}/code`, { check_id: checkId });

/** Reading it is itself an entry on the trail. */
export const getRecording = (sessionId: string): Promise<RecordingDetail> =>
  askRest("GET", `/api/v1/recordings/${encodeURIComponent(sessionId)}`);

export const getRetention = (sessionId: string): Promise<RetentionReport> =>
  askRest("GET", `/api/v1/sessions/${encodeURIComponent(sessionId)}/retention`);

export const placeHold = (sessionId: string, reason: string): Promise<HoldPlaced> =>
  askRest("POST", `/api/v1/recordings/${encodeURIComponent(sessionId)}/holds`, { reason });

export const releaseHold = (sessionId: string, number: number, reason: string): Promise<void> =>
  askRest(
    "POST",
    `/api/v1/recordings/${encodeURIComponent(sessionId)}/holds/${String(number)}/release`,
    { reason },
  );

export const getQuality = (sessionId: string): Promise<RecordedQuality> =>
  askRest("GET", `/api/v1/recordings/${encodeURIComponent(sessionId)}/quality`);

export const notePlayback = (sessionId: string, note: NotePlayback): Promise<void> =>
  askRest("POST", `/api/v1/recordings/${encodeURIComponent(sessionId)}/playback`, note);

export function pictureUrl(sessionId: string, pictureId: string): string {
  return `/api/v1/sessions/${encodeURIComponent(sessionId)}/pictures/${encodeURIComponent(pictureId)}`;
}

/** It stands on the trail before anything is shown. */
export const unmaskCustomer = (sessionId: string, purpose: Purpose): Promise<UnmaskedCustomer> =>
  askRest("POST", `/api/v1/recordings/${encodeURIComponent(sessionId)}/unmasked`, { purpose });

export const addComment = (sessionId: string, comment: AddComment): Promise<CommentView> =>
  askRest("POST", `/api/v1/recordings/${encodeURIComponent(sessionId)}/comments`, comment);

export const askForExport = (sessionId: string, order: AskForExport): Promise<ExportView> =>
  askRest("POST", `/api/v1/recordings/${encodeURIComponent(sessionId)}/exports`, order);

/** Those of one session; without one, all that wait for a decision. */
export const listExports = (sessionId: string | null): Promise<ExportList> =>
  askRest(
    "GET",
    sessionId === null
      ? "/api/v1/exports"
      : `/api/v1/recordings/${encodeURIComponent(sessionId)}/exports`,
  );

export const decideExport = (exportId: string, isApproved: boolean): Promise<ExportView> =>
  askRest("POST", `/api/v1/exports/${encodeURIComponent(exportId)}/decision`, {
    is_approved: isApproved,
  });

export function bundleUrl(exportId: string): string {
  return `/api/v1/exports/${encodeURIComponent(exportId)}/bundle`;
}

export function filmUrl(exportId: string): string {
  return `/api/v1/exports/${encodeURIComponent(exportId)}/film`;
}

export const beginFilm = (exportId: string): Promise<void> => askRest("POST", filmUrl(exportId));
export const cancelFilm = (exportId: string): Promise<void> => askRest("DELETE", filmUrl(exportId));
export const getFilmState = (exportId: string): Promise<FilmState> =>
  askRest("GET", `${filmUrl(exportId)}/state`);

export const getWall = (): Promise<Wall> => askRest("GET", "/api/v1/floor/wall");
export const getRehearsals = (): Promise<Rehearsals> => askRest("GET", "/api/v1/floor/rehearsals");
