// Written by `python -m signaling.typescript` from the server's own definitions.

export const STAGES = [
  "invited",
  "arriving",
  "waiting",
  "offered",
  "connecting",
  "talking",
  "parked",
  "wrapping_up",
  "closed",
  "abandoned",
  "refused",
  "expired",
] as const;
export type Stage = (typeof STAGES)[number];

/** Why a third party is in the meeting. */
export const RELATIONS = [
  "expert",
  "guarantor",
  "family",
] as const;
export type Relation = (typeof RELATIONS)[number];

/** Who takes part; at most one of each at a time. */
export const LEG_NAMES = [
  "customer",
  "agent",
  "guest",
  "supervisor",
] as const;
export type LegName = (typeof LEG_NAMES)[number];

/** How the customer has to answer a step. */
export const ANSWER_KINDS = [
  "none",
  "tap",
  "spoken",
] as const;
export type AnswerKind = (typeof ANSWER_KINDS)[number];

export const ANSWERS = [
  "yes",
  "no",
] as const;
export type Answer = (typeof ANSWERS)[number];

export const CLOSE_REASONS = [
  "customer_hung_up",
  "agent_hung_up",
  "customer_left_the_queue",
  "customer_vanished",
  "consent_refused",
  "link_expired",
  "media_failed",
  "queue_closed",
  "queue_full",
  "waited_too_long",
] as const;
export type CloseReason = (typeof CLOSE_REASONS)[number];

