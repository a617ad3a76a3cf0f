import {group} from "d3";
import {existsSync} from "node:fs";
import {dirname, resolve} from "node:path";
import {addTrace} from "../turf/trace/trace-rows.js";
import {emptyTraceTables, type TraceTables} from "../turf/trace/trace-tables.js";
import {traceExchange} from "../turf/trace/trace-pair.js";
import type {Exchange} from "../turf/trace/trace.js";
import {normalizeTurf, type TurfSettings} from "../turf/settings.js";
import {createRandom, seedOf, shuffle} from "../util/random.js";
import {callsOf} from "../step/call-row.js";
import type {Step, StudyFile} from "../step/step.js";
import {holds, type Share} from "../step/share.js";
import type {Found, StepControl, StepRows, StepRun, StepTools} from "../step/step-run.js";
import {turfSpec, type TurfInput} from "../turf/spec.js";
import {publicPath} from "../util/paths.js";
import {cutTraces, phases} from "./cut-traces.js";
import {stepTablesOf} from "./kept-traces.js";
import {makeIndex} from "./make-index.js";
import {searchForTraces, writeQueriesOf} from "./search-units.js";
import {openTracing, type TracingOptions} from "./trace-tools.js";
import {modelsOfIndex, stampOfIndex} from "./turf-models.js";

/** The step `turf`: traces the best findings of each rubric and target to the training data that taught them. */
export const turfStep: Step<TurfInput, TurfSettings> = {
  name: "turf",
  about: "trace findings to the training feature and chunk that taught them",
  dependsOn: ["surf"],
  spec: () => turfSpec,
  normalize: (input, file) => normalizeTurf(input, corpusOf(input, file)),
  otherModels: ({index}) => modelsOfIndex(index),
  check: ({index, made}) => (made === undefined ? Promise.resolve() : makeIndex(index, made)),
  stamp: ({index}) => stampOfIndex(index),
  cut: ({index, made}, study, division) =>
    index === "lab" || made !== undefined ? [] : cutTraces(index, study, division),
  compute: searchForTraces,
  create: (settings, tools) => new TurfRun(settings, tools),
  async estimate(settings, context) {
    const {estimateTurf} = await import("./estimate-turf.js"); // loads a tokenizer
    return estimateTurf(settings, context);
  },
  describe: ({made, ...settings}) =>
    made === undefined ? settings : {...settings, made: {...made, corpus: publicPath(made.corpus)}}
};

/** The path of the corpus that the index is made of; null without one. Throws an error at the line of a key. */
function corpusOf({index, corpus, clusters}: TurfInput, {file, errorAt}: StudyFile): string | null {
  if (corpus === undefined && clusters !== undefined)
    throw errorAt(["turf", "clusters"], "expected corpus beside it: an index that is there has its clusters");
  if (corpus === undefined) return null;
  if (index === "lab")
    throw errorAt(["turf", "corpus"], "the index lab is made of the lab's pairs: expected another name");
  const path = resolve(dirname(file), corpus);
  if (!existsSync(path)) throw errorAt(["turf", "corpus"], `no such file or folder: ${corpus}`);
  return path;
}

const everything: Share = {target: null, part: 0, parts: 1};

class TurfRun implements StepRun {
  readonly #tables: TraceTables = emptyTraceTables();
  readonly #calls: number[] = [];

  constructor(
    private readonly settings: TurfSettings,
    private readonly tools: StepTools
  ) {}

  async run(control: StepControl): Promise<void> {
    const {share = everything, phase} = this.tools;
    const exchanges = exchangesOf(this.tools, this.settings).filter(({query}) => holds(share, query));
    control.watcher.planned(exchanges.length);
    if (phase === phases.queries) await this.#writeQueries(exchanges, control);
    else if (exchanges.length > 0) await this.#trace(exchanges, control);
  }

  async #trace(exchanges: readonly Exchange[], control: StepControl): Promise<void> {
    const {watcher, signal, afterPart} = control;
    const tracing = await openTracing(this.#options(control));
    try {
      for (const exchange of exchanges) {
        signal.throwIfAborted();
        const trace = await traceExchange(tracing.index, exchange, this.settings, tracing.tools);
        addTrace(this.#tables, tracing.index, trace, "step");
        watcher.done(trace.best !== null);
        await afterPart();
      }
    } finally {
      await tracing.close();
    }
  }

  async #writeQueries(exchanges: readonly Exchange[], control: StepControl): Promise<void> {
    const {prepared, results} = this.tools;
    const {rubrics, targets} = prepared.study;
    await writeQueriesOf({
      exchanges,
      cells: rubrics.flatMap(({name: rubric}) => targets.map(({model: target}) => ({rubric, target}))),
      tracing: this.#options(control),
      results: results!,
      signal: control.signal,
      onDone: control.watcher.done
    });
  }

  #options({signal, log}: StepControl): TracingOptions {
    const {prepared, recorder, results} = this.tools;
    return {
      index: this.settings.index,
      world: prepared.study.world,
      judge: prepared.roles.judges[0]?.model ?? null,
      recorder,
      onCall: (ordinal) => {
        this.#calls.push(ordinal);
        traceCalls(this.tools).add(ordinal);
      },
      ...(results !== undefined && {results}),
      signal,
      log
    };
  }

  rows = (): StepRows => ({
    tables: () => stepTablesOf(this.#tables),
    calls: () => callsOf(this.tools.journal, this.#calls)
  });
}

/** Calls that made the traces of a study: a step that traces again must not count them as its own. */
export const traceCalls = ({shared}: Pick<StepTools, "shared">): Set<number> => shared("trace calls", () => new Set());

/** A candidate that may be traced. */
interface TraceChoice {
  finding: string | null;
  rubric: string;
  model: string;
  candidate: number;
}

/**
 * The exchanges to trace, up to `findings` of each rubric and target: the best flagged findings, or, for the polarity
 * `satisfy`, the candidates with the lowest scores, in a seeded order among equal ones of a search.
 */
function exchangesOf({prepared, found}: StepTools, {findings: max, polarity, seed}: TurfSettings): Exchange[] {
  const counts = new Map<string, number>();
  return (polarity === "violate" ? flaggedFindings(found) : lowestScores(found, seed))
    .filter((choice) => {
      const count = (counts.get(searchKey(choice)) ?? 0) + 1;
      counts.set(searchKey(choice), count);
      return count <= max;
    })
    .flatMap(({finding, rubric, model, candidate}): Exchange[] => {
      const {query, response} = found.textsOf(candidate);
      if (query === null || response === null) return [];
      const graded = prepared.study.rubrics.find(({name}) => name === rubric) ?? null;
      return [{finding, rubric: graded, model, query, response}];
    });
}

const flaggedFindings = ({findings}: Found): TraceChoice[] =>
  findings().flatMap(({id, rubric, model, flagged, candidate}) =>
    flagged && candidate !== null ? [{finding: id, rubric, model, candidate}] : []
  );

function lowestScores({candidates}: Found, seed: number): TraceChoice[] {
  const scored = [...candidates()].filter(({score, flagged}) => score !== null && !flagged);
  const bySearch = group(scored, searchKey);
  return [...bySearch]
    .flatMap(([search, own]) => shuffle(createRandom(seedOf(seed, "keeping", search)), own))
    .toSorted((a, b) => a.score! - b.score!)
    .map(({id, rubric, model}) => ({finding: null, rubric, model, candidate: id}));
}

const searchKey = ({rubric, model}: Pick<TraceChoice, "rubric" | "model">): string => `${rubric}\u0000${model}`;
