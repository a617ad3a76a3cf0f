import type {IndexHead} from "../index/index-head.js";
import type {Wanted} from "../vectors/wanted.js";
import {alikeRows} from "./commonness.js";
import {embedResponses} from "./trace-pair.js";
import type {TraceTools} from "./trace-tools.js";
import type {Exchange, TraceSettings} from "./trace.js";

/**
 * All vectors that the trace of an exchange may search an index for: those of the attributes of its response, whichever
 * of them become cruxes. None where it can't be traced. Throws as `Recorder.ask` does.
 */
export async function queriesOfTrace(
  head: IndexHead,
  exchange: Exchange,
  {extractor, embedder}: Pick<TraceTools, "extractor" | "embedder">
): Promise<Float32Array[]> {
  const [written] = await extractor.extract([exchange]);
  const {query, response} = written!;
  return query.length === 0 || response.length === 0 ? [] : embedResponses(head, response, embedder);
}

/** All rows that a trace may ask for, of one vector: those like a crux, and how common it is. */
export const rowsOfTrace = ({k}: Pick<TraceSettings, "k">): Wanted => ({k, ties: true, further: alikeRows});
