import type {CallRecord} from "../store/journal.js";
import type {RuledAs} from "./candidate.js";
import {safeParseJudgement} from "./parse-judgement.js";

/** The reasoning of the judges, with their names if there are several; null if there is none. */
export function judgeReasons(judges: readonly CallRecord[]): string | null {
  const said = judges.flatMap((record) => {
    const reason = reasoningOf(record);
    return reason === null ? [] : [judges.length > 1 ? `${record.model}: ${reason}` : reason];
  });
  return said.length === 0 ? null : said.join("\n\n");
}

/** The reasoning of a judge, or its raw answer if that has no score. */
function reasoningOf(record: CallRecord | undefined): string | null {
  if (record?.text == null) return null;
  const parsed = safeParseJudgement(record.text);
  return parsed.success ? parsed.value.reasoning : record.text;
}

/** Why one of the calls failed or broke off, in words; null when all came to a known end. */
export function failureOf(records: readonly (CallRecord | undefined)[]): string | null {
  for (const record of records) {
    if (record == null) continue;
    if (record.error !== null) return record.error;
    if (record.stop === "other")
      return `${record.model}: stopped without a known end (${record.raw ?? "no reason given"})`;
  }
  return null;
}

/** What a rule found, followed by what the judges said. */
export function withRuleReason({settled, reason}: RuledAs, judged: string | null): string {
  if (judged === null) return reason;
  return `${reason}\n\n${settled ? "A judge who was asked to see what the rule misses: " : ""}${judged}`;
}
