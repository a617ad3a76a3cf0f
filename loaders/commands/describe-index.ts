import type {IndexManifest} from "../../src/shared/indexManifest.js";
import {duration} from "../util/duration.js";

/** What an index holds, in a few lines. */
export function describeIndex(manifest: IndexManifest): string {
  const {name, state, error, attributes, clusters, extractor, embedding, summaries, notes} = manifest;
  const seconds = manifest.stages.reduce((sum, stage) => sum + (stage.seconds ?? 0), 0);
  const queries = `${count(attributes.queries)} distinct query attributes in ${plural(clusters, "cluster")}`;
  const responses = `${count(attributes.responses)} distinct response attributes, by ${extractor}`;
  const embedder = `${embedding?.model ?? "-"} (${embedding?.dimension ?? 0} dimensions)`;
  return [
    `${name}: ${state}${error === null ? "" : `: ${error}`}`,
    `  ${pairsInWords(manifest)}`,
    ...skippedInWords(manifest),
    `  ${queries}, ${responses}`,
    `  embedded by ${embedder}, summaries: ${summaries}`,
    ...checkInWords(manifest),
    ...notes.map((line) => `  note: ${line}`),
    `  ${duration(seconds)} in all; ${spendInWords(manifest)}`
  ].join("\n");
}

const count = (value: number): string => value.toLocaleString("en-US");

const plural = (value: number, noun: string): string => `${count(value)} ${noun}${value === 1 ? "" : "s"}`;

function pairsInWords({pairs, rows, duplicates, sampledOut, sources}: IndexManifest): string {
  return [
    `${count(pairs)} pairs of ${count(rows)} rows in ${plural(sources.length, "chunk")}`,
    ...(duplicates > 0 ? [`${count(duplicates)} duplicates folded`] : []),
    ...(sampledOut > 0 ? [`${count(sampledOut)} not drawn`] : [])
  ].join(", ");
}

function skippedInWords({skipped}: IndexManifest): string[] {
  const reasons = skipped.map(({reason, count: rows, examples: [first]}) => {
    const what = first?.what === undefined ? "" : `, ${first.what}`;
    const where = first ? ` (first: ${first.file}:${first.line}${what})` : "";
    return `${rows} ${reason}${where}`;
  });
  return reasons.length > 0 ? [`  skipped: ${reasons.join(", ")}`] : [];
}

const checkInWords = ({check}: IndexManifest): string[] =>
  check === null ? [] : [`  held-out check by ${check.model}: ${check.accepted} of ${check.asked} members accepted`];

function spendInWords({spend: {calls, cost}}: IndexManifest): string {
  if (cost === null) return `${calls} calls, of unknown price`;
  return `${calls} calls, ${cost === 0 ? "nothing spent" : `$${cost.toFixed(2)} spent`}`;
}
