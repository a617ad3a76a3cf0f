import {describe, expect, it} from "vitest";
import {blankManifest} from "../../loaders/store/manifest.js";
import {toFinding} from "../testing/finding.js";
import type {StudyManifest} from "../shared/manifest.js";
import {strongestFindings, type HomeStudy} from "./strongest.js";

const study = (name: string, lows: number[], more: Partial<StudyManifest> = {}): HomeStudy => ({
  manifest: {...blankManifest(name), origin: "own", settings: {confirm: {bar: 0.1}}, ...more},
  strongest: {
    findings: lows.map((low, i) =>
      toFinding({id: `${name}-${i}`, confirmed_n: 20, confirmed_rate: low, confirmed_low: low, confirmed_high: 1})
    ),
    ...{rates: [], prompts: [], regions: [], traces: []}
  }
});
const idsOf = (studies: HomeStudy[], most?: number): string[] =>
  strongestFindings(studies, most).map(({evidence}) => evidence.finding.id);

describe("strongestFindings(studies)", () => {
  it("has the surest first, at most two of a study", () => {
    expect(idsOf([study("a", [0.5, 0.9, 0.8]), study("b", [0.6])])).toEqual(["a-1", "a-2", "b-0"]);
    expect(idsOf([study("a", [0.5, 0.9]), study("b", [0.6])], 1)).toEqual(["a-1"]);
  });

  it("has those of real models before those of the lab, however sure these are", () => {
    expect(idsOf([study("toy", [0.99], {origin: "lab"}), study("real", [0.2])])).toEqual(["real-0", "toy-0"]);
  });

  it("has none that does not hold by the bar of its study", () => {
    expect(idsOf([study("a", [0.1, 0.05])])).toEqual([]);
    expect(idsOf([study("strict", [0.4], {settings: {}})])).toEqual([]); // without a bar: more often than not
    expect(idsOf([])).toEqual([]);
  });
});
