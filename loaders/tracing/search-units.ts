import {group} from "d3";
import type {ComputeTools} from "../step/step-run.js";
import {indexFiles} from "../turf/index/files.js";
import {readIndexHead, stateOf, type IndexHead} from "../turf/index/index-head.js";
import {queryFile, readQueries, writeQueries} from "../turf/search/query-file.js";
import {searchShare} from "../turf/search/search-share.js";
import type {TurfSettings} from "../turf/settings.js";
import {queriesOfTrace, rowsOfTrace} from "../turf/trace/trace-queries.js";
import type {Exchange} from "../turf/trace/trace.js";
import {openQuerying, type Querying, type TracingOptions} from "./trace-tools.js";

export interface WriteQueriesOptions {
  exchanges: readonly Exchange[];
  cells: readonly {rubric: string; target: string}[]; // whose exchanges these are
  tracing: TracingOptions;
  results: string; // folder of what units compute for each other
  signal: AbortSignal;
  onDone: (found: boolean) => void; // after each exchange
}

/**
 * The first phase of traces in shards: writes down what the traces of some searches look for in the index. Throws as
 * `Recorder.ask` does.
 */
export async function writeQueriesOf(options: WriteQueriesOptions): Promise<void> {
  const {exchanges, cells, tracing, results} = options;
  const head = readIndexHead(tracing.index);
  const byCell = group(exchanges, (exchange) => cellKey(exchange.rubric?.name ?? "", exchange.model ?? ""));
  const querying = exchanges.length === 0 ? null : await openQuerying(tracing);
  try {
    for (const {rubric, target} of cells) {
      const own = byCell.get(cellKey(rubric, target)) ?? [];
      const vectors = querying === null ? [] : await vectorsOf(own, querying, options);
      writeQueries(queryFile(results, partOf(head, rubric, target)), vectors);
    }
  } finally {
    await querying?.close();
  }
}

async function vectorsOf(
  exchanges: readonly Exchange[],
  {head, tools}: Querying,
  {signal, onDone}: WriteQueriesOptions
): Promise<Float32Array[]> {
  const vectors: Float32Array[] = [];
  for (const exchange of exchanges) {
    signal.throwIfAborted();
    const own = await queriesOfTrace(head, exchange, tools);
    vectors.push(...own);
    onDone(own.length > 0);
  }
  return vectors;
}

/** The second phase: searches a share of the rows of the index for what the traces of all searches look for. */
export async function searchForTraces(settings: TurfSettings, tools: ComputeTools): Promise<void> {
  const {study, share, results, signal, onProgress} = tools;
  const head = readIndexHead(settings.index);
  const files = study.rubrics.flatMap(({name}) =>
    study.targets.map(({model}) => queryFile(results, partOf(head, name, model)))
  );
  await searchShare(
    files.flatMap((file) => readQueries(file, head.dimension)),
    {
      path: indexFiles(head.name).responseVectors,
      of: stateOf(head),
      wanted: rowsOfTrace(settings),
      folder: results,
      share,
      ...(signal && {signal}),
      ...(onProgress && {onProgress})
    }
  );
}

const cellKey = (rubric: string, target: string): string => `${rubric}\u0000${target}`;
const partOf = (head: IndexHead, rubric: string, target: string): string[] => [stateOf(head), rubric, target];
