// Written by `python -m signaling.typescript` from the server's own definitions.

export const STAGES = [
  "invited",
  "arriving",
  "waiting",
  "turned_away",
  "deferred",
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

export const DOCUMENT_KINDS = [
  "id_card",
  "passport",
] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

export const CARD_SIDES = [
  "front",
  "back",
  "passport_page",
] as const;
export type CardSide = (typeof CARD_SIDES)[number];

export const SEXES = [
  "male",
  "female",
] as const;
export type Sex = (typeof SEXES)[number];

export const FIELDS = [
  "number",
  "name",
  "birth_date",
  "sex",
  "valid_from",
  "valid_until",
] as const;
export type Field = (typeof FIELDS)[number];

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
  "document_face_cut",
  "document_face_covered",
  "document_expired",
  "document_not_yet_valid",
  "validity_unknown",
  "under_age",
  "number_invalid",
  "number_changed",
  "birth_date_differs",
  "sex_differs",
  "name_differs",
  "live_face_small",
  "live_blurred",
  "live_dark",
  "live_flat",
  "live_glare",
  "live_face_cut",
  "live_face_covered",
  "live_face_turned",
  "few_live_frames",
  "no_challenge",
  "challenge_unanswered",
  "nothing_spoken",
  "wrong_movement",
  "unasked_movement",
  "mouth_still",
  "flash_followed",
  "flash_not_followed",
  "picture_loops",
  "picture_stands",
  "seen_before",
  "seen_before_unknown",
  "face_changed",
  "second_face",
  "timing_regular",
  "frames_slow",
  "camera_looks_virtual",
  "camera_lacks_abilities",
  "network_changed",
  "address_abroad",
  "position_far_from_address",
  "address_of_hosting",
  "country_changed",
  "position_not_given",
  "registry_agrees",
  "registry_disagrees",
  "registry_unavailable",
  "risk_low",
  "risk_high",
  "risk_unavailable",
] as const;
export type Reason = (typeof REASONS)[number];

export const PHASES = [
  "getting_ready",
  "prompting",
  "well_done",
  "again",
  "comparing",
] as const;
export type Phase = (typeof PHASES)[number];

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

/** The most pressing one is shown, in words. */
export const HINTS = [
  "no_face",
  "several_faces",
  "closer",
  "farther",
  "brighter",
  "less_light",
  "uncover",
  "hold_still",
  "look_straight",
  "open_eyes",
] as const;
export type Hint = (typeof HINTS)[number];

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
  "colleague",
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

export const DEFERRAL_KINDS = [
  "callback",
  "appointment",
] as const;
export type DeferralKind = (typeof DEFERRAL_KINDS)[number];

/** Why a customer cannot wait, or no longer. */
export const NO_PLACES = [
  "queue_closed",
  "queue_full",
  "waited_too_long",
  "already_waiting",
  "came_too_often",
  "appointments_only",
] as const;
export type NoPlace = (typeof NO_PLACES)[number];

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
  "already_waiting",
  "came_too_often",
  "appointments_only",
  "deferral_cancelled",
  "appointment_missed",
  "callback_done",
  "callback_unreached",
  "message_left",
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
  "slot_taken",
  "message_unreadable",
  "offer_refused",
  "no_media_node",
  "recording_down",
  "picture_unreadable",
  "picture_too_large",
  "picture_too_small",
  "card_not_found",
  "card_too_small",
  "card_dark",
  "card_glare",
  "card_blurred",
  "card_wrong_side",
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

export const DECISIONS = [
  "passed",
  "refused",
] as const;
export type Decision = (typeof DECISIONS)[number];

/** Whose face is before the camera after a check. */
export const SITTERS = [
  "same",
  "swapped",
  "second",
  "left",
] as const;
export type Sitter = (typeof SITTERS)[number];

export const STEP_STATES = [
  "ahead",
  "next",
  "open",
  "done",
] as const;
export type StepState = (typeof STEP_STATES)[number];

export const DESK_SEATS = [
  "lead",
  "colleague",
  "former",
] as const;
export type DeskSeat = (typeof DESK_SEATS)[number];

export const TARGET_KINDS = [
  "agent",
  "skill",
  "queue",
] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];

/** What became of the question for the device's position, after the customer agreed to it. */
export const POSITION_ANSWERS = [
  "sent",
  "declined",
  "unavailable",
  "timed_out",
] as const;
export type PositionAnswer = (typeof POSITION_ANSWERS)[number];

