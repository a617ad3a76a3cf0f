import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {wilson} from "../../../src/shared/statistics.js";
import {Dispatcher} from "../../model/dispatcher.js";
import type {Model} from "../../model/model.js";
import {Journal} from "../../store/journal.js";
import {Recorder} from "../../store/recorder.js";
import {createRandom, seedOf} from "../../util/random.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {finishAdaptive} from "../adaptive/run-adaptive.js";
import type {SearchSnapshot} from "../adaptive/search-snapshot.js";
import {coverageOf, metBy} from "../candidate.js";
import {createRun} from "../run.js";
import type {SearchSettings} from "../settings.js";
import {badRubric as rubric, testPool, testRole} from "../testing.js";
import type {QueryCheck} from "./settings.js";

const {folder} = useTempData();
const pool = testPool({rows: 400, distinct: 120});
const failing = 42; // a trait that the writer seldom shows
const rate = 0.7;
const attributeOf = (trait: number | string): string => `The query has trait ${trait}.`;
const traitsIn = (text: string): number[] => [...text.matchAll(/\bt(\d+)\b/g)].map(([, trait]) => Number(trait));

const asked: string[] = []; // roles

function model(name: string, answer: (prompt: string, seed: number) => string): Model {
  return {
    ...{name, provider: name, lane: name, identity: name, free: true, local: true},
    ask({messages, seed}) {
      asked.push(name);
      return Promise.resolve({
        ...{text: answer(messages.at(-1)!.content, seed!), thinking: "", stop: {unified: "stop", raw: "stop"}},
        ...{usage: {inputTokens: 1, outputTokens: 1, thinkingTokens: null, cachedTokens: null}, model: name}
      });
    }
  };
}

/** Drops every third attribute of the pool in 60% of the queries that should have it. */
const writer = model("query", (prompt, seed) => {
  const wished = [...prompt.matchAll(/^- The query has trait (\d+)\.$/gm)].map(([, trait]) => Number(trait));
  const shown = wished.filter((trait) => trait % 3 !== 0 || createRandom(seedOf(seed, trait))() >= 0.6);
  return `<query_1>Number ${seed}: ${shown.map((trait) => `t${trait}`).join(" ")}</query_1>`;
});

const target = model("target", (query, seed) =>
  createRandom(seedOf("target", seed))() < (traitsIn(query).includes(failing) ? rate : 0.01)
    ? "A bad answer."
    : "A fine answer."
);

let count = 0;

async function search(checkedBy?: QueryCheck, iterations = 10) {
  asked.length = 0;
  const roles = {query: testRole(writer), target: testRole(target), contrast: null, judges: []};
  const settings: SearchSettings = {
    ...{runs: 3, iterations, candidates: 60, buffer: 5, sampler: "adaptive", budgetCalls: null, stopBelow: null},
    ...{regionRate: 0.2, neighbours: null, control: 0.05, patience: 0, hopeless: null, distinct: true, seed: 1},
    ...{contrast: null, context: null, severity: [], rubric, roles}
  };
  const runs = Array.from({length: settings.runs}, (_, i) => createRun(i + 1, settings));
  const recorder = new Recorder(Journal.open(join(folder(), `check-${count++}.jsonl`)), {
    dispatcher: new Dispatcher({max: 64, retry: {attempts: 1}})
  });
  let snapshot: SearchSnapshot | undefined;
  const onSnapshot = (taken: SearchSnapshot) => void (snapshot = taken);
  await finishAdaptive(runs, settings, pool, {rubric, roles, recorder, checkedBy, onSnapshot});
  return {regions: snapshot!.regions, candidates: runs.flatMap(({tracker}) => tracker.candidates)};
}

type Found = Awaited<ReturnType<typeof search>>;

/** The intervals of the rates of the regions. */
const ratesOf = ({regions}: Found) =>
  new Map(regions.map(({attributes, n, violations}) => [attributes.join(" "), wilson(violations, n)]));

/** The share of flags among the candidates that count as having the attribute. */
function flagRate({candidates}: Found): number {
  const inside = candidates.filter((candidate) => metBy(candidate).includes(attributeOf(failing)));
  return inside.filter(({score}) => score! > rubric.threshold).length / inside.length;
}

const byRules: QueryCheck = {attributesOf: (query) => traitsIn(query).map(attributeOf)};

/** A model that says which of the listed attributes the query shows. */
const honest = (prompt: string): string => {
  const shown = traitsIn(prompt);
  const listed = [...prompt.matchAll(/^(\d+)\. The query has trait (\d+)\.$/gm)];
  const has = listed.flatMap(([, number, trait]) => (shown.includes(Number(trait)) ? number! : []));
  return `<has>${has.join(", ") || "none"}</has>`;
};
const byModel = (answer: (prompt: string) => string, share = 1): QueryCheck => ({
  role: testRole(model("check", answer)),
  share
});

describe("a search of written queries", () => {
  it("dilutes the rate of what the writer seldom shows if nothing checks it", async () => {
    const found = await search();
    expect(flagRate(found)).toBeLessThan(0.5 * rate);
    expect(ratesOf(found).get(attributeOf(failing))?.high ?? 0).toBeLessThan(rate);
  });

  it.each([
    ["rules", byRules],
    ["a model", byModel(honest)]
  ])("finds it at its own rate if %s checks it", async (_, check) => {
    const found = await search(check);
    const rates = ratesOf(found);
    expect([...rates.keys()]).toEqual([attributeOf(failing)]);
    expect(rates.get(attributeOf(failing))!.low).toBeLessThan(rate);
    expect(rates.get(attributeOf(failing))!.high).toBeGreaterThan(rate);
    expect(Math.abs(flagRate(found) - rate)).toBeLessThan(0.2); // of some 30 queries
    const ofThird = found.candidates.filter(({attributes}) => attributes.includes(attributeOf(failing)));
    const came = ofThird.filter(({met}) => met!.includes(attributeOf(failing)));
    expect(came.length / ofThird.length).toBeCloseTo(0.4, 1);
    for (const {query, met, attributes} of found.candidates)
      expect(met).toEqual(attributes.filter((attribute) => traitsIn(query!).map(attributeOf).includes(attribute)));
  });

  it("asks the model about a seeded share, once each, and takes the others as drawn", async () => {
    const first = await search(byModel(honest, 0.2), 2);
    const checked = first.candidates.filter((candidate) => coverageOf(candidate) !== null);
    expect(asked.filter((name) => name === "check")).toHaveLength(checked.length);
    expect(checked.length / first.candidates.length).toBeCloseTo(0.2, 1);
    const again = await search(byModel(honest, 0.2), 2);
    expect(again.candidates.map(({met}) => met)).toEqual(first.candidates.map(({met}) => met));
  });

  it("takes a query as drawn if the model's answer can't be read, and keeps the reason", async () => {
    const {candidates} = await search(
      byModel(() => "It has the first one."),
      2
    );
    for (const {met, checkReason, status} of candidates)
      expect([met, checkReason, status]).toEqual([null, "unparsable", "scored"]);
  });

  it("makes the candidates that it made before if nothing checks them", async () => {
    const {candidates} = await search(undefined, 2);
    expect(candidates.every(({met, texts}) => met === null && !("checked" in texts))).toBe(true);
    expect(asked).not.toContain("check");
  });
});
