import type {Row} from "../../src/shared/schema.js";
import {checkUsage} from "../model/usage.js";
import type {CallRecord, JournalReader} from "../store/journal.js";

/** One call as the table `calls` shows it, without the candidate it belongs to. */
export type CallRow = Omit<Row<"calls">, "candidate">;

const unknown = {inputTokens: null, outputTokens: null};

/** One call of the journal as the table `calls` shows it. */
export function toCallRow(record: CallRecord): CallRow {
  const {step, role, model, answered, stop, error, attempts, usage, cost, latency} = record;
  const {inputTokens, outputTokens} = usage === null ? unknown : checkUsage(usage, null);
  const tokens = {input_tokens: inputTokens, output_tokens: outputTokens};
  return {sample: null, step, role, model, answered, stop, error, attempts, ...tokens, cost, latency};
}

/** Yields calls that belong to no candidate, read from the journal one by one; `sample` is the one they belong to. */
export function* callsOf(
  journal: JournalReader,
  ordinals: Iterable<number>,
  sample: number | null = null
): Generator<{calls: Row<"calls">[]}> {
  for (const ordinal of ordinals) yield {calls: [{candidate: null, ...toCallRow(journal.read(ordinal)), sample}]};
}
