import {describe, expect, it} from "vitest";
import type {StudyManifest} from "../shared/manifest.js";
import type {Row} from "../shared/schema.js";
import {toFinding} from "../testing/finding.js";
import {evidenceOf} from "./evidence.js";
import {studySentence} from "./headline.js";

const study = {
  counts: {candidates: 5000, scored: 4900, unscored: 100, flagged: 4, findings: 4},
  steps: [],
  spend: {calls: 12000, inputTokens: 0, outputTokens: 0, cost: 3.2},
  origin: "own",
  state: "finished",
  models: {target: ["http://127.0.0.1:8000/v1:llama"]}
} as unknown as StudyManifest;

const regions = [
  {id: "r1", meaning: "r1", status: "confirmed", description: "The query is old.", rate: 0.62, low: 0.45, high: 0.77},
  {id: "r2", meaning: "r1", status: "confirmed", description: "The query is aged.", rate: 0.9, low: 0.8, high: 1},
  {id: "r3", meaning: "r3", status: "refused", description: "The query is rare.", rate: 1, low: 0.5, high: 1}
].map((region) => ({...region, n: 40, bar: 0.2})) as unknown as Row<"regions">[];
const exclusions = [
  {kind: "query", rubric: "a", model: "m", rate: 0.008},
  {kind: "query", rubric: "b", model: "m", rate: 0.031},
  {kind: "pair", rubric: "b", model: "m", rate: 0.9}
] as Row<"exclusions">[];

const of = (findings: Row<"findings">[], more: {regions?: Row<"regions">[]; exclusions?: Row<"exclusions">[]} = {}) => {
  const tables = {regions: [], exclusions: [], ...more};
  const evidence = evidenceOf({findings, rates: [], prompts: [], traces: [], regions: tables.regions}, 0.1);
  return {...tables, evidence};
};
const low = (value: number, rate: number) => ({
  confirmed_n: 20,
  confirmed_rate: rate,
  confirmed_low: value,
  confirmed_high: 0.99
});

describe("studySentence()", () => {
  it("says which regions make the target fail, how surely and at what cost; other wordings are not counted", () =>
    expect(studySentence(study, of([toFinding({region: "r1"})], {regions}))).toBe(
      "1 set of attributes makes llama fail far more often than other queries (a rate of about 20% or more is proven), " +
        "the surest, \u201cThe query is old.\u201d, in 62% of 40 fresh queries (45%\u201377%), " +
        "at a cost of 12,000 model calls ($3.20)."
    ));

  it("tells regions whose rate is proven from those whose lift is", () => {
    const lifted = {...regions[0]!, id: "r9", meaning: "r9", status: "lifted"};
    expect(studySentence(study, of([], {regions: [...regions, lifted]}))).toContain(
      "is proven for 1 of them, likely for the rest)"
    );
    expect(studySentence(study, of([], {regions: [lifted]}))).toContain("is likely)");
  });

  it("says how many findings hold, and the surest", () =>
    expect(studySentence(study, of([toFinding(low(0.7, 0.9)), toFinding({id: "x", ...low(0.01, 0.1)})]))).toBe(
      "1 of 2 findings sampled again holds, the surest in 18 of 20 answers (70%\u201399%): " +
        "\u201cWhen did the old mill turn?\u201d, at a cost of 12,000 model calls ($3.20)."
    ));

  it("says that flags were luck if none holds", () =>
    expect(studySentence(study, of([toFinding(low(0.01, 0.1))]))).toMatch(
      /^None of the 1 finding sampled again holds: what the search flagged was luck/
    ));

  it("says what replicates and the control arm say of findings that nobody sampled again", () => {
    const findings = [
      toFinding({id: "a", replicates_n: 5, replicates_flagged: 0}),
      toFinding({id: "b", replicates_n: 6, replicates_flagged: 5}),
      toFinding({id: "c"})
    ];
    expect(studySentence(study, of(findings, {exclusions}))).toMatch(
      /^3 findings of one judged sample each and none sampled again, and 1 of the 2 whose attributes were asked again was replicated, with at most 3.1% of random queries failing for each rubric \(95%\)/
    );
  });

  it("says what is ruled out where nothing was found", () =>
    expect(studySentence(study, of([], {exclusions}))).toMatch(
      /^Nothing was found in 4,900 scored candidates, with at most 3.1% of random queries failing/
    ));

  it("says that nothing was scored, names who sampled published findings, and marks a study that still runs", () => {
    const unscored = {...study, counts: {...study.counts, scored: 0}};
    expect(studySentence(unscored, of([]))).toBe("No answer was scored, so this study found nothing out.");
    expect(studySentence({...unscored, state: "stopped"}, of([]))).toMatch(/found nothing out so far\.$/);
    const published = {...study, origin: "published" as const};
    expect(studySentence(published, of([toFinding(low(0.7, 0.9))]))).toMatch(
      /^1 of 1 finding their authors sampled again holds.*\u201d\.$/
    );
    expect(studySentence({...study, state: "running"}, of([]))).toMatch(/^So far: Nothing was found/);
    expect(studySentence({...study, counts: {...study.counts, candidates: 0}}, of([]))).toBeNull();
  });
});
