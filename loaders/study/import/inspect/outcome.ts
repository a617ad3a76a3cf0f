import {unscoredMeaning, unscoredReasons, type UnscoredReason} from "../../../../src/shared/schema.js";
import {explanationsIn, measuredIn, type LogMeasure} from "../../../corpus/inspect/measured.js";
import type {Conversation} from "../../../corpus/inspect/conversation.js";
import type {LogSample} from "../../../corpus/inspect/log-spec.js";

/** What became of a sample of a log. */
export interface Outcome {
  reason: UnscoredReason | null; // null: it has a score
  measures: LogMeasure[];
  truncated: boolean;
  reasoning: string | null;
}

/** How a sample ended. `isOwn`: this program wrote the log, and says in it why a sample is unscored. */
export function outcomeOf(sample: LogSample, {response, turns}: Conversation, isOwn: boolean): Outcome {
  const scores = sample.scores ?? {};
  const measures = measuredIn(scores);
  const stop = sample.output?.choices?.[0]?.stop_reason ?? null;
  const isCut = stop === "max_tokens" || stop === "model_length" || stop === "length";
  const reason = whyUnscored(sample, measures, {response, stop, isOwn});
  const said = sample.error == null ? explanationsIn(scores, !isOwn) : errorText(sample.error.message, reason, isOwn);
  const limit = sample.limit == null ? null : `The sample ended at its limit: ${sample.limit.type}.`;
  const reasoning = [said, limit, refusalOf(sample, turns.length)].filter((text) => text !== null).join("\n\n");
  return {reason, measures, truncated: isCut && reason === null, reasoning: reasoning === "" ? null : reasoning};
}

interface Ended {
  response: string | null;
  stop: string | null;
  isOwn: boolean;
}

function whyUnscored(sample: LogSample, measures: readonly LogMeasure[], {response, stop, isOwn}: Ended) {
  const own = isOwn ? ownReason(sample) : null;
  if (own !== null) return own;
  if (sample.error != null) return "response-failed";
  const isEmpty = response === null || response.trim() === "";
  if (isEmpty && (stop === "content_filter" || sample.output?.error != null)) return "response-refused";
  const known = measures.filter(({value, label, reason}) => value !== null || (label !== null && reason === null));
  if (known.length > 0) return null;
  return reasonIn(measures, isEmpty);
}

/** Why a sample has no value at all, by what its scorers say. */
function reasonIn(measures: readonly LogMeasure[], isEmpty: boolean): UnscoredReason {
  const said = measures.map(({reason}) => reason).find((each) => each !== null);
  const meant = said != null && Object.hasOwn(reasons, said) ? reasons[said] : undefined;
  return meant ?? (isEmpty ? "response-empty" : "not-scored");
}

/** Inspect's words for a score that is missing. */
const reasons: Record<string, UnscoredReason> = {
  refusal: "response-refused",
  no_response: "response-empty",
  grader_failed: "judge-failed",
  grader_refused: "judge-refused",
  scoring_failed: "judge-failed"
};

const isReason = (reason: unknown): reason is UnscoredReason => unscoredReasons.includes(reason as UnscoredReason);

const ownReason = ({metadata}: LogSample): UnscoredReason | null =>
  isReason(metadata?.reason) ? metadata.reason : null;

/** The message of an error; ours begins with the reason and its meaning, which the pages say anyway. */
function errorText(message: string, reason: UnscoredReason | null, isOwn: boolean): string | null {
  const prefix = isOwn && reason !== null ? `${reason}: ${unscoredMeaning[reason]}` : "";
  if (prefix === "" || !message.startsWith(prefix)) return message;
  const rest = message.slice(prefix.length).replace(/^: /, "");
  return rest === "" ? null : rest;
}

const refusalOf = ({output, error}: LogSample, turns: number): string | null =>
  output?.error != null && error == null && turns > 0 ? output.error : null;