/** The contact centre's four ways to be in somebody else's call. */
export const SUPERVISOR_MODES = [
  "listen",
  "whisper",
  "barge",
  "lead",
] as const;
export type SupervisorMode = (typeof SUPERVISOR_MODES)[number];

/** Why no colleague comes into the call, or is there no more. */
export const CONSULT_ENDS = [
  "nobody_free",
  "declined",
  "no_answer",
  "gone",
] as const;
export type ConsultEnd = (typeof CONSULT_ENDS)[number];

export const PRESENCES = [
  "offline",
  "ready",
  "ringing",
  "busy",
  "wrap_up",
  "break",
] as const;
export type Presence = (typeof PRESENCES)[number];

/** Why a supervisor changes an agent's state. */
export const CHANGE_REASONS = [
  "left_the_desk",
  "needed",
  "break_due",
  "training",
  "meeting",
  "technical",
] as const;
export type ChangeReason = (typeof CHANGE_REASONS)[number];

export const LEVEL_MODES = [
  "automatic",
  "on",
  "off",
] as const;
export type LevelMode = (typeof LEVEL_MODES)[number];

export const MEASURES = [
  "longest_wait_s",
  "waiting",
  "abandon_rate",
  "connection_rate",
] as const;
export type Measure = (typeof MEASURES)[number];

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

