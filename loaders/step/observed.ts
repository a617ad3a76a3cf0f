import {existsSync} from "node:fs";
import {mean} from "../../src/shared/statistics.js";
import {JournalReader} from "../store/journal.js";
import type {Range} from "./estimate-role.js";

const maxCallsRead = 2000; // from the start of the journal

/** Output tokens by role in a journal: 10th percentile, mean, 90th percentile. Empty when there is no journal. */
export function readObserved(path: string): Map<string, Range> {
  if (!existsSync(path)) return new Map();
  const journal = JournalReader.open(path);
  const lengths = new Map<string, number[]>();
  for (let ordinal = 0; ordinal < Math.min(journal.size, maxCallsRead); ordinal++) {
    const {role, usage} = journal.read(ordinal);
    if (usage?.outputTokens == null) continue;
    const seen = lengths.get(role);
    if (seen === undefined) lengths.set(role, [usage.outputTokens]);
    else seen.push(usage.outputTokens);
  }
  journal.close();
  return new Map([...lengths].map(([role, counts]) => [role, percentiles(counts)]));
}

function percentiles(counts: readonly number[]): Range {
  const sorted = counts.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)]!;
  return [at(0.1), mean(sorted)!, at(0.9)];
}
