import {describe, expect, it} from "vitest";
import {studyPages} from "../../src/shared/pages.js";
import {blankManifest} from "../store/manifest.js";
import type {StudyManifest} from "../../src/shared/manifest.js";
import {hasData} from "./listed-pages.js";

const nothing = {traces: 0, rescores: 0};
const step = (name: string, done = 10) => ({name, state: "finished", planned: 10, done, unscored: 0}) as const;
const study = (more: Partial<StudyManifest> = {}): StudyManifest => ({
  ...blankManifest("s"),
  ...{state: "finished", origin: "own", models: {target: ["m"]}},
  ...more
});
const listed = (of: StudyManifest, added = nothing): string[] =>
  studyPages.filter(({path}) => hasData(path, of, added)).map(({path}) => path);
const {counts} = blankManifest("s");

const ofSearch = ["search", "attributes", "explore", "candidates"];

describe("hasData(path, study)", () => {
  it("lists the pages of the steps that a finished study has", () => {
    expect(listed(study({steps: [step("probe")]}))).toEqual(["", "probes", "review", "made"]);
    const searched = study({steps: [step("surf"), step("confirm", 0)], counts: {...counts, findings: 3}});
    expect(listed(searched)).toEqual(["", "findings", ...ofSearch, "review", "made"]);
  });

  it("lists what a running study will have", () => {
    expect(listed(study({state: "running", steps: [step("ablation", 0)]}))).toContain("ablation");
    const pages = listed(study({state: "running", steps: [step("surf", 0), step("turf", 0)]}));
    expect(pages).toEqual(["", "findings", ...ofSearch, "review", "tracing", "made"]);
  });

  it("lists no empty pages of a study that was only planned, stopped or failed before a step had begun", () => {
    const asked = ["surf", "confirm", "robustness", "probe", "turf", "ablation"];
    const models = {target: ["a", "b"], contrast: ["c"]};
    for (const state of ["planned", "stopped", "failed"] as const) {
      const steps = asked.map((name) => ({...step(name, 0), state}));
      expect(listed(study({state, models, steps})), state).toEqual(["", "made"]);
    }
    const steps = [step("surf"), ...asked.slice(1).map((name) => step(name, 0))];
    expect(listed(study({state: "stopped", steps}))).toEqual(["", ...ofSearch, "review", "made"]);
  });

  it("lists Review where an answer has a score", () => {
    expect(listed(study({steps: [{...step("surf"), unscored: 10}]}))).not.toContain("review");
    expect(listed(study({steps: [{...step("surf"), unscored: 9}]}))).toContain("review");
    expect(listed(study({steps: [step("turf")]}))).not.toContain("review");
  });

  it("lists Models for several targets or a contrast model, Tracing and Rescored for what was added", () => {
    const steps = [step("surf")];
    expect(listed(study({models: {target: ["a", "b"]}, steps}))).toContain("models");
    expect(listed(study({models: {target: ["a"], contrast: ["b"]}, steps}))).toContain("models");
    expect(listed(study(), {traces: 1, rescores: 1})).toEqual(["", "rescored", "tracing", "made"]);
  });

  it("lists no search of findings that others chose", () => {
    const published = study({origin: "published", steps: [step("surf")], counts: {...counts, findings: 9}});
    expect(listed(published)).toEqual(["", "findings", "explore", "candidates", "confirm", "review", "made"]);
  });
});