/** Why somebody who is here is not ready. */
export const BREAK_REASONS = [
  "rest",
  "training",
  "meeting",
  "back_office",
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

/**
 * What stands on the document; empty or None where nobody could read it.
 *
 * `is_permanent`: no day on which it ends (长期); `valid_until` is None then.
 */
export interface DocumentValues {
  readonly number: string;
  readonly name: string;
  readonly birth_date: string | null;
  readonly sex: Sex | null;
  readonly valid_from: string | null;
  readonly valid_until: string | null;
  readonly is_permanent: boolean;
}

/**
 * The customer's page. `doubtful`: fields that somebody has to look at before confirming.
 *
 * `newest_at` (seconds, UTC) rises with each side that is taken, also again.
 */
export interface DocumentSheet {
  readonly kind: DocumentKind;
  readonly is_requested: boolean;
  readonly sides: readonly CardSide[];
  readonly missing_sides: readonly CardSide[];
  readonly newest_at: number | null;
  readonly values: DocumentValues;
  readonly doubtful: readonly Field[];
  readonly is_confirmed: boolean;
  readonly reasons: readonly Reason[];
}

/** The one action at hand. `number` counts on through a check; `digits` only to be read. */
export interface Prompt {
  readonly number: number;
  readonly action: Action;
  readonly within_s: number;
  readonly digits: string;
}

/**
 * `number` rises with each change. `done`: answered in this attempt, of `asked` actions.
 *
 * `hint`: what would have helped, where it is to be tried again.
 */
export interface ChallengeProgress {
  readonly number: number;
  readonly phase: Phase;
  readonly attempt: number;
  readonly asked: number;
  readonly done: readonly Action[];
  readonly prompt: Prompt | null;
  readonly hint: Hint | null;
  readonly is_alternative: boolean;
}

/** What the customer is asked to do before the camera just now. */
export interface ChallengeSheet {
  readonly check_id: string;
  readonly progress: ChallengeProgress;
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

/** What was left instead of waiting. `opens_at` to `closes_at`: when the customer may begin. */
export interface DeferralView {
  readonly kind: DeferralKind;
  readonly begins_at: number | null;
  readonly ends_at: number | null;
  readonly opens_at: number | null;
  readonly closes_at: number | null;
}

/**
 * `media_epoch` is None while there is nothing to connect to; when it rises, connect anew.
 *
 * `is_agent_here` is False while the agent's page or media is away; `kept_until` (seconds, UTC)
 * says how long the place is kept for whoever is missing. `is_recording_down`: the recording began
 * and is interrupted. `is_audio_first`: the camera is off until a step asks for it.
 * `has_agreed_to_location`: None before the answer; `is_position_wanted`: after it, until sent.
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
  readonly document: DocumentSheet | null;
  readonly challenge: ChallengeSheet | null;
  readonly guest: GuestCard | null;
  readonly supervisor: AgentCard | null;
  readonly colleague: AgentCard | null;
  readonly held_since: number | null;
  readonly is_handed_on: boolean;
  readonly screen: LegName | null;
  readonly script: StepSheet | null;
  readonly code: CodeSheet | null;
  readonly kept_until: number | null;
  readonly deferral: DeferralView | null;
  readonly turned_away: NoPlace | null;
  readonly close_reason: CloseReason | null;
  readonly rating: number | null;
  readonly is_audio_first: boolean;
  readonly has_agreed_to_location: boolean | null;
  readonly is_position_wanted: boolean;
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

/** `is_straightened`: nothing but the card; else the photograph as it was. */
export interface DocumentPicture {
  readonly side: CardSide;
  readonly picture_id: string;
  readonly is_straightened: boolean;
}

/** One signal: what was measured, and the limit that it was held against, where there is one. */
export interface Finding {
  readonly reason: Reason;
  readonly value: number | null;
  readonly limit: number | null;
}

/**
 * The desk's. `values` are the version that counts; after the call the number is masked.
 *
 * `by_customer` names the fields in which the customer corrected what was read, None before that.
 */
export interface DocumentCard {
  readonly kind: DocumentKind;
  readonly is_requested: boolean;
  readonly pictures: readonly DocumentPicture[];
  readonly missing_sides: readonly CardSide[];
  readonly values: DocumentValues;
  readonly doubtful: readonly Field[];
  readonly by_customer: readonly Field[] | null;
  readonly by_agent: readonly Field[] | null;
  readonly findings: readonly Finding[];
}

/** Distances between face encodings (L2); tied to one engine and encoding mode. */
export interface Thresholds {
  readonly match_at_most: number;
  readonly mismatch_above: number;
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

/**
 * `answers`: whether the customer knew a line of the own details, by the line's label.
 *
 * `findings` are of the bank's own systems; None while they are being asked.
 */
export interface OtherWay {
  readonly answers: Readonly<Record<string, boolean>>;
  readonly code: Code | null;
  readonly findings: readonly Finding[] | null;
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
  readonly progress: ChallengeProgress | null;
  readonly progressed_at: number | null;
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

/** What the next agent is told of a customer; `note` may be empty. */
export interface ColleagueWord {
  readonly by: AgentCard;
  readonly note: string;
}

/** To whom a customer is handed on, or who is asked into a call; `name`: an id, or a skill. */
export interface Target {
  readonly kind: TargetKind;
  readonly name: string;
}

/** Who was asked into the call. `colleague` is None until somebody has answered. */
export interface ConsultView {
  readonly target: Target;
  readonly is_ringing: boolean;
  readonly colleague: AgentCard | null;
}

/** Degrees, WGS 84. */
export interface Position {
  readonly latitude: number;
  readonly longitude: number;
}

/**
 * `countries`: of the network addresses, in order; empty where nothing is known of them.
 *
 * `is_agreed` False: the customer did not agree, and nothing was looked at. `is_kept` False as
 * well where what was known has been deleted: the rest is empty then.
 */
export interface LocationCard {
  readonly is_agreed: boolean;
  readonly is_kept: boolean;
  readonly answer: PositionAnswer | null;
  readonly position: Position | null;
  readonly countries: readonly string[];
  readonly findings: readonly Finding[];
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
  readonly document: DocumentCard | null;
  readonly checks: readonly Check[];
  readonly for_two: readonly string[];
  readonly presence: Sitter;
  readonly script: ScriptGuide | null;
  readonly close_reason: CloseReason | null;
  readonly ended_at: number | null;
  readonly wrap_up_until: number | null;
  readonly seat: DeskSeat;
  readonly word: ColleagueWord | null;
  readonly held_since: number | null;
  readonly consult: ConsultView | null;
  readonly help_asked_at: number | null;
  readonly location: LocationCard | null;
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
  readonly colleague: AgentCard | null;
  readonly held_since: number | null;
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
  readonly colleague: AgentCard | null;
  readonly held_since: number | null;
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

/**
 * What rings at the desk. `waited_s` is counted when the offer is made.
 *
 * `word` is of the agent who hands the customer on, or asks for a colleague (`is_consultation`).
 * `is_callback`: nobody waits; who accepts has the customer invited again, and is free at once.
 */
export interface OfferView {
  readonly offer_id: string;
  readonly session_id: string;
  readonly customer: Customer;
  readonly business: string;
  readonly waited_s: number;
  readonly expires_at: number;
  readonly word: ColleagueWord | null;
  readonly is_consultation: boolean;
  readonly is_callback: boolean;
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

/** Told to the agent who asked; the customer is still on hold. */
export interface ConsultEnded {
  readonly type: "consult_ended";
  readonly end: ConsultEnd;
}

/** A request was not carried out; the connection lives. No `request_id`: it was unreadable. */
export interface Refused {
  readonly type: "refused";
  readonly request_id: string;
  readonly code: ErrorCode;
}

/** `presence`: ready, break or offline; refused while the agent has a customer. */
export interface ChangeAgentState {
  readonly type: "change_agent_state";
  readonly staff_id: string;
  readonly presence: Presence;
  readonly reason: ChangeReason;
  readonly request_id: string;
}

/** The button of a level, 1 or 2. */
export interface ChooseEmergency {
  readonly type: "choose_emergency";
  readonly level: number;
  readonly mode: LevelMode;
  readonly request_id: string;
}

/** `satisfaction` and `occupancy` are None where nobody rated, and where it is not known. */
export interface Figures {
  readonly offered: number;
  readonly connected: number;
  readonly connection_rate: number;
  readonly service_level: number;
  readonly abandon_rate: number;
  readonly wait_mean_s: number;
  readonly wait_p50_s: number;
  readonly wait_p95_s: number;
  readonly wait_longest_s: number;
  readonly aht_s: number;
  readonly satisfaction: number | null;
  readonly occupancy: number | null;
}

/** One queue; `figures` are of the day, `waits_since` of the one who waits the longest. */
export interface QueueLine {
  readonly queue: string;
  readonly name: string;
  readonly waiting: number;
  readonly waits_since: number | null;
  readonly figures: Figures;
}

/** One level: `turns_at` is when it comes or goes if all stays as it is. */
export interface LevelView {
  readonly is_on: boolean;
  readonly mode: LevelMode;
  readonly pressing: readonly Measure[];
  readonly turns_at: number | null;
}

/** How it is now; a rate is None where too few came to say. */
export interface Measured {
  readonly longest_wait_s: number;
  readonly waiting: number;
  readonly abandon_rate: number | null;
  readonly connection_rate: number | null;
}

/** What others than the matching have to do now. `wrap_up_s` None: as ever. */
export interface Measures {
  readonly callbacks_first: boolean;
  readonly wrap_up_s: number | null;
  readonly audio_first: boolean;
  readonly appointments_only: readonly string[];
  readonly announcement: Readonly<Record<string, string>>;
}

/** `level`: 0 in quiet times, 1 or 2; `since` when it counts. */
export interface EmergencyView {
  readonly level: number;
  readonly since: number;
  readonly first: LevelView;
  readonly second: LevelView;
  readonly measured: Measured;
  readonly measures: Measures;
}

/** `agents`: how many are in each state; `waits_since` of the one who waits the longest. */
export interface Board {
  readonly waiting: number;
  readonly waits_since: number | null;
  readonly agents: Readonly<Record<string, number>>;
  readonly day: Figures;
  readonly queues: readonly QueueLine[];
  readonly emergency: EmergencyView;
  readonly zone: string;
}

export interface BoardChanged {
  readonly type: "board_changed";
  readonly board: Board;
}

/** Somebody who may serve customers. */
export interface Member {
  readonly staff_id: string;
  readonly display_name: string;
  readonly staff_number: string;
  readonly role: Role;
}

/** Why an agent is in a state that somebody else chose. */
export interface Word {
  readonly by: string;
  readonly reason: ChangeReason;
}

/** `session_id` while ringing, busy or in wrap-up; `since` in seconds, UTC. */
export interface AgentState {
  readonly staff_id: string;
  readonly presence: Presence;
  readonly since: number;
  readonly break_reason: BreakReason | null;
  readonly session_id: string | null;
  readonly offer_id: string | null;
  readonly word: Word | null;
}

export interface AgentDay {
  readonly staff_id: string;
  readonly ready_s: number;
  readonly busy_s: number;
  readonly wrap_up_s: number;
  readonly break_s: number;
  readonly occupancy: number | null;
}

/** One who may serve customers; `day` is None for whoever was not signed on today. */
export interface AgentLine {
  readonly member: Member;
  readonly state: AgentState;
  readonly day: AgentDay | null;
}

export interface AgentsChanged {
  readonly type: "agents_changed";
  readonly agents: readonly AgentLine[];
}

/** `begins` in seconds, UTC: the hour that a clock change brings twice is there twice. */
export interface Interval {
  readonly begins: number;
  readonly figures: Figures;
}

/** The day so far, by half hours. */
export interface TrendChanged {
  readonly type: "trend_changed";
  readonly trend: readonly Interval[];
}

/** With a colleague in the call: off lets all three talk. */
export interface SetHold {
  readonly type: "set_hold";
  readonly is_held: boolean;
  readonly request_id: string;
}

/** Ring somebody free; the customer is on hold meanwhile. */
export interface CallColleague {
  readonly type: "call_colleague";
  readonly target: Target;
  readonly note?: string;
  readonly request_id: string;
}

/** The colleague goes, or rings no more. */
export interface TakeCustomerBack {
  readonly type: "take_customer_back";
  readonly request_id: string;
}

/** To the colleague who is in the call. */
export interface HandCustomerOver {
  readonly type: "hand_customer_over";
  readonly request_id: string;
}

/** By way of the queue, before all who wait. */
export interface TransferCustomer {
  readonly type: "transfer_customer";
  readonly target: Target;
  readonly note?: string;
  readonly request_id: string;
}

export interface CallForHelp {
  readonly type: "call_for_help";
  readonly is_wanted: boolean;
  readonly request_id: string;
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

/** This is what stands on the document, says who reads it: the customer, or the agent. */
export interface ConfirmValues {
  readonly type: "confirm_values";
  readonly values: DocumentValues;
  readonly request_id: string;
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

/** `text`: as of the other consents. */
export interface SendLocationConsent {
  readonly type: "send_location_consent";
  readonly is_given: boolean;
  readonly text?: string;
  readonly request_id: string;
}

/** What the browser answered; with a position, no finer than 0.01 degrees, when it was sent. */
export interface SendPosition {
  readonly type: "send_position";
  readonly answer: PositionAnswer;
  readonly position?: Position | null;
  readonly request_id: string;
}

export interface JoinQueue {
  readonly type: "join_queue";
  readonly request_id: string;
}

/** Instead of waiting: an agent has the customer invited again when it is their turn. */
export interface AskForCallback {
  readonly type: "ask_for_callback";
  readonly request_id: string;
}

/** Also an appointment: nothing of the visit is left. */
export interface CancelCallback {
  readonly type: "cancel_callback";
  readonly request_id: string;
}

/** The time has come; or the customer waits here rather than for a callback. */
export interface ResumeVisit {
  readonly type: "resume_visit";
  readonly request_id: string;
}

export interface AnswerScriptStep {
  readonly type: "answer_script_step";
  readonly step: string;
  readonly answer: Answer;
  readonly request_id: string;
}

/**
 * The camera's label is looked at and not kept; `abilities` counts what it says that it can.
 *
 * `is_slow`: elder mode. `has_flash`: the screen may change its colour.
 */
export interface DescribeCamera {
  readonly type: "describe_camera";
  readonly label: string;
  readonly abilities: number;
  readonly is_slow: boolean;
  readonly has_flash: boolean;
  readonly request_id: string;
}

/** The customer cannot do what prompt number `prompt` of the challenge asks for. */
export interface SkipPrompt {
  readonly type: "skip_prompt";
  readonly prompt: number;
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
  readonly reason?: BreakReason;
  readonly request_id: string;
}

export interface AcceptOffer {
  readonly type: "accept_offer";
  readonly offer_id: string;
  readonly request_id: string;
}

/** The page rings; an offer that is not acknowledged is sent again and again. */
export interface AcknowledgeOffer {
  readonly type: "acknowledge_offer";
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

/** Photographed side by side, read, and confirmed by both. */
export interface RequestDocument {
  readonly type: "request_document";
  readonly kind: DocumentKind;
  readonly request_id: string;
}

/** Without a challenge the machine alone never passes it. */
export interface StartFaceCheck {
  readonly type: "start_face_check";
  readonly picture_id: string;
  readonly has_challenge?: boolean;
  readonly request_id: string;
}

/** As `skip_prompt`, by the agent, who sees that the customer cannot. */
export interface SkipCustomerPrompt {
  readonly type: "skip_customer_prompt";
  readonly prompt: number;
  readonly request_id: string;
}

/** The agent heard the digits of prompt number `prompt`, or something else. */
export interface ConfirmDigits {
  readonly type: "confirm_digits";
  readonly prompt: number;
  readonly is_right: boolean;
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

/**
 * The whole state; frames after `seq` of `epoch` follow.
 *
 * `is_location_asked`: the bank asks customers where they are.
 */
export interface WelcomeCustomer {
  readonly type: "welcome_customer";
  readonly epoch: string;
  readonly seq: number;
  readonly view: CustomerView;
  readonly server_time: number;
  readonly is_location_asked: boolean;
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
  readonly help_asked_at: number | null;
}

/** An agent who let too many calls ring out, and is rung no more since then. */
export interface PausedAgent {
  readonly card: AgentCard;
  readonly since: number;
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
  readonly paused: readonly PausedAgent[];
  readonly server_time: number;
}

export interface FloorChanged {
  readonly type: "floor_changed";
  readonly meetings: readonly FloorMeeting[];
  readonly looks: readonly LookAsked[];
  readonly paused: readonly PausedAgent[];
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

/** What an emergency level asks of the waiting page. `announcement` by language. */
export interface NoticeChanged {
  readonly type: "notice_changed";
  readonly announcement: Readonly<Record<string, string>>;
  readonly callbacks_first: boolean;
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

/**
 * The hint to show in a challenge, and the colour (`#rrggbb`) of the whole screen.
 *
 * The media node writes it, this page's desk passes it on as it is.
 */
export interface ChallengeGuided {
  readonly type: "challenge_guided";
  readonly check_id: string;
  readonly hint: Hint | null;
  readonly colour: string | null;
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

/** Somebody who is signed on; only who is ready can be rung. */
export interface Colleague {
  readonly card: AgentCard;
  readonly presence: Presence;
  readonly since: number;
}

export interface ReachableSkill {
  readonly skill: string;
  readonly free: number;
}

export interface ReachableQueue {
  readonly queue: string;
  readonly name: string;
  readonly free: number;
  readonly waiting: number;
}

/** GET /api/v1/colleagues: to whom a customer can be handed on; who is free comes first. */
export interface Colleagues {
  readonly agents: readonly Colleague[];
  readonly skills: readonly ReachableSkill[];
  readonly queues: readonly ReachableQueue[];
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
  readonly location?: boolean;
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

/** What somebody confirmed, when (seconds, UTC), and in what that is not the version before. */
export interface DocumentVersion {
  readonly values: DocumentValues;
  readonly at: number;
  readonly changed: readonly Field[];
}

/** Numbers and names are masked, birth dates left out: they are shown for a purpose alone. */
export interface RecordedDocument {
  readonly kind: DocumentKind;
  readonly pictures: readonly DocumentPicture[];
  readonly read: DocumentValues;
  readonly by_customer: DocumentVersion | null;
  readonly by_agent: DocumentVersion | null;
  readonly findings: readonly Finding[];
}

/** GET /api/v1/recordings/{session_id}; reading it is itself an entry on the trail. */
export interface RecordingDetail {
  readonly row: RecordingRow;
  readonly seal_error: string | null;
  readonly clock_zero: number | null;
  readonly legs: readonly LegTrack[];
  readonly checks: readonly Check[];
  readonly pictures: readonly Picture[];
  readonly document: RecordedDocument | null;
  readonly location: LocationCard | null;
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

/** The customer as the bank's system named them, and what stands on the document. */
export interface UnmaskedCustomer {
  readonly name: string;
  readonly details: readonly Detail[];
  readonly document: DocumentValues | null;
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

/** Seconds, UTC. */
export interface OpenSlot {
  readonly begins_at: number;
  readonly ends_at: number;
}

/** A day of the bank's calendar ("2026-03-06") and its slots; full ones are left out. */
export interface SlotDay {
  readonly day: string;
  readonly slots: readonly OpenSlot[];
}

/**
 * GET /api/v1/seat/exits: what may be left instead of waiting, and when the queue opens.
 *
 * `opens_at` is None while it is open; `zone` is the bank's, for the page to write times in.
 */
export interface Exits {
  readonly callback: boolean;
  readonly message: boolean;
  readonly days: readonly SlotDay[];
  readonly opens_at: number | null;
  readonly zone: string;
}

/** GET /api/v1/queues/{queue}/slots, for the bank's systems. */
export interface SlotList {
  readonly days: readonly SlotDay[];
  readonly zone: string;
}

/** PUT /api/v1/seat/appointment and /api/v1/sessions/{session_id}/appointment. */
export interface BookAppointment {
  readonly begins_at: number;
}

/** `join_url` leads to the appointment, once, until it is over: to begin, move or cancel it. */
export interface Booked {
  readonly session_id: string;
  readonly begins_at: number;
  readonly ends_at: number;
  readonly join_url: string;
  readonly expires_at: number;
}

/** POST /api/v1/seat/messages: where the pieces go. */
export interface MessageBegun {
  readonly message_id: string;
  readonly piece_bytes: number;
  readonly most_pieces: number;
}

/** GET /api/v1/seat/messages/{message_id}: which pieces are here. */
export interface MessagePieces {
  readonly pieces: readonly number[];
}

/** POST /api/v1/seat/messages/{message_id}/end: all pieces, from 0, are here. */
export interface EndMessage {
  readonly pieces: number;
}

/**
 * What a customer left and nobody has answered yet.
 *
 * `kind` is "callback", "appointment" or "message"; `tries` are invitations that came to nothing.
 * `called_at`: the customer is invited since then, by the agent `called_by`, until `closes_at`.
 */
export interface CallbackRow {
  readonly session_id: string;
  readonly kind: string;
  readonly customer: Customer;
  readonly business: string;
  readonly queue: string;
  readonly left_at: number;
  readonly begins_at: number | null;
  readonly ends_at: number | null;
  readonly called_at: number | null;
  readonly called_by: AgentCard | null;
  readonly closes_at: number | null;
  readonly tries: number;
}

/** GET /api/v1/callbacks: the longest left first, appointments by their time. */
export interface CallbackList {
  readonly rows: readonly CallbackRow[];
}

/** POST /api/v1/callbacks/{session_id}: done, or try again; why, goes on the trail. */
export interface SettleCallback {
  readonly is_done: boolean;
  readonly reason: string;
}

/** GET /api/v1/floor/wall: what hangs on the wall; ask every two seconds. */
export interface Wall {
  readonly bank_name: string;
  readonly server_time: number;
  readonly board: Board;
  readonly trend: readonly Interval[];
}

/**
 * `served_now`, `would_be_served`: how many of those who wait find a free agent, with the rules
 * of now and with the level's. `reserve`: supervisors and back office who are ready.
 */
export interface Rehearsal {
  readonly served_now: number;
  readonly would_be_served: number;
  readonly reserve: number;
  readonly measures: Measures;
}

/** GET /api/v1/floor/rehearsals: what each level would change now; nothing is changed by it. */
export interface Rehearsals {
  readonly first: Rehearsal;
  readonly second: Rehearsal;
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
  | ConsultEnded
  | Refused;

export type HandingOnMessage =
  | SetHold
  | CallColleague
  | TakeCustomerBack
  | HandCustomerOver
  | TransferCustomer
  | CallForHelp;

export type CustomerMessage =
  | Hello
  | Ping
  | SendMediaOffer
  | HangUpCall
  | ShowScreen
  | HideScreen
  | SendConsents
  | SendLocationConsent
  | SendPosition
  | JoinQueue
  | AskForCallback
  | CancelCallback
  | ResumeVisit
  | AnswerScriptStep
  | ConfirmValues
  | DescribeCamera
  | SkipPrompt
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
  | LeaveCall
  | ChangeAgentState
  | ChooseEmergency;

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
  | AcknowledgeOffer
  | DeclineOffer
  | RequestPicture
  | RequestDocument
  | ConfirmValues
  | StartFaceCheck
  | SkipCustomerPrompt
  | ConfirmDigits
  | DecideFaceCheck
  | AskSupervisor
  | StartOtherWay
  | NoteControlAnswer
  | BeginScriptStep
  | NoteSpokenAnswer
  | FinishScriptStep
  | LetGuestGo
  | CompleteWrapUp
  | SetHold
  | CallColleague
  | TakeCustomerBack
  | HandCustomerOver
  | TransferCustomer
  | CallForHelp;

export type ServerMessage =
  | WelcomeCustomer
  | WelcomeDesk
  | WelcomeGuest
  | WelcomeFloor
  | Pong
  | PlaceChanged
  | NoticeChanged
  | AgentStateChanged
  | FloorChanged
  | BoardChanged
  | AgentsChanged
  | TrendChanged
  | QualityChanged
  | ChallengeGuided
  | CustomerViewChanged
  | AgentViewChanged
  | GuestViewChanged
  | SupervisorViewChanged
  | MediaAnswered
  | MediaRefused
  | OfferMade
  | OfferGone
  | ConsultEnded
  | Refused;
