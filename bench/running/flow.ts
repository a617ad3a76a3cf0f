import pLimit from "p-limit";
import {openLab, type LabRole} from "../../loaders/lab/lab.js";
import {Dispatcher} from "../../loaders/model/dispatcher.js";
import type {Model} from "../../loaders/model/model.js";
import {Journal} from "../../loaders/store/journal.js";
import {Recorder} from "../../loaders/store/recorder.js";
import {readRubric} from "../../loaders/measure/rubric-file.js";
import {createRun, finishRun} from "../../loaders/surf/run.js";
import {createSampler} from "../../loaders/surf/samplers.js";
import type {SearchSettings} from "../../loaders/surf/settings.js";
import {createRandom, normal, seedOf} from "../../loaders/util/random.js";

/** The lab as if it were far away: each call takes a lognormal time, drawn from what is asked. */
export function farAway(model: Model, medianInMs: number, sigma: number, took: number[]): Model {
  return {
    ...model,
    lane: "far",
    local: false,
    async ask(request, options) {
      const random = createRandom(seedOf("latency", model.name, request.seed ?? 0));
      const latency = medianInMs * Math.exp(sigma * normal(random));
      took.push(latency);
      await new Promise((resolve) => setTimeout(resolve, latency));
      return model.ask(request, options);
    }
  };
}

/** A search of the lab's target, its roles made by `wrap`. */
export async function labSearch(
  worldFile: string,
  rubricFile: string,
  size: {runs: number; iterations: number; candidates: number},
  wrap: (model: Model) => Model
): Promise<{settings: SearchSettings; go: (recorder: Recorder) => Promise<number>}> {
  const lab = await openLab(worldFile);
  const role = (name: LabRole) => ({
    model: wrap(lab.model(name)),
    temperature: 1,
    topP: null,
    maxTokens: 1024,
    thinking: 0,
    effort: null,
    system: null,
    stop: [],
    showThinking: false
  });
  const settings: SearchSettings = {
    ...size,
    buffer: 5,
    sampler: "reference",
    budgetCalls: null,
    stopBelow: null,
    regionRate: 0.2,
    neighbours: null,
    control: 0.1,
    patience: 0,
    hopeless: null,
    distinct: false,
    contrast: null,
    context: null,
    severity: [],
    seed: 1,
    rubric: readRubric(rubricFile),
    roles: {query: role("query"), target: role("target"), contrast: null, judges: [role("judge")]}
  };
  const sampler = createSampler("reference", lab.attributePool());
  const go = async (recorder: Recorder): Promise<number> => {
    const runs = Array.from({length: size.runs}, (_, i) => createRun(i + 1, settings));
    await Promise.all(runs.map((run) => finishRun(run, settings, sampler, {...settings, recorder})));
    return runs.flatMap(({tracker}) => tracker.candidates).filter(({score}) => score !== null).length;
  };
  return {settings, go};
}

/** A recorder over a fresh journal. */
export const recorderAt = (path: string, max: number): {recorder: Recorder; journal: Journal} => {
  const journal = Journal.open(path);
  return {journal, recorder: new Recorder(journal, {dispatcher: new Dispatcher({max})})};
};

/** The same calls with three barriers an iteration: all queries, then all responses, then all judgements. */
export async function withBarriers(
  {runs, iterations, candidates}: {runs: number; iterations: number; candidates: number},
  latencies: readonly number[],
  inFlight: number
): Promise<number> {
  const limit = pLimit(inFlight);
  const start = performance.now();
  let next = 0;
  const call = () => limit(() => new Promise((resolve) => setTimeout(resolve, latencies[next++ % latencies.length])));
  await Promise.all(
    Array.from({length: runs}, async () => {
      for (let phase = 0; phase < iterations * 3; phase++) await Promise.all(Array.from({length: candidates}, call));
    })
  );
  return (performance.now() - start) / 1000;
}
