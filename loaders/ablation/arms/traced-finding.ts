import {seedOf} from "../../util/random.js";
import type {OpenTracing} from "../../tracing/trace-tools.js";
import {hasCluster} from "../../turf/trace/chunk-shares.js";
import {distinctPairs, retrieve} from "../../turf/trace/retrieve.js";
import {embedResponses, traceExchange} from "../../turf/trace/trace-pair.js";
import type {Exchange} from "../../turf/trace/trace.js";
import {rowsWhere} from "../corpus/corpus.js";
import type {AblationSettings} from "../settings.js";

/** What the trace of a finding points to, as pairs of the index; why there is none. */
export type TracedFinding =
  | {reason: string}
  | {
      cruxText: string;
      triggerText: string | null;
      crux: number[]; // pairs whose response is like the crux
      trigger: ReadonlySet<number> | null; // pairs whose query has the trigger's cluster; null: no trigger
      both: number[];
      chunk: string | null; // that it names first
    };

/**
 * Traces an exchange as the step turf does, and then takes every pair of the corpus that has the crux, not the first k:
 * what is left of a cause would go on causing.
 */
export async function traceFinding(
  {index, tools}: OpenTracing,
  exchange: Exchange,
  {trace: settings, most}: Pick<AblationSettings, "trace" | "most">
): Promise<TracedFinding> {
  const {best, reason} = await traceExchange(index, exchange, settings, tools);
  if (best?.traced == null) return {reason: reason ?? "no crux was chosen"};
  const [vector] = await embedResponses(index, [best.attribute], tools.embedder);
  const found = await retrieve(index, vector!, {
    k: most,
    least: settings.least,
    seed: seedOf(settings.seed, "ablation", exchange.query)
  });
  const crux = distinctPairs(found);
  const {trigger, chunks} = best.traced;
  const cluster = trigger?.cluster ?? null;
  const isHit = (pair: number): boolean => cluster !== null && hasCluster(index, pair, cluster);
  return {
    cruxText: best.attribute,
    triggerText: trigger?.attribute ?? null,
    crux,
    trigger: cluster === null ? null : rowsWhere({size: index.pairCount}, isHit),
    both: crux.filter(isHit),
    chunk: chunks[0]?.source ?? null
  };
}
