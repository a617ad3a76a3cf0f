import {resolve} from "node:path";
import {indexOfWork} from "../engine/unit.js";
import {isIndexFile, readIndexFile} from "../tracing/index-file.js";
import {openIndexPlan} from "../tracing/units/find-plan.js";
import type {IndexPlan, IndexRequest} from "../tracing/units/index-plan.js";
import {fingerprintOf} from "../tracing/units/plan-index.js";
import {UserError} from "../util/user-error.js";

/** An index as its file describes it, or as it was planned. */
export interface NamedIndex {
  index: IndexRequest;
  shards: number | null;
  budgetInUsd: number | null;
}

/**
 * The index that an argument names: `index:<name>`, which is planned, or the path of an index file, also a damaged one
 * where it can be nothing else; else undefined.
 */
export function namedIndex(argument: string, isIndex = false): NamedIndex | undefined {
  const planned = indexOfWork(argument);
  if (planned !== undefined) {
    const {index, options} = openIndexPlan(planned);
    return {index, shards: options.shards, budgetInUsd: options.budgetInUsd};
  }
  if (!isIndexFile(argument) && !isIndex) return undefined;
  const {name, corpus, files, settings, shards, budgetInUsd} = readIndexFile(argument);
  return {index: {name, corpus, files, settings}, shards, budgetInUsd};
}

/** The name of the index that an argument names, read from nothing but the argument and its file. */
export const nameOfIndex = (argument: string): string | undefined =>
  indexOfWork(argument) ?? (isIndexFile(argument) ? readIndexFile(argument).name : undefined);

/** The plan of an index that an argument names. Throws a UserError if there is none, or its file has changed since. */
export function plannedIndex(argument: string): IndexPlan | undefined {
  const name = nameOfIndex(argument);
  if (name === undefined) return undefined;
  const plan = openIndexPlan(name);
  const now = namedIndex(argument)!;
  if (fingerprintOf(now.index, plan.options.shards) === plan.fingerprint) return plan;
  throw new UserError(`the index has changed since it was planned: plan it again (surfturf plan ${argument})`, {
    file: argument
  });
}

/** A corpus as units on other machines find it. Throws a UserError where an index of it can't be divided. */
export function divisible({name, corpus, files, settings}: IndexRequest, from?: string): IndexRequest {
  if (from !== undefined)
    throw new UserError("an index of the released code is imported in one process", {key: "--from"});
  if (corpus === "lab") throw new UserError("the index of the lab is made in one process: expected a corpus of files");
  return {name, corpus: /^hf:/.test(corpus) ? corpus : resolve(corpus), files, settings};
}
