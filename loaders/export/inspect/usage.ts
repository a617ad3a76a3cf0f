import type {Row} from "../../../src/shared/schema.js";
import {readBlocks} from "../../store/tables.js";
import {wireModel, type WireUsage} from "./wire.js";

/** What the calls of one candidate or sample used. */
export interface Usage {
  byModel: Record<string, WireUsage>;
  target?: WireUsage; // of the target's own calls
}

const columns = ["candidate", "sample", "role", "model", "input_tokens", "output_tokens", "cost"] as const;
type Call = Pick<Row<"calls">, (typeof columns)[number]>;

/** The usage of each candidate and sample, from the table of calls; empty where the study has none. */
export async function readUsage(study: string): Promise<{candidates: Map<number, Usage>; samples: Map<number, Usage>}> {
  const candidates = new Map<number, Usage>();
  const samples = new Map<number, Usage>();
  for await (const block of readBlocks(study, "calls", columns))
    for (const call of block as Call[]) {
      if (call.candidate !== null) add(candidates, call.candidate, call);
      else if (call.sample !== null && call.sample !== undefined) add(samples, call.sample, call);
    }
  return {candidates, samples};
}

function add(all: Map<number, Usage>, id: number, {role, model, ...used}: Call): void {
  if (used.input_tokens === null && used.output_tokens === null) return;
  const usage = all.get(id) ?? {byModel: {}};
  all.set(id, usage);
  const name = wireModel(model);
  usage.byModel[name] = sumUsage(usage.byModel[name], used);
  if (role === "target") usage.target = sumUsage(usage.target, used);
}

type Used = Pick<Call, "input_tokens" | "output_tokens" | "cost">;

function sumUsage(before: WireUsage | undefined, {input_tokens: input, output_tokens: output, cost}: Used): WireUsage {
  const sent = (before?.input_tokens ?? 0) + (input ?? 0);
  const received = (before?.output_tokens ?? 0) + (output ?? 0);
  const dollars =
    cost === null || (before && before.total_cost === undefined) ? null : cost + (before?.total_cost ?? 0);
  return {
    input_tokens: sent,
    output_tokens: received,
    total_tokens: sent + received,
    ...(dollars !== null && {total_cost: dollars})
  };
}

/** The usage of two as one. */
export function addUsage(sum: Record<string, WireUsage>, more: Record<string, WireUsage>): void {
  for (const [model, {input_tokens, output_tokens, total_cost: cost = null}] of Object.entries(more))
    sum[model] = sumUsage(sum[model], {input_tokens, output_tokens, cost});
}
