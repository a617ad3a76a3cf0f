import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {Dispatcher} from "../../model/dispatcher.js";
import type {Model} from "../../model/model.js";
import {Journal} from "../../store/journal.js";
import {Recorder} from "../../store/recorder.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {createRun} from "../run.js";
import type {SearchSettings} from "../settings.js";
import {badRubric as rubric, testPool, testRole} from "../testing.js";
import {finishAdaptive} from "./run-adaptive.js";

const {folder} = useTempData();
const pool = testPool({rows: 60, distinct: 30});
const asked: string[] = []; // roles

/** Says the same each time; the seed makes every query another. */
const model = (name: string, text: string): Model => ({
  ...{name, provider: name, lane: name, identity: name, free: true, local: true},
  ask({seed}) {
    asked.push(name);
    return Promise.resolve({
      ...{text: text.replace("%", String(seed)), thinking: "", stop: {unified: "stop", raw: "stop"}},
      ...{usage: {inputTokens: 1, outputTokens: 1, thinkingTokens: null, cachedTokens: null}, model: name}
    });
  }
});

/** Searches a target that never fails; returns how each run ended and what it asked, by iteration. */
async function search(journal: string, stopBelow: number | null) {
  asked.length = 0;
  const target = testRole(model("target", "A fine answer."));
  const roles = {query: testRole(model("query", "<query_1>Number %</query_1>")), target, contrast: null, judges: []};
  const settings: SearchSettings = {
    ...{runs: 2, iterations: 8, candidates: 60, buffer: 5, sampler: "adaptive", budgetCalls: null, stopBelow},
    ...{regionRate: 0.2, neighbours: null, control: 0.05, patience: 0, hopeless: null, distinct: true, seed: 1},
    ...{contrast: null, context: null, severity: [], rubric, roles}
  };
  const runs = Array.from({length: settings.runs}, (_, i) => createRun(i + 1, settings));
  const recorder = new Recorder(Journal.open(join(folder(), journal)), {
    dispatcher: new Dispatcher({max: 64, retry: {attempts: 1}})
  });
  await finishAdaptive(runs, settings, pool, {rubric, roles, recorder});
  return runs.map(({ended, tracker}) => {
    const places = tracker.candidates.map(({iteration, slot}) => [iteration, slot] as const);
    return {ended, iterations: tracker.iterations, sizes: sizesOf(places)};
  });
}

/** Candidates of each iteration; their slots are 0, 1, 2 and so on. */
function sizesOf(places: readonly (readonly [iteration: number, slot: number])[]): number[] {
  const sizes: number[] = [];
  for (const [iteration, slot] of places) {
    expect(slot).toBe(sizes[iteration - 1] ?? 0);
    sizes[iteration - 1] = slot + 1;
  }
  return sizes;
}

describe("a search that finds nothing", () => {
  it("ends after any round, the rest of its iteration not asked, and does the same from the journal", async () => {
    const found = await search("stopped.jsonl", 0.5);
    expect(found.map(({ended}) => ended)).toEqual(["exhausted", "exhausted"]);
    const [{iterations, sizes}] = found as [(typeof found)[0]];
    expect(iterations).toBeLessThan(8);
    expect(sizes.slice(0, -1).every((size) => size === 60)).toBe(true);
    expect([19, 38]).toContain(sizes.at(-1)); // rounds of 19, as 3 of 60 are the control arm's, which goes last
    expect(asked.length).toBeGreaterThan(100);
    expect(await search("stopped.jsonl", 0.5)).toEqual(found);
    expect(asked).toEqual([]);
  }, 60_000);

  it("goes on to the end where the rule is off", async () => {
    const [run] = await search("unstopped.jsonl", null);
    expect(run).toEqual({ended: "finished", iterations: 8, sizes: Array<number>(8).fill(60)});
  }, 60_000);
});
