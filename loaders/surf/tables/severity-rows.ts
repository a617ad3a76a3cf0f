import type {Row} from "../../../src/shared/schema.js";
import {mean} from "../../../src/shared/statistics.js";
import type {RegionSnapshot} from "../adaptive/search-snapshot.js";
import type {RunRecord, SearchRecord} from "./search-record.js";

/** How bad the answers of a run are; `firstRow` is the row of its first candidate. */
export function* severityRows({record, firstRow}: {record: RunRecord; firstRow: number}): Generator<Row<"severities">> {
  for (const [i, {severity = []}] of record.tracker.candidates.entries())
    for (const each of severity) yield {candidate: firstRow + i, ...each};
}

type Dimension = Omit<Row<"region_severities">, "region">;

/** How bad the failures of a region are, by dimension: those of the candidates that measure it. */
export function dimensionsOf({runs}: SearchRecord, {sample}: Pick<RegionSnapshot, "sample">): Dimension[] {
  const scores = new Map<string, (number | null)[]>();
  for (const {run, index} of sample)
    for (const {dimension, score} of runs[run]!.tracker.candidates[index]!.severity ?? [])
      scores.set(dimension, [...(scores.get(dimension) ?? []), score]);
  return [...scores].map(([dimension, all]) => {
    const known = all.filter((score) => score !== null);
    return {dimension, n: known.length, unscored: all.length - known.length, mean: mean(known)};
  });
}

/** The mean over all dimensions that have a score; null where none has. */
export const severityOf = (search: SearchRecord, region: Pick<RegionSnapshot, "sample">): number | null =>
  mean(dimensionsOf(search, region).flatMap(({mean}) => mean ?? []));
