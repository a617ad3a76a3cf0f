import {unscoredMeaning, type Row, type UnscoredReason} from "../../../src/shared/schema.js";
import type {Metadata, WireScore} from "./wire.js";

/** A score of one rubric or measure. */
export interface KnownScore {
  value: number | null;
  label: string | null;
  reason: string | null; // why there is no value
  explanation: string | null;
  metadata: Metadata;
}

/** What Inspect calls the reason of a missing score; another word is its own. */
const reasons: [RegExp, string][] = [
  [/^response-(empty|thinking-only)$/, "no_response"],
  [/^response-refused$/, "refusal"],
  [/^judge-/, "grader_failed"],
  [/^rule-/, "scoring_failed"]
];

/** A score as Inspect has it: one without a value is NaN with its reason, or the label where that is all. */
export function wireScore({value, label, reason, explanation, metadata}: KnownScore): WireScore {
  return {
    value: value ?? (reason === null && label !== null ? label : NaN),
    ...(label !== null && {answer: label}),
    ...(explanation !== null && {explanation}),
    ...(value === null && reason !== null && {reason: reasonOf(reason)}),
    metadata: {...metadata, ...(reason !== null && {unscored: reason})}
  };
}

const reasonOf = (reason: string): string => reasons.find(([pattern]) => pattern.test(reason))?.[1] ?? reason;

type Outcome = Pick<Row<"samples">, "status" | "reason">;

/** Whether nothing was there to be scored: Inspect has an error then, and no score. */
const isError = (reason: string): boolean => /^query-|-failed$|^not-recorded$/.test(reason) && !/^judge-/.test(reason);

/** The error of a candidate or sample that got no answer; null where it got one. */
export function errorOf({status, reason}: Outcome, message: string | null): string | null {
  if (status === "scored" || reason === null || !isError(reason)) return null;
  const meaning = unscoredMeaning[reason as UnscoredReason] ?? "no usable answer";
  return `${reason}: ${meaning}${message === null ? "" : `: ${message}`}`;
}
