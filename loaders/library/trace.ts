import type {Row} from "../../src/shared/schema.js";
import {findRubric, readRubric, rubricNames} from "../measure/rubric-file.js";
import {createModel} from "../model/create.js";
import {settingsOf} from "../step/step.js";
import type {Study} from "../step/study.js";
import {maybeStudyFile, readStudy} from "../study/file/read-study.js";
import {readTable} from "../store/tables.js";
import {exchangeOf, traceInto} from "../tracing/trace-study.js";
import {turfStep} from "../tracing/turf-step.js";
import type {Exchange} from "../turf/trace/trace.js";
import {checkName} from "../util/name.js";
import type {Rubric} from "../util/rubric.js";
import {UserError} from "../util/user-error.js";

export interface PastedExchange {
  query: string;
  response: string;
  rubric?: string; // that the response breaks: a name in data/rubrics or of one that ships, or a path
}

export interface TraceExchangeOptions {
  index?: string; // to search; defaults to that of the study's step turf
  judge?: string; // provider:model that chooses the cruxes; without one, rules do
  polarity?: "violate" | "satisfy"; // trace what breaks the rubric (default), or what keeps it
  k?: number; // response attributes retrieved a crux, at most; defaults to 1000
  similarity?: number; // cosine that they must have, 0-1; defaults to 0.5
  seed?: number; // defaults to 1
  budgetInUsd?: number; // defaults to none
  onLog?: (line: string) => void;
}

/** A trace: its row, and those of the other tables that belong to it (docs/tables.md). */
export interface TracedExchange {
  trace: Row<"traces">;
  cruxes: Row<"cruxes">[];
  clusters: Row<"clusters">[];
  chunks: Row<"chunks">[];
}

/**
 * Traces an exchange to the training data that taught it, and adds the trace to the tables of a study; a new name makes
 * one of pasted exchanges. Throws a UserError if the index is missing or the study is being run.
 */
export async function traceExchange(
  study: string,
  {query, response, rubric}: PastedExchange,
  options: TraceExchangeOptions = {}
): Promise<TracedExchange> {
  const read = rubric === undefined ? null : toRubric(rubric);
  return trace(study, {finding: null, rubric: read, model: null, query, response}, options);
}

/** The same for a finding of a study, by its id. */
export async function traceFinding(
  study: string,
  id: string,
  options: TraceExchangeOptions = {}
): Promise<TracedExchange> {
  return trace(study, await exchangeOf(study, id, toRubric), options);
}

async function trace(study: string, exchange: Exchange, options: TraceExchangeOptions): Promise<TracedExchange> {
  checkName(study, {});
  const file = maybeStudyFile(study);
  const own = file === undefined ? null : readStudy(file);
  const {polarity = "violate", k = 1000, similarity = 0.5, seed = 1, judge, budgetInUsd = null} = options;
  await traceInto(study, [exchange], {
    index: options.index ?? indexOf(study, own),
    world: own?.world,
    judge: judge === undefined ? null : createModel({name: judge, baseUrl: null, key: null}),
    log: options.onLog,
    ...{polarity, k, least: similarity, seed, budgetInUsd}
  });
  return lastTrace(study);
}

async function lastTrace(study: string): Promise<TracedExchange> {
  const last = (await readTable(study, "traces"))!.at(-1)!;
  const ofTrace = async <T extends "cruxes" | "clusters" | "chunks">(table: T): Promise<Row<T>[]> =>
    ((await readTable(study, table)) ?? []).filter((row) => (row as {trace: number}).trace === last.id);
  return {
    trace: last,
    cruxes: await ofTrace("cruxes"),
    clusters: await ofTrace("clusters"),
    chunks: await ofTrace("chunks")
  };
}

function indexOf(study: string, own: Study | null): string {
  const turf = own && settingsOf(own, turfStep);
  if (turf) return turf.index;
  throw new UserError(`which index? ${study} has no step turf: name one`, {key: "index"});
}

function toRubric(name: string): Rubric {
  const path = findRubric(name, process.cwd());
  if (path !== undefined) return readRubric(path);
  throw new UserError(`no such rubric: ${name}; there are ${rubricNames().join(", ")}, or name a path`);
}
