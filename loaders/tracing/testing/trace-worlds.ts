import {parse} from "yaml";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {freshQueries} from "../../lab/fresh-queries.js";
import {buildLab, type Lab} from "../../lab/lab.js";
import {createSigns} from "../../lab/signs.js";
import {faultsOf, varyWorld, type PlantedFault} from "../../lab/varied-worlds.js";
import {worldSchema} from "../../lab/world-schema.js";
import type {World} from "../../lab/world.js";
import {Journal} from "../../store/journal.js";
import {keepNothing} from "../../store/kept-results.js";
import {Recorder} from "../../store/recorder.js";
import {attributesStage} from "../../turf/index/attributes-stage.js";
import {checkStage} from "../../turf/index/check-stage.js";
import {clustersStage} from "../../turf/index/clusters-stage.js";
import {corpusStage} from "../../turf/index/corpus-stage.js";
import {embeddingsStage} from "../../turf/index/embeddings-stage.js";
import {indexFiles} from "../../turf/index/files.js";
import {summariesStage} from "../../turf/index/summaries-stage.js";
import {openIndex} from "../../turf/index/turf-index.js";
import {traceExchange} from "../../turf/trace/trace-pair.js";
import type {Trace} from "../../turf/trace/trace.js";
import {projectFolder} from "../../util/paths.js";
import type {Rubric} from "../../util/rubric.js";
import {readRubric} from "../../measure/rubric-file.js";
import {buildLabIndex, createLabExtractor, createLabTextEmbedder} from "../lab-index.js";

/** How well tracing works in one world with known causes. */
export interface WorldScore {
  traces: number;
  trigger: number; // traces whose trigger is the planted one
  chunk: number; // traces whose first chunk is the planted one
  literal: number; // traces whose trigger by Eq. 6 alone is the planted one
  established: number; // traces with an established trigger
  missed: string[]; // a description of each missed trace
}

const shipped = (path: string): string => join(projectFolder, "data", path);

interface WorldFailure {
  query: string;
  response: string;
  rubric: Rubric;
  fault: PlantedFault | null; // null: nothing is planted
}

/** Makes a varied world and its index, collects failures of its target, and traces them. */
export async function measureWorld(
  seed: number,
  {planted, failures}: {planted: boolean; failures: number}
): Promise<WorldScore> {
  const base = worldSchema.parse(parse(readFileSync(shipped("worlds/chunky.yaml"), "utf8")));
  const world = varyWorld(base, seed, {planted});
  const lab = buildLab(world);
  const name = `world-${seed}-${planted}`;
  const stages = [corpusStage, attributesStage, embeddingsStage, clustersStage, summariesStage, checkStage];
  await buildLabIndex(name, lab, {stages});
  const index = await openIndex(name);
  const journal = Journal.open(indexFiles(name).journal);
  const score: WorldScore = {traces: 0, trigger: 0, chunk: 0, literal: 0, established: 0, missed: []};
  const tools = {
    embedder: createLabTextEmbedder(lab),
    extractor: createLabExtractor(lab),
    judge: lab.model("crux"),
    recorder: new Recorder(journal),
    keep: keepNothing
  };
  for (const failure of await failuresOf(world, lab, failures)) {
    const exchange = {...failure, finding: null, model: "lab:target"};
    const trace = await traceExchange(index, exchange, {k: 1000, least: 0.5, polarity: "violate", seed: 1}, tools);
    count(score, world, failure, trace);
  }
  await index.close();
  journal.close();
  return score;
}

/**
 * Answers of the target that show a graded behaviour: with faults, to queries with their triggers; else to fresh
 * queries.
 */
async function failuresOf(world: World, lab: Lab, wanted: number): Promise<WorldFailure[]> {
  const faults = faultsOf(world);
  const rubrics = new Map<string, Rubric>();
  const rubricOf = (name: string): Rubric => {
    if (!rubrics.has(name)) rubrics.set(name, readRubric(shipped(`rubrics/${name}.yaml`)));
    return rubrics.get(name)!;
  };
  if (faults.length > 0) {
    const all: WorldFailure[] = [];
    for (const fault of faults) {
      const features = Object.fromEntries(fault.trigger.map((trigger) => [trigger, 1]));
      const {elsewhere = {}} = world.spec.chunks.find((chunk) => chunk.name === fault.chunk)!.fault!;
      const queries = freshQueries(world, wanted * 4, {features, only: elsewhere, background: true, seed: 7});
      const shown = await showing(world, lab, queries, fault.rubric, fault.behaviour);
      all.push(...shown.slice(0, wanted).map((each) => ({...each, rubric: rubricOf(fault.rubric), fault})));
    }
    return all;
  }
  const features = Object.fromEntries([...world.features.keys()].map((name) => [name, 0.05]));
  const queries = freshQueries(world, wanted * 4, {features, background: true, seed: 7});
  const graded = world.behaviours.flatMap(({name, rubric}) => (rubric === undefined ? [] : [{name, rubric}]));
  const all: WorldFailure[] = [];
  for (const {name, rubric} of graded) {
    const shown = await showing(world, lab, queries, rubric, name);
    all.push(...shown.map((each) => ({...each, rubric: rubricOf(rubric), fault: null})));
  }
  return all.slice(0, wanted);
}

async function showing(world: World, lab: Lab, queries: readonly string[], rubric: string, behaviour: string) {
  const signs = createSigns(world);
  const target = lab.model("target");
  const exchanges = await Promise.all(
    queries.map(async (query, seed) => {
      const messages = [{role: "user" as const, content: query}];
      const {text} = await target.ask({messages, temperature: 1, maxTokens: 1000, seed});
      return {query, response: text};
    })
  );
  return exchanges.filter(({response}) => signs.shown(rubric, response)?.behaviour.name === behaviour);
}

function count(score: WorldScore, world: World, {fault}: WorldFailure, trace: Trace): void {
  score.traces++;
  const traced = trace.best?.traced;
  if (traced && traced.strength !== "not established") score.established++;
  if (fault === null) return;
  const planted = new Set(
    fault.trigger.flatMap((name) => world.features.get(name)!.flatMap((each) => each.attributes))
  );
  const isPlanted = (sentence: string | undefined): boolean => sentence !== undefined && planted.has(sentence);
  const isRight = isPlanted(traced?.trigger?.attribute);
  if (isRight) score.trigger++;
  if (isPlanted(traced?.literal?.attribute)) score.literal++;
  const isRightChunk = traced?.chunks[0]?.source === fault.chunk;
  if (isRightChunk) score.chunk++;
  if (!isRight || !isRightChunk) score.missed.push(describeMiss(fault, trace, isRightChunk));
}

function describeMiss({trigger, behaviour}: PlantedFault, trace: Trace, isRightChunk: boolean): string {
  const found = trace.best?.traced?.trigger?.attribute ?? trace.reason;
  const attributes = trace.queryAttributes.map(({attribute}) => attribute).join(" / ");
  const got = `got ${found} by ${trace.best?.attribute}, chunk ${isRightChunk ? "right" : "wrong"}`;
  return `${trigger.join("+")} -> ${behaviour}: ${got}; had ${attributes}`;
}

/** The sums of the scores of several worlds. */
export const sumScores = (scores: readonly WorldScore[]): WorldScore =>
  scores.reduce((sum, each) => ({
    traces: sum.traces + each.traces,
    trigger: sum.trigger + each.trigger,
    chunk: sum.chunk + each.chunk,
    literal: sum.literal + each.literal,
    established: sum.established + each.established,
    missed: [...sum.missed, ...each.missed]
  }));
