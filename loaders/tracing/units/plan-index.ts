import {gatherId, workOfIndex, type PlanOptions, type Unit} from "../../engine/unit.js";
import {hashOf} from "../../store/recorded-call.js";
import {maxRounds} from "../../turf/shards/rounds.js";
import {UserError} from "../../util/user-error.js";
import {corpusOf} from "../corpus-source.js";
import type {IndexPlan, IndexPlanOptions, IndexRequest, IndexTask, IndexUnit, ShardTask} from "./index-plan.js";

/** How an index is divided; every key has a default. */
export type IndexPlanRequest = Partial<PlanOptions> & {shards?: number};

export const maxShards = 500;
const defaultShards = 8;

/** Divides the making of an index into units (docs/cluster.md). Reads nothing of the corpus but its size and time. */
export function planIndex(index: IndexRequest, request: IndexPlanRequest = {}): IndexPlan {
  const {shards = defaultShards, atOnce = Infinity} = request;
  if (!(Number.isInteger(shards) && shards >= 1 && shards <= maxShards))
    throw new UserError(`bad number of shards: ${shards}; expected 1 to ${maxShards}`, {key: "--shards"});
  const units = unitsOf(shards);
  const options: IndexPlanOptions = {
    budgetInUsd: request.budgetInUsd ?? null,
    atOnce: Math.max(1, Math.min(atOnce, shards)),
    limits: request.limits ?? {},
    shards
  };
  const work = workOfIndex(index.name);
  return {...{v: 1, work, file: work, fingerprint: fingerprintOf(index, shards), options}, index, units};
}

/** Changes when the settings, the corpus or the division do, by the user or in another version of this program. */
export function fingerprintOf({corpus, files, settings}: IndexRequest, shards: number): string {
  const {stamp} = corpusOf(corpus, {files, sampling: settings.sampling});
  return hashOf([corpus, stamp, settings, unitsOf(shards)]).slice(0, 16);
}

function unitsOf(shards: number): IndexUnit[] {
  const units: IndexUnit[] = [];
  const add = (id: string, task: IndexTask, after: readonly Unit[]): IndexUnit => {
    const stage = after.reduce((most, unit) => Math.max(most, unit.stage + 1), 0);
    const unit = {...{id, stage, after: after.map((each) => each.id), servers: 0}, ...task};
    units.push(unit);
    return unit;
  };
  const map = (name: string, taskOf: (shard: number) => IndexTask, after: readonly Unit[]) =>
    Array.from({length: shards}, (_, shard) => add(`${name}-${shard + 1}of${shards}`, taskOf(shard), after));
  const each = (task: ShardTask, after: readonly Unit[]) => map(task, (shard) => ({task, shard}), after);
  const extract = each("extract", [add("corpus", {task: "corpus"}, [])]);
  const slots = each("slots", each("number", each("distinct", extract)));
  const attributes = add("attributes", {task: "attributes"}, slots);
  const code = each("code", each("embed", [attributes]));
  const vectors = add("vectors", {task: "vectors"}, code);
  let moved = add("train", {task: "train"}, each("weigh", [vectors]));
  for (let round = 1; round <= maxRounds; round++) {
    const assign = map(`assign-${round}`, (shard) => ({task: "assign", round, shard}), [moved]);
    moved = add(`move-${round}`, {task: "move", round}, assign);
  }
  const centre = add("centre", {task: "centre"}, each("sum", [moved]));
  const members = each("members", each("near", [centre]));
  const typical = each("typical", each("rows", [centre]));
  add(gatherId, {task: "gather"}, [...members, ...typical]);
  return units;
}
