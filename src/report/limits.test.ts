import {describe, expect, it} from "vitest";
import {blankManifest} from "../../loaders/store/manifest.js";
import {evidenceOf} from "../findings/evidence.js";
import type {Row} from "../shared/schema.js";
import {toFinding} from "../testing/finding.js";
import {limitsOf} from "./limits.js";

const none = {rates: [], notes: []};
const own = {...blankManifest("mine"), origin: "own" as const, state: "finished" as const};
const counts = {...own.counts, candidates: 100, scored: 25, unscored: 75, flagged: 9};
const evidence = evidenceOf(
  {
    findings: [
      toFinding({id: "a", confirmed_n: 20, confirmed_rate: 0.9, confirmed_low: 0.7, confirmed_high: 1}),
      toFinding({id: "b", confirmed_n: 20, confirmed_rate: 0.1, confirmed_low: 0.02, confirmed_high: 0.3}),
      toFinding({id: "c"})
    ],
    ...{rates: [], prompts: [], regions: [], traces: []}
  },
  0.5
);

describe("limitsOf(study, evidence, tables)", () => {
  it("says which share has no score, what was asked too little, what did not hold, and what was not controlled", () => {
    expect(limitsOf({...own, counts}, evidence, none)).toEqual([
      "75% of the candidates have no score. They count in no rate.",
      "Queries were searched for failures: the share of flags is not how often the model fails on other prompts.",
      "1 of 3 findings shown here may be luck: too little was asked again.",
      "1 finding shown here did not hold when asked again.",
      "There is no control arm: how often random queries fail is not known."
    ]);
  });

  it("says nothing of a control arm that is there, and ends with what the report leaves out", () => {
    const rates = [{step: "surf", group: "control"} as Row<"rates">];
    const whole = {...own, counts: {...counts, unscored: 0}};
    expect(limitsOf(whole, [], {rates, notes: ["Pages left out: Search."]})).toEqual(["Pages left out: Search."]);
  });

  it("says whose numbers they are, and that a study has not finished", () => {
    const first = (study: object) => limitsOf({...own, ...study}, [], none)[0];
    const models = {target: ["http://127.0.0.1:1/v1:mine"], judge: ["lab:judge"]};
    expect(first({origin: "lab", models})).toMatch(/^The lab, a test rig, played some of the models: /);
    expect(first({origin: "lab", models: {target: ["lab:target"]}})).toMatch(/played every model/);
    expect(first({origin: "published"})).toContain("authors chose");
    expect(first({state: "stopped"})).toBe("The study is not finished (stopped): counts and rates may change.");
  });
});
