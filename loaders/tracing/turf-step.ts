import {addTrace} from "../turf/trace/trace-rows.js";
import {emptyTraceTables, type TraceTables} from "../turf/trace/trace-tables.js";
import {traceExchange} from "../turf/trace/trace-pair.js";
import type {Exchange} from "../turf/trace/trace.js";
import type {TurfSettings} from "../turf/settings.js";
import {createRandom, seedOf, shuffle} from "../util/random.js";
import type {EstimateContext} from "../study/estimate/estimate.js";
import type {RoleEstimate} from "../step/estimate-role.js";
import type {Step, StepContext, StepTables} from "../step/step.js";
import type {Study} from "../step/study.js";
import {openTracing} from "./trace-tools.js";

/** The step `turf`: traces the best findings of each rubric and target to the training data that taught them. */
export function createTurfStep({turf}: Study): Step | null {
  return turf === null ? null : new TurfStep(turf);
}

class TurfStep implements Step {
  readonly name = "turf";
  readonly #tables: TraceTables = emptyTraceTables();
  readonly #calls: number[] = [];

  constructor(private readonly settings: TurfSettings) {}

  async run(context: StepContext): Promise<void> {
    const {prepared, recorder, watcher, signal, log} = context;
    const exchanges = exchangesOf(context, this.settings);
    watcher.planned(exchanges.length);
    if (exchanges.length === 0) return;
    const tracing = await openTracing({
      index: this.settings.index,
      world: prepared.study.world,
      judge: prepared.roles.judges[0]?.model ?? null,
      recorder,
      onCall: (ordinal) => void this.#calls.push(ordinal),
      signal,
      log
    });
    try {
      for (const exchange of exchanges) {
        signal?.throwIfAborted();
        const trace = await traceExchange(tracing.index, exchange, this.settings, tracing.tools);
        addTrace(this.#tables, tracing.index, trace, "step");
        watcher.done(trace.best !== null);
        await context.afterPart();
      }
    } finally {
      await tracing.close();
    }
  }

  async estimate(context: EstimateContext): Promise<RoleEstimate[]> {
    const {estimateTurf} = await import("./estimate-turf.js"); // brings a tokenizer
    return estimateTurf(this.settings, context);
  }

  tables(): StepTables {
    const tables = this.#tables;
    return {
      traces: () => tables.traces,
      cruxes: () => tables.cruxes,
      hits: () => tables.hits,
      chunks: () => tables.chunks,
      clusters: () => tables.clusters,
      examples: () => tables.examples,
      example_texts: () => tables.example_texts,
      trace_texts: () => tables.trace_texts
    };
  }

  calls(): Iterable<number> {
    return this.#calls;
  }
}

/** An exchange that may be traced, and what it is the best of. */
interface Choice {
  finding: string | null;
  rubric: string;
  model: string;
  candidate: number;
}

/**
 * What is traced, of each rubric and target: the best findings that are flags, or of what keeps the rubric the candidates
 * with the lowest scores, a seeded draw among equals.
 */
function exchangesOf(context: StepContext, {findings: most, polarity, seed}: TurfSettings): Exchange[] {
  const {prepared, textsOf} = context;
  const counts = new Map<string, number>();
  return (polarity === "violate" ? flags(context) : keeping(context, seed))
    .filter((choice) => {
      const count = (counts.get(keyOf(choice)) ?? 0) + 1;
      counts.set(keyOf(choice), count);
      return count <= most;
    })
    .flatMap(({finding, rubric, model, candidate}): Exchange[] => {
      const {query, response} = textsOf(candidate);
      if (query === null || response === null) return [];
      const graded = prepared.study.rubrics.find(({name}) => name === rubric) ?? null;
      return [{finding, rubric: graded, model, query, response}];
    });
}

const flags = ({findings}: StepContext): Choice[] =>
  findings().flatMap(({id, rubric, model, flagged, candidate}) =>
    flagged && candidate !== null ? [{finding: id, rubric, model, candidate}] : []
  );

function keeping({candidates}: StepContext, seed: number): Choice[] {
  const scored = [...candidates()].filter(({score, flagged}) => score !== null && !flagged);
  return shuffle(createRandom(seedOf(seed, "keeping")), scored)
    .toSorted((a, b) => a.score! - b.score!)
    .map(({id, rubric, model}) => ({finding: null, rubric, model, candidate: id}));
}

const keyOf = ({rubric, model}: Choice): string => `${rubric}\u0000${model}`;
