import {UserError} from "../../util/user-error.js";
import {hasCluster} from "../../turf/trace/chunk-shares.js";
import {countBySource, rowsWhere, type AblationCorpus} from "../corpus/corpus.js";
import type {DropSettings} from "../settings.js";
import type {Detected} from "../detectors/run-detectors.js";
import type {TracedFinding} from "./traced-finding.js";
import type {TurfIndex} from "../../turf/index/turf-index.js";

/** The rows that an arm selects, and in words which they are. */
export interface SelectedRows {
  rows: Set<number>;
  words: string;
}

/** What rows are selected from. */
export interface SelectContext {
  corpus: AblationCorpus;
  index: TurfIndex | null;
  traced: TracedFinding | null; // of the finding that the arm is made for
  detected: ReadonlyMap<string, Detected>;
}

/**
 * The rows of the corpus that an arm leaves out, in the order of the corpus: what is drawn from them depends on the rows
 * alone, so that findings whose traces retrieve the same pairs share their doses. Throws a UserError where there are
 * none, or nothing names them.
 */
export function selectRows(drop: DropSettings, context: SelectContext): SelectedRows {
  const selected = select(drop, context);
  const {size} = context.corpus;
  if (selected.rows.size === 0)
    throw new UserError(`drops nothing: no pair of ${context.corpus.name} is ${selected.words}`);
  if (selected.rows.size === size)
    throw new UserError(`drops all ${size} pairs of ${context.corpus.name}: ${selected.words}`);
  return {...selected, rows: new Set([...selected.rows].sort((a, b) => a - b))};
}

function select(drop: DropSettings, {corpus, index, traced, detected}: SelectContext): SelectedRows {
  if (drop.by === "detector") return detectedRows(detected.get(drop.detector)!);
  if (drop.by === "chunk") return chunkRows(drop.chunk ?? firstChunk(traced), corpus);
  if (drop.by === "chunks") {
    const rows = drop.chunks.flatMap((chunk) => [...chunkRows(chunk, corpus).rows]);
    return {rows: new Set(rows), words: `of the chunks ${drop.chunks.join(", ")}`};
  }
  if (drop.by === "phrase") return phraseRows(drop, corpus);
  if (drop.by === "cluster") return clusterRows(drop.cluster, corpus, index!);
  const found = traceOf(traced);
  if (drop.part === "crux") return {rows: corpus.rowsOfIndex(found.crux), words: `with the crux: ${found.cruxText}`};
  const {trigger, triggerText, both} = found;
  if (trigger === null) throw new UserError("its trace has no trigger");
  if (drop.part === "trigger") return {rows: corpus.rowsOfIndex(trigger), words: `with the trigger: ${triggerText}`};
  return {rows: corpus.rowsOfIndex(both), words: `with the trigger and the crux: ${triggerText} ${found.cruxText}`};
}

/** Throws a UserError where the detector is too imprecise. */
function detectedRows({rows, problem, settings: {name}}: Detected): SelectedRows {
  if (problem !== null) throw new UserError(`the detector ${name} is not used: ${problem}`);
  return {rows: new Set(rows), words: `that the detector ${name} picks`};
}

function traceOf(traced: TracedFinding | null): Extract<TracedFinding, {crux: number[]}> {
  if (traced === null) throw new Error("an arm of a trace is made for a finding");
  if ("reason" in traced) throw new UserError(`the finding was not traced: ${traced.reason}`);
  return traced;
}

function firstChunk(traced: TracedFinding | null): string {
  const {chunk} = traceOf(traced);
  if (chunk === null) throw new UserError("its trace names no chunk");
  return chunk;
}

function chunkRows(chunk: string, corpus: AblationCorpus): SelectedRows {
  const place = corpus.sources.indexOf(chunk);
  if (place >= 0)
    return {rows: rowsWhere(corpus, (row) => corpus.sourceOf(row) === place), words: `of the chunk ${chunk}`};
  const counts = countBySource(
    corpus,
    rowsWhere(corpus, () => true)
  );
  const largest = corpus.sources.toSorted(
    (a, b) => counts[corpus.sources.indexOf(b)]! - counts[corpus.sources.indexOf(a)]!
  );
  const some = largest.slice(0, 5).join(", ");
  throw new UserError(`no such chunk: ${chunk}; ${corpus.name} has ${some}${largest.length > 5 ? " and more" : ""}`);
}

function phraseRows({phrase, side}: Extract<DropSettings, {by: "phrase"}>, corpus: AblationCorpus): SelectedRows {
  const wanted = phrase.toLowerCase();
  const rows = rowsWhere(corpus, (row) => {
    const {query, response} = corpus.pair(row);
    const texts = side === "query" ? [query] : side === "response" ? [response] : [query, response];
    return texts.some((text) => text.toLowerCase().includes(wanted));
  });
  const where = side === "both" ? "in query or response" : `in the ${side}`;
  return {rows, words: `with ${JSON.stringify(phrase)} ${where}`};
}

function clusterRows(cluster: number, corpus: AblationCorpus, index: TurfIndex): SelectedRows {
  if (cluster >= index.clusterCount)
    throw new UserError(`no such cluster: ${cluster}; the index ${index.name} has ${index.clusterCount}, from 0`);
  const pairs = rowsWhere({size: index.pairCount}, (pair) => hasCluster(index, pair, cluster));
  return {rows: corpus.rowsOfIndex(pairs), words: `with an attribute of cluster ${cluster}: ${index.summary(cluster)}`};
}
