/** Filters, flags and keeping in the auditor's list, in English. */

import type { chinese } from "./desk-list-chinese";
import type { Sentences } from "./sentences";

export const english: Sentences<typeof chinese> = {
  filter: {
    title: "Filters",
    more: "Filters ({count})",
    agent: "Agent's name or number",
    product: "Product",
    verdict: "Verdict",
    any: "Any",
    since: "From",
    until: "To",
    trail: "On the trail…",
    trailHint: "such as: hung up, script, hold",
    clear: "Clear the filters",
    nothing: "No recording is like that",
    nothingText: "Ask for less, or clear the filters.",
  },
  flag: {
    gap: "Recording gap",
    low_rating: "Low rating",
    override: "Passed against the machine",
    script_open: "Script not finished",
  },
  keeping: {
    title: "Keeping",
    column: "Kept until",
    until: "Kept until {date}",
    open: "No end yet",
    held: "Legal hold",
    over: "Time is over",
    rule: "By",
    rules: {
      general: "the bank's general rule",
      dual_recording: "dual-recording rule (after the product's end)",
      anti_money_laundering: "anti-money-laundering rule",
      legal_hold: "legal hold",
    },
    waiting: "Waiting for the bank's system to say when the product ends",
    holds: "Legal holds",
    noHolds: "There is no legal hold.",
    placed: "placed {at}",
    released: "released {at}: {reason}",
    reason: "Why (required, noted on the trail)",
    place: "Place a hold",
    release: "Release",
    manage: "Keeping and holds",
    deleted: "Deleted {at}",
    receipt: "Deletion receipt",
    key: "Key fingerprint",
    signature: "Signature",
    objects: "Objects deleted",
    failed: "It was not saved.",
  },
};