export const ERROR_CODES = [
  "not_signed_in",
  "wrong_password",
  "forbidden",
  "foreign_origin",
  "token_invalid",
  "token_used",
  "token_expired",
  "opened_elsewhere",
  "handed_over",
  "not_found",
  "malformed",
  "too_large",
  "too_many_requests",
  "too_slow",
  "not_now",
  "offer_gone",
  "consent_missing",
  "offer_refused",
  "no_media_node",
  "recording_down",
  "picture_unreadable",
  "picture_too_large",
  "picture_too_small",
  "no_face",
  "several_faces",
  "no_live_face",
  "check_running",
  "second_person_missing",
  "not_sealed_yet",
  "integrity_broken",
  "key_destroyed",
  "script_unsigned",
  "script_foreign",
  "script_altered",
  "script_malformed",
  "step_too_short",
  "answer_missing",
  "faces_missing",
  "document_missing",
  "unavailable",
  "disk_full",
  "internal",
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export const CHECK_STATES = [
  "running",
  "finished",
  "failed",
  "by_people",
] as const;
export type CheckState = (typeof CHECK_STATES)[number];

/** What the machine says; people decide. */
export const VERDICTS = [
  "passed",
  "review",
  "failed",
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Why a verdict is what it is; a sentence for each is in the window. */
export const REASONS = [
  "distance_below_match",
  "distance_between",
  "distance_above_mismatch",
  "document_face_small",
  "document_blurred",
  "document_dark",
  "document_flat",
  "document_glare",
  "live_face_small",
  "live_blurred",
  "live_dark",
  "live_flat",
  "live_glare",
  "few_live_frames",
  "no_challenge",
  "challenge_unanswered",
  "registry_agrees",
  "registry_disagrees",
  "registry_unavailable",
  "risk_low",
  "risk_high",
  "risk_unavailable",
] as const;
export type Reason = (typeof REASONS)[number];

/** What a challenge asks of the customer. */
export const ACTIONS = [
  "turn_left",
  "turn_right",
  "nod",
  "blink",
  "open_mouth",
  "read_digits",
] as const;
export type Action = (typeof ACTIONS)[number];

export const DECISIONS = [
  "passed",
  "refused",
] as const;
export type Decision = (typeof DECISIONS)[number];

export const STEP_STATES = [
  "ahead",
  "next",
  "open",
  "done",
] as const;
export type StepState = (typeof STEP_STATES)[number];

/** The contact centre's four ways to be in somebody else's call. */
export const SUPERVISOR_MODES = [
  "listen",
  "whisper",
  "barge",
  "lead",
] as const;
export type SupervisorMode = (typeof SUPERVISOR_MODES)[number];

export const PRESENCES = [
  "offline",
  "ready",
  "ringing",
  "busy",
  "wrap_up",
  "break",
] as const;
export type Presence = (typeof PRESENCES)[number];

export const BREAK_REASONS = [
  "chosen",
  "no_answer",
] as const;
export type BreakReason = (typeof BREAK_REASONS)[number];

/** What a link is good for, the best first. */
export const LEVELS = [
  "good",
  "fair",
  "weak",
  "bad",
] as const;
export type Level = (typeof LEVELS)[number];

export const ROLES = [
  "customer",
  "guest",
  "agent",
  "supervisor",
  "auditor",
  "admin",
  "bank_system",
] as const;
export type Role = (typeof ROLES)[number];

export const PRIORITIES = [
  "elderly",
  "disabled",
  "vip",
  "returning",
  "scheduled",
] as const;
export type Priority = (typeof PRIORITIES)[number];

export const SEAL_STATES = [
  "waiting",
  "sealing",
  "sealed",
  "failed",
  "empty",
  "deleting",
  "deleted",
] as const;
export type SealState = (typeof SEAL_STATES)[number];

/** What is wrong with a trail; every one of them is an alarm. */
export const TROUBLE_KINDS = [
  "rolled_back",
  "forked",
  "checkpoint_missing",
  "signature_wrong",
  "entry_missing",
  "entry_changed",
  "chain_broken",
  "witness_silent",
] as const;
export type TroubleKind = (typeof TROUBLE_KINDS)[number];

export const DELETION_REASONS = [
  "retention_over",
  "consent_withdrawn",
  "ordered",
] as const;
export type DeletionReason = (typeof DELETION_REASONS)[number];

export const GAP_CAUSES = [
  "silent",
  "not_kept",
  "reconnected",
] as const;
export type GapCause = (typeof GAP_CAUSES)[number];

/** Why personal data is looked at or taken out. */
export const PURPOSES = [
  "complaint",
  "court",
  "regulator",
  "internal_audit",
  "customer_request",
] as const;
export type Purpose = (typeof PURPOSES)[number];

export const EXPORT_STATES = [
  "open",
  "approved",
  "refused",
] as const;
export type ExportState = (typeof EXPORT_STATES)[number];

/** `face` may be refused: the meeting goes on by another way, without a face comparison. */
export interface Consents {
  readonly recording: boolean;
  readonly face: boolean;
  readonly at: number;
  readonly text: string;
}

/** What a customer may know of the agent. */
export interface AgentCard {
  readonly staff_id: string;
  readonly display_name: string;
  readonly staff_number: string;
}

/** A third party. `is_here`: agreed to be recorded, and sends sound or picture. */
export interface GuestCard {
  readonly name: string;
  readonly relation: Relation;
  readonly has_agreed: boolean;
  readonly is_here: boolean;
}

export interface Wording {
  readonly zh: string;
  readonly en: string;
}

/** The open step as the customer sees it; `number` counts from 1 of `count`. */
export interface StepSheet {
  readonly step: string;
  readonly number: number;
  readonly count: number;
  readonly attempt: number;
  readonly title: Wording;
  readonly sentences: readonly Wording[];
  readonly text_to_speech: boolean;
  readonly answer_kind: AnswerKind;
  readonly answer: Answer | null;
  readonly shown: Wording | null;
}

/** The customer may type a one-time code; `expires_at` in seconds UTC. */
export interface CodeSheet {
  readonly check_id: string;
  readonly number: number;
  readonly expires_at: number;
  readonly tries_left: number;
}

/**
 * `media_epoch` is None while there is nothing to connect to; when it rises, connect anew.
 *
 * `is_agent_here` is False while the agent's page or media is away; `kept_until` (seconds, UTC)
 * says how long the place is kept for whoever is missing. `is_recording_down`: the recording began
 * and is interrupted.
 */
export interface CustomerView {
  readonly session_id: string;
  readonly reference: string;
  readonly business: string;
  readonly stage: Stage;
  readonly consents: Consents | null;
  readonly agent: AgentCard | null;
  readonly media_epoch: number | null;
  readonly is_agent_here: boolean;
  readonly is_recording: boolean;
  readonly is_recording_down: boolean;
  readonly is_picture_requested: boolean;
  readonly guest: GuestCard | null;
  readonly supervisor: AgentCard | null;
  readonly screen: LegName | null;
  readonly script: StepSheet | null;
  readonly code: CodeSheet | null;
  readonly kept_until: number | null;
  readonly close_reason: CloseReason | null;
  readonly rating: number | null;
}

export interface CustomerViewChanged {
  readonly type: "customer_view_changed";
  readonly view: CustomerView;
}

/** One line of the customer's details as the bank's system gave it, for the agent's page. */
export interface Detail {
  readonly label: string;
  readonly value: string;
}

/** Who was invited. `reference` is the bank's own number for the case. */
export interface Customer {
  readonly name: string;
  readonly reference: string;
  readonly details: readonly Detail[];
}

/** An ID picture in the vault (`pictures/{session_id}/{picture_id}`). */
export interface Picture {
  readonly picture_id: string;
  readonly taken_by: LegName;
  readonly taken_at: number;
}

/** Distances between face encodings (L2); tied to one engine and encoding mode. */
export interface Thresholds {
  readonly match_at_most: number;
  readonly mismatch_above: number;
}

/** One signal: what was measured, and the limit that it was held against, where there is one. */
export interface Finding {
  readonly reason: Reason;
  readonly value: number | null;
  readonly limit: number | null;
}

/**
 * Times are seconds; `shown_at` since the challenge's begin, the others since `shown_at`.
 *
 * `done_after_s` is None when the action was not seen; `picture` shows it being done.
 */
export interface ActionSeen {
  readonly action: Action;
  readonly shown_at: number;
  readonly within_s: number;
  readonly done_after_s: number | null;
  readonly picture: string | null;
}

/** The colours that the customer's screen showed, and how well the face followed them. */
export interface FlashSeen {
  readonly colours: readonly string[];
  readonly agreement: number;
}

/** `alternative`: actions for somebody who cannot do the usual ones. Attempts begin at 1. */
export interface ChallengeSeen {
  readonly challenge_id: string;
  readonly attempt: number;
  readonly actions: readonly ActionSeen[];
  readonly flash: FlashSeen | null;
  readonly alternative: boolean;
}

/**
 * What a finished check rests on.
 *
 * `distance` is the L2 distance of 128-dimensional encodings. The portraits and the pictures of
 * actions lie encrypted in the vault as pictures of the session; encodings are never stored.
 */
export interface Evidence {
  readonly verdict: Verdict;
  readonly distance: number;
  readonly thresholds: Thresholds;
  readonly findings: readonly Finding[];
  readonly engine: string;
  readonly live_frames: number;
  readonly document_portrait: string;
  readonly live_portrait: string;
  readonly took_ms: number;
  readonly challenge: ChallengeSeen | null;
}

/** A one-time code as pages may know it; times are seconds UTC. The code itself is nowhere. */
export interface Code {
  readonly sent_at: number;
  readonly number: number;
  readonly tries: number;
  readonly confirmed_at: number | null;
}

/** `answers`: whether the customer knew a line of the own details, by the line's label. */
export interface OtherWay {
  readonly answers: Readonly<Record<string, boolean>>;
  readonly code: Code | null;
}

/** The agent wants to pass a check, and a supervisor agrees or does not; each gives a reason. */
export interface SecondLook {
  readonly asked_by: string;
  readonly reason: string;
  readonly asked_at: number;
  readonly by: AgentCard | null;
  readonly agrees: boolean | null;
  readonly answer: string;
  readonly answered_at: number | null;
}

/** One identity check: what was compared or asked, what came out, what people decided. */
export interface Check {
  readonly check_id: string;
  readonly picture_id: string;
  readonly state: CheckState;
  readonly started_at: number;
  readonly evidence: Evidence | null;
  readonly failure: ErrorCode | null;
  readonly decision: Decision | null;
  readonly decision_reason: string;
  readonly other_way: OtherWay | null;
  readonly second_look: SecondLook | null;
}

/**
 * `minimum_s`: the step is not over before, so that nobody reads faster than others hear.
 *
 * `shown` is what has to be held into the camera or shown on the screen; None where nothing is.
 */
export interface ScriptStep {
  readonly step: string;
  readonly title: Wording;
  readonly sentences: readonly Wording[];
  readonly answer?: AnswerKind;
  readonly text_to_speech?: boolean;
  readonly minimum_s?: number;
  readonly both_faces?: boolean;
  readonly shown?: Wording | null;
}

/** `may_finish_at` (seconds, UTC) is when the open step's minimum time is over. */
export interface GuideStep {
  readonly text: ScriptStep;
  readonly state: StepState;
  readonly attempt: number;
  readonly answer: Answer | null;
  readonly may_finish_at: number | null;
}

export interface ScriptGuide {
  readonly product: string;
  readonly title: Wording;
  readonly version: string;
  readonly steps: readonly GuideStep[];
  readonly missed: number;
}

/** The desk's side of the session at hand. */
export interface AgentView {
  readonly session_id: string;
  readonly customer: Customer;
  readonly business: string;
  readonly stage: Stage;
  readonly consents: Consents | null;
  readonly media_epoch: number | null;
  readonly is_customer_here: boolean;
  readonly is_recording: boolean;
  readonly recording_problem: ErrorCode | null;
  readonly device_changed_at: number | null;
  readonly talking_since: number | null;
  readonly kept_until: number | null;
  readonly is_picture_requested: boolean;
  readonly guest: GuestCard | null;
  readonly supervisor: AgentCard | null;
  readonly is_whispered: boolean;
  readonly screen: LegName | null;
  readonly is_leading_over: boolean;
  readonly pictures: readonly Picture[];
  readonly checks: readonly Check[];
  readonly for_two: readonly string[];
  readonly script: ScriptGuide | null;
  readonly close_reason: CloseReason | null;
  readonly ended_at: number | null;
}

/** `view` is None when the agent has no session at hand any more. */
export interface AgentViewChanged {
  readonly type: "agent_view_changed";
  readonly view: AgentView | null;
}

/** A third party's side. `media_epoch` is None before the consent. */
export interface GuestView {
  readonly name: string;
  readonly relation: Relation;
  readonly business: string;
  readonly stage: Stage;
  readonly has_agreed: boolean;
  readonly agent: AgentCard | null;
  readonly media_epoch: number | null;
  readonly is_customer_here: boolean;
  readonly is_agent_here: boolean;
  readonly is_recording: boolean;
  readonly is_recording_down: boolean;
  readonly supervisor: AgentCard | null;
  readonly screen: LegName | null;
}

/** `view` is None when the guest is in the meeting no more. */
export interface GuestViewChanged {
  readonly type: "guest_view_changed";
  readonly view: GuestView | null;
}

/** The call that a supervisor is in. */
export interface SupervisorView {
  readonly session_id: string;
  readonly mode: SupervisorMode;
  readonly agent: AgentCard | null;
  readonly customer_name: string;
  readonly business: string;
  readonly stage: Stage;
  readonly media_epoch: number | null;
  readonly is_customer_here: boolean;
  readonly is_agent_here: boolean;
  readonly is_recording: boolean;
  readonly talking_since: number | null;
  readonly guest: GuestCard | null;
  readonly screen: LegName | null;
}

/** `view` is None when the supervisor is in no call any more. */
export interface SupervisorViewChanged {
  readonly type: "supervisor_view_changed";
  readonly view: SupervisorView | null;
}

/** The node's answer to the offer of `connection`. */
export interface MediaAnswered {
  readonly type: "media_answered";
  readonly connection: string;
  readonly sdp: string;
}

export interface MediaRefused {
  readonly type: "media_refused";
  readonly connection: string;
  readonly code: ErrorCode;
}

/** What rings at the desk. `waited_s` is counted when the offer is made. */
export interface OfferView {
  readonly offer_id: string;
  readonly session_id: string;
  readonly customer: Customer;
  readonly business: string;
  readonly waited_s: number;
  readonly expires_at: number;
}

export interface OfferMade {
  readonly type: "offer_made";
  readonly offer: OfferView;
}

/** `ended` is the reason of `queues.news.OfferEnd`, or "accepted". */
export interface OfferGone {
  readonly type: "offer_gone";
  readonly offer_id: string;
  readonly ended: string;
}

/** A request was not carried out; the connection lives. No `request_id`: it was unreadable. */
export interface Refused {
  readonly type: "refused";
  readonly request_id: string;
  readonly code: ErrorCode;
}

/** `epoch` and `last_seq` of the last frame seen, or empty and 0 on a fresh page. */
export interface Hello {
  readonly type: "hello";
  readonly epoch?: string;
  readonly last_seq?: number;
}

export interface Ping {
  readonly type: "ping";
}

/** `connection` is the page's name for the RTCPeerConnection that the answer belongs to. */
export interface SendMediaOffer {
  readonly type: "send_media_offer";
  readonly connection: string;
  readonly sdp: string;
  readonly request_id: string;
}

export interface HangUpCall {
  readonly type: "hang_up_call";
  readonly request_id: string;
}

/** Asked before the screen is sent: it is passed on when the view says whose it is. */
export interface ShowScreen {
  readonly type: "show_screen";
  readonly request_id: string;
}

export interface HideScreen {
  readonly type: "hide_screen";
  readonly request_id: string;
}

/** `text`: version and language of what the customer read. */
export interface SendConsents {
  readonly type: "send_consents";
  readonly recording: boolean;
  readonly face: boolean;
  readonly text?: string;
  readonly request_id: string;
}

export interface JoinQueue {
  readonly type: "join_queue";
  readonly request_id: string;
}

export interface AnswerScriptStep {
  readonly type: "answer_script_step";
  readonly step: string;
  readonly answer: Answer;
  readonly request_id: string;
}

export interface SendRating {
  readonly type: "send_rating";
  readonly score: number;
  readonly request_id: string;
}

export interface SetReady {
  readonly type: "set_ready";
  readonly request_id: string;
}

export interface TakeBreak {
  readonly type: "take_break";
  readonly request_id: string;
}

export interface AcceptOffer {
  readonly type: "accept_offer";
  readonly offer_id: string;
  readonly request_id: string;
}

export interface DeclineOffer {
  readonly type: "decline_offer";
  readonly offer_id: string;
  readonly request_id: string;
}

export interface RequestPicture {
  readonly type: "request_picture";
  readonly request_id: string;
}

export interface StartFaceCheck {
  readonly type: "start_face_check";
  readonly picture_id: string;
  readonly request_id: string;
}

export interface DecideFaceCheck {
  readonly type: "decide_face_check";
  readonly check_id: string;
  readonly decision: Decision;
  readonly reason?: string;
  readonly request_id: string;
}

/** The agent wants to pass the check; a supervisor who agrees passes it. */
export interface AskSupervisor {
  readonly type: "ask_supervisor";
  readonly check_id: string;
  readonly reason: string;
  readonly request_id: string;
}

/** The way without a face, with this picture of the document. */
export interface StartOtherWay {
  readonly type: "start_other_way";
  readonly picture_id: string;
  readonly request_id: string;
}

/** `question` is a line of the customer's details, from 0. */
export interface NoteControlAnswer {
  readonly type: "note_control_answer";
  readonly check_id: string;
  readonly question: number;
  readonly is_right: boolean;
  readonly request_id: string;
}

/** Also of a step that is open or done: it is gone through again. */
export interface BeginScriptStep {
  readonly type: "begin_script_step";
  readonly step: string;
  readonly request_id: string;
}

/** The agent heard the customer say it. */
export interface NoteSpokenAnswer {
  readonly type: "note_spoken_answer";
  readonly step: string;
  readonly answer: Answer;
  readonly request_id: string;
}

/** What the step asks to be seen, the agent confirms. */
export interface FinishScriptStep {
  readonly type: "finish_script_step";
  readonly step: string;
  readonly both_faces?: boolean;
  readonly document?: boolean;
  readonly request_id: string;
}

/** Also takes back an invitation that nobody has followed yet. */
export interface LetGuestGo {
  readonly type: "let_guest_go";
  readonly request_id: string;
}

export interface CompleteWrapUp {
  readonly type: "complete_wrap_up";
  readonly result: string;
  readonly note?: string;
  readonly request_id: string;
}

export interface SendGuestConsent {
  readonly type: "send_guest_consent";
  readonly recording: boolean;
  readonly request_id: string;
}

export interface SuperviseCall {
  readonly type: "supervise_call";
  readonly session_id: string;
  readonly mode: SupervisorMode;
  readonly request_id: string;
}

/** The second person's word on a check that waits for it. */
export interface AnswerSecondLook {
  readonly type: "answer_second_look";
  readonly session_id: string;
  readonly check_id: string;
  readonly agrees: boolean;
  readonly reason: string;
  readonly request_id: string;
}

export interface LeaveCall {
  readonly type: "leave_call";
  readonly request_id: string;
}

/** The whole state; frames after `seq` of `epoch` follow. */
export interface WelcomeCustomer {
  readonly type: "welcome_customer";
  readonly epoch: string;
  readonly seq: number;
  readonly view: CustomerView;
  readonly server_time: number;
}

/** `session_id` while ringing, busy or in wrap-up; `since` in seconds, UTC. */
export interface AgentState {
  readonly staff_id: string;
  readonly presence: Presence;
  readonly since: number;
  readonly break_reason: BreakReason | null;
  readonly session_id: string | null;
  readonly offer_id: string | null;
}

export interface WelcomeDesk {
  readonly type: "welcome_desk";
  readonly epoch: string;
  readonly seq: number;
  readonly state: AgentState;
  readonly offer: OfferView | null;
  readonly view: AgentView | null;
  readonly server_time: number;
}

/** `view` is None when there is no meeting to come to, or not any more. */
export interface WelcomeGuest {
  readonly type: "welcome_guest";
  readonly epoch: string;
  readonly seq: number;
  readonly view: GuestView | null;
  readonly server_time: number;
}

/** A meeting that goes on, in a supervisor's list. `customer_name` is masked. */
export interface FloorMeeting {
  readonly session_id: string;
  readonly agent: AgentCard | null;
  readonly customer_name: string;
  readonly business: string;
  readonly stage: Stage;
  readonly since: number;
  readonly has_guest: boolean;
  readonly supervisor: AgentCard | null;
}

/** A check that waits for a second person. `customer_name` is masked. */
export interface LookAsked {
  readonly session_id: string;
  readonly agent: AgentCard | null;
  readonly customer_name: string;
  readonly business: string;
  readonly check: Check;
}

export interface WelcomeFloor {
  readonly type: "welcome_floor";
  readonly epoch: string;
  readonly seq: number;
  readonly view: SupervisorView | null;
  readonly meetings: readonly FloorMeeting[];
  readonly looks: readonly LookAsked[];
  readonly server_time: number;
}

export interface FloorChanged {
  readonly type: "floor_changed";
  readonly meetings: readonly FloorMeeting[];
  readonly looks: readonly LookAsked[];
}

export interface Pong {
  readonly type: "pong";
}

/** What a waiting customer is told: `position` from 1; `wait_s` is None when nobody serves. */
export interface Place {
  readonly position: number;
  readonly wait_s: number | null;
}

export interface PlaceChanged {
  readonly type: "place_changed";
  readonly place: Place;
}

export interface AgentStateChanged {
  readonly type: "agent_state_changed";
  readonly state: AgentState;
}

/** One direction: the share of packets lost, the sound's jitter, what comes through. */
export interface Way {
  readonly loss: number;
  readonly jitter_ms: number;
  readonly kbps: number;
}

/** What was measured, and the level that it is part of. */
export interface Quality {
  readonly level: Level;
  readonly rtt_ms: number | null;
  readonly up: Way;
  readonly down: Way;
}

/**
 * How the links to the media node are just now; None where nothing is measured.
 *
 * `behind_s`: what came in the last so many seconds is not yet proven to be recorded.
 */
export interface QualityChanged {
  readonly type: "quality_changed";
  readonly own: Quality | null;
  readonly other: Quality | null;
  readonly behind_s: number | null;
}

/** The envelope of every frame from the server. */
export interface Numbered {
  readonly seq: number;
  readonly message: ServerMessage;
}

/** The body of every answer that is not 2xx. */
export interface ErrorBody {
  readonly code: ErrorCode;
  readonly is_retryable: boolean;
}

/** GET /api/v1/house: what a page needs before anybody signs in. */
export interface House {
  readonly bank_name: string;
  readonly server_time: number;
}

/** POST /api/v1/join: the one-time token of a join link for a seat in its session (a cookie). */
export interface RedeemLink {
  readonly token: string;
}

/** POST /api/v1/join/code: the digits that another device of the customer's shows. */
export interface RedeemCode {
  readonly code: string;
}

/**
 * POST /api/v1/seat/handover: by which one other device takes over the seat, once.
 *
 * `url` holds a token behind `#`; at `address` the digits of `code` do the same.
 */
export interface Handover {
  readonly url: string;
  readonly address: string;
  readonly code: string;
  readonly expires_at: number;
}

/** POST /api/v1/join…, GET /api/v1/seat: the session that this browser's cookie belongs to. */
export interface Seat {
  readonly session_id: string;
  readonly reference: string;
}

/** POST /api/v1/sessions/{session_id}/guests, by the agent who has the session at hand. */
export interface InviteThirdParty {
  readonly name: string;
  readonly relation: Relation;
}

/** `join_url` holds the token behind `#`; it can be opened once. */
export interface GuestInvitation {
  readonly guest_id: string;
  readonly join_url: string;
  readonly expires_at: number;
}

/** POST /api/v1/guest/join: a cookie comes with it. */
export interface GuestSeat {
  readonly guest_id: string;
}

/** POST /api/v1/staff/sign-in. */
export interface SignIn {
  readonly username: string;
  readonly password: string;
}

/** POST /api/v1/staff/sign-in and GET /api/v1/staff/me. */
export interface StaffProfile {
  readonly staff_id: string;
  readonly display_name: string;
  readonly staff_number: string;
  readonly role: Role;
}

/** One entry of a browser's `iceServers`; the URLs are ways to one and the same server. */
export interface IceServer {
  readonly urls: readonly string[];
  readonly username: string;
  readonly credential: string;
}

/** GET /api/v1/ice-servers: for the next RTCPeerConnection; the credentials last `life_s`. */
export interface IceServers {
  readonly servers: readonly IceServer[];
  readonly life_s: number;
}

/**
 * POST /api/v1/sessions, with the bank system's API key as bearer token.
 *
 * The header `Idempotency-Key` makes a repeated request return the same session. `product` is the
 * bank's word for what is sold: its script leads the meeting, its rules say how long it is kept.
 * `language` is one of the routing policy's, or "" for any; what each priority is worth, the
 * policy says.
 */
export interface CreateSession {
  readonly queue: string;
  readonly business: string;
  readonly customer: Customer;
  readonly product?: string | null;
  readonly language?: string;
  readonly priorities?: readonly Priority[];
}

/** `join_url` holds the token behind `#`, so that no server or referrer ever sees it. */
export interface Invitation {
  readonly session_id: string;
  readonly join_url: string;
  readonly expires_at: number;
}

/** GET /api/v1/sessions/{session_id} for the bank's systems. */
export interface SessionReport {
  readonly session_id: string;
  readonly reference: string;
  readonly queue: string;
  readonly business: string;
  readonly stage: Stage;
  readonly close_reason: CloseReason | null;
  readonly created_at: number;
  readonly ended_at: number | null;
  readonly agent: AgentCard | null;
  readonly verdict: Verdict | null;
  readonly decision: Decision | null;
  readonly rating: number | null;
  readonly recording: SealState | null;
}

/** POST /api/v1/sessions/{session_id}/pictures (the body is a JPEG or PNG of at most 10 MB). */
export interface PictureReceipt {
  readonly picture_id: string;
}

/** `keep_until` is None while no end is in sight; `rule` is the schedule's, or "legal_hold". */
export interface RetentionNote {
  readonly rule: string;
  readonly keep_until: number | null;
  readonly holds: number;
}

/** One line of the auditor's list. `customer_name` is masked. */
export interface RecordingRow {
  readonly session_id: string;
  readonly customer_name: string;
  readonly reference: string;
  readonly business: string;
  readonly agent: AgentCard | null;
  readonly stage: Stage;
  readonly close_reason: CloseReason | null;
  readonly created_at: number;
  readonly ended_at: number | null;
  readonly duration_s: number | null;
  readonly seal: SealState | null;
  readonly seal_progress: number | null;
  readonly verdict: Verdict | null;
  readonly decision: Decision | null;
  readonly rating: number | null;
  readonly product: string | null;
  readonly missed_steps: number;
  readonly retention: RetentionNote | null;
}

/** The trail does not agree with its checkpoints, since `at`. */
export interface TrailAlarm {
  readonly finding: TroubleKind;
  readonly at: number;
}

/** GET /api/v1/recordings; `next_before` is None on the last page. */
export interface RecordingList {
  readonly rows: readonly RecordingRow[];
  readonly next_before: string | null;
  readonly alarms: readonly TrailAlarm[];
}

/** Somebody's order that nothing of a session may be deleted; `number` counts per session. */
export interface Hold {
  readonly number: number;
  readonly placed_at: number;
  readonly placed_by: string;
  readonly reason: string;
  readonly released_at: number | null;
  readonly released_by: string | null;
  readonly release_reason: string | null;
}

/**
 * The bank's word that a session's key and objects are gone.
 *
 * `trail_head` is the hash of the trail's last entry before the one about the deletion.
 */
export interface Receipt {
  readonly session_id: string;
  readonly reason: DeletionReason;
  readonly actor: string;
  readonly began_at: number;
  readonly deleted_at: number;
  readonly key_fingerprint: string;
  readonly objects: readonly string[];
  readonly merkle_root: string;
  readonly trail_head: string;
  readonly signature: string;
  readonly public_key: string;
}

/** GET /api/v1/sessions/{session_id}/retention; `rule` is None while the session goes on. */
export interface RetentionReport {
  readonly session_id: string;
  readonly rule: string | null;
  readonly keep_until: number | null;
  readonly product_ended_at: number | null;
  readonly holds: readonly Hold[];
  readonly receipt: Receipt | null;
}

/** PUT /api/v1/sessions/{session_id}/product-end: maturity, redemption, or no sale at all. */
export interface NoteProductEnd {
  readonly ended_at: number;
}

/** POST /api/v1/sessions/{session_id}/consent-withdrawal: which consents are taken back. */
export interface WithdrawConsent {
  readonly recording?: boolean;
  readonly face?: boolean;
}

export interface SendCode {
  readonly check_id: string;
}

/** What the customer read on the own phone. */
export interface TypeCode {
  readonly check_id: string;
  readonly code: string;
}

/** POST /api/v1/recordings/{session_id}/holds…: why. */
export interface GiveReason {
  readonly reason: string;
}

export interface HoldPlaced {
  readonly number: number;
}

/** A stretch of a leg without packets, in seconds on the recording's clock. */
export interface Gap {
  readonly start_s: number;
  readonly end_s: number;
  readonly cause?: GapCause;
}

/**
 * One leg, or its screen, to play.
 *
 * `url` answers HTTP ranges; `starts_at_s` is on the recording's clock.
 */
export interface LegTrack {
  readonly leg: LegName;
  readonly is_screen: boolean;
  readonly url: string;
  readonly starts_at_s: number;
  readonly duration_s: number;
  readonly takes: number;
  readonly gaps: readonly Gap[];
  readonly is_cut_short: boolean;
}

/** `offset_s` is on the recording's clock, None without a recording; negative before media. */
export interface TrailLine {
  readonly number: number;
  readonly at: number;
  readonly offset_s: number | null;
  readonly kind: string;
  readonly actor: string;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

/** What was verified just now: the trail's chain, the manifest's signature. */
export interface Integrity {
  readonly is_trail_whole: boolean;
  readonly is_signature_valid: boolean | null;
  readonly checked_at: number;
}

/** A comment on the time line; a bookmark where `text` is empty. */
export interface CommentView {
  readonly comment_id: string;
  readonly written_by: string;
  readonly written_at: number;
  readonly position_s: number;
  readonly text: string;
}

/** GET /api/v1/recordings/{session_id}; reading it is itself an entry on the trail. */
export interface RecordingDetail {
  readonly row: RecordingRow;
  readonly seal_error: string | null;
  readonly clock_zero: number | null;
  readonly legs: readonly LegTrack[];
  readonly checks: readonly Check[];
  readonly pictures: readonly Picture[];
  readonly comments: readonly CommentView[];
  readonly trail: readonly TrailLine[];
  readonly integrity: Integrity;
}

/**
 * Columns of one length, in order of time; `at_s` is on the recording's clock.
 *
 * `up` is what the bank received of the leg, `down` what the leg's person was sent.
 */
export interface QualitySeries {
  readonly at_s: readonly number[];
  readonly level: readonly Level[];
  readonly rtt_ms: readonly (number | null)[];
  readonly up_loss: readonly number[];
  readonly up_jitter_ms: readonly number[];
  readonly up_kbps: readonly number[];
  readonly down_loss: readonly number[];
  readonly down_jitter_ms: readonly number[];
  readonly down_kbps: readonly number[];
}

export interface LegQuality {
  readonly leg: LegName;
  readonly series: QualitySeries;
}

/** GET /api/v1/recordings/{session_id}/quality: the legs whose link was measured. */
export interface RecordedQuality {
  readonly legs: readonly LegQuality[];
}

/** POST /api/v1/recordings/{session_id}/playback: play, pause and seek go on the trail. */
export interface NotePlayback {
  readonly action: string;
  readonly position_s: number;
}

/** POST /api/v1/recordings/{session_id}/comments; `position_s` is on the recording's clock. */
export interface AddComment {
  readonly position_s: number;
  readonly text: string;
}

/** POST /api/v1/recordings/{session_id}/unmasked. */
export interface Unmask {
  readonly purpose: Purpose;
}

/** The customer as the bank's system named them. */
export interface UnmaskedCustomer {
  readonly name: string;
  readonly details: readonly Detail[];
}

/** POST /api/v1/recordings/{session_id}/exports; `note` is for who approves. */
export interface AskForExport {
  readonly purpose: Purpose;
  readonly note: string;
}

/** POST /api/v1/exports/{export_id}/decision. */
export interface DecideExport {
  readonly is_approved: boolean;
}

/** GET /api/v1/exports/{export_id}/film/state; `share` done is None where nobody makes it. */
export interface FilmState {
  readonly is_ready: boolean;
  readonly share: number | null;
}

/** `asked_by` and `decided_by` are display names; `is_mine` where the reader asked for it. */
export interface ExportView {
  readonly export_id: string;
  readonly session_id: string;
  readonly reference: string;
  readonly business: string;
  readonly purpose: Purpose;
  readonly note: string;
  readonly asked_by: string;
  readonly is_mine: boolean;
  readonly asked_at: number;
  readonly state: ExportState;
  readonly decided_by: string | null;
  readonly decided_at: number | null;
  readonly expires_at: number | null;
}

/** GET /api/v1/exports (those that wait), GET /api/v1/recordings/{session_id}/exports (all). */
export interface ExportList {
  readonly exports: readonly ExportView[];
}

export type OutgoingMessage =
  | CustomerViewChanged
  | AgentViewChanged
  | GuestViewChanged
  | SupervisorViewChanged
  | MediaAnswered
  | MediaRefused
  | OfferMade
  | OfferGone
  | Refused;

export type CustomerMessage =
  | Hello
  | Ping
  | SendMediaOffer
  | HangUpCall
  | ShowScreen
  | HideScreen
  | SendConsents
  | JoinQueue
  | AnswerScriptStep
  | SendRating;

export type GuestMessage =
  | Hello
  | Ping
  | SendMediaOffer
  | HangUpCall
  | ShowScreen
  | HideScreen
  | SendGuestConsent;

export type FloorMessage =
  | Hello
  | Ping
  | SendMediaOffer
  | SuperviseCall
  | AnswerSecondLook
  | LeaveCall;

export type DeskMessage =
  | Hello
  | Ping
  | SendMediaOffer
  | HangUpCall
  | ShowScreen
  | HideScreen
  | SetReady
  | TakeBreak
  | AcceptOffer
  | DeclineOffer
  | RequestPicture
  | StartFaceCheck
  | DecideFaceCheck
  | AskSupervisor
  | StartOtherWay
  | NoteControlAnswer
  | BeginScriptStep
  | NoteSpokenAnswer
  | FinishScriptStep
  | LetGuestGo
  | CompleteWrapUp;

export type ServerMessage =
  | WelcomeCustomer
  | WelcomeDesk
  | WelcomeGuest
  | WelcomeFloor
  | Pong
  | PlaceChanged
  | AgentStateChanged
  | FloorChanged
  | QualityChanged
  | CustomerViewChanged
  | AgentViewChanged
  | GuestViewChanged
  | SupervisorViewChanged
  | MediaAnswered
  | MediaRefused
  | OfferMade
  | OfferGone
  | Refused;
