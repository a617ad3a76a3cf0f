import {describe, expect, it} from "vitest";
import {blankManifest} from "../../loaders/store/manifest.js";
import type {StudyManifest} from "../shared/manifest.js";
import {askedInWords, foundInWords} from "./studyLine.js";

const {counts} = blankManifest("s");
const step = (name: string, done: number, unscored = 0) =>
  ({name, state: "finished", planned: done, done, unscored}) as const;
const study = (more: Partial<StudyManifest>): StudyManifest => ({
  ...blankManifest("s"),
  ...{origin: "own", state: "finished"},
  ...more
});
const searched = study({
  steps: [step("surf", 1200), step("confirm", 40), step("turf", 3)],
  counts: {...counts, candidates: 1200, scored: 1190, unscored: 10, findings: 7, regions: 2, confirmed: 1}
});

describe("askedInWords(study)", () => {
  it.each([
    ["1,200 candidates, 10 of them unscored, and 40 samples", searched],
    ["240 samples", study({steps: [step("probe", 240)]})],
    ["1 finding chosen by the authors", study({origin: "published", counts: {...counts, candidates: 2, findings: 1}})],
    ["not run yet", study({state: "planned", steps: [step("surf", 0)]})],
    ["nothing yet", study({state: "running", steps: [step("surf", 0)]})]
  ])("%s", (words, of) => expect(askedInWords(of)).toBe(words));
});

describe("foundInWords(study)", () => {
  it.each([
    ["2 regions, 7 findings, 1 of them confirmed", searched],
    ["7 findings", study({counts: {...searched.counts, regions: null, confirmed: null}})],
    ["nothing, in 50 scored candidates", study({counts: {...counts, candidates: 50, scored: 50}})],
    ["no answer was scored", study({counts: {...counts, candidates: 5, unscored: 5}})],
    ["rates of its probes", study({steps: [step("probe", 240)]})],
    ["", study({state: "planned"})]
  ])("%s", (words, of) => expect(foundInWords(of)).toBe(words));
});
