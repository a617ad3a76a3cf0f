import {describe, expect, it} from "vitest";
import {blankManifest} from "../../loaders/store/manifest.js";
import type {StudyManifest} from "../shared/manifest.js";
import {conditionsOf, confounders} from "./conditions.js";
import {sideOfStudy, type Sides} from "./sides.js";

const manifest = (more: Partial<StudyManifest> = {}): StudyManifest => ({
  ...blankManifest("s"),
  ...{origin: "own", state: "finished", updated: "2026-03-01T00:00:00Z", models: {target: ["m1", "m2"], judge: ["j"]}},
  settings: {surf: {sampler: "reference", control: 0.1}},
  rubrics: [{name: "code", threshold: 70, principle: "", hash: "abc"}],
  ...more
});
const sides: Sides = {a: sideOfStudy("s", {model: "m1"}), b: sideOfStudy("s", {model: "m2"})};
const differing = (b: Partial<StudyManifest>, chosen = sides, a: Partial<StudyManifest> = {}) =>
  confounders(
    conditionsOf(
      {side: chosen.a, manifest: manifest(a), scored: null},
      {side: chosen.b, manifest: manifest(b), scored: null}
    ),
    chosen
  ).map(({name}) => name);

describe("confounders(conditions, sides)", () => {
  it("are none between two models of a study: only what was chosen differs", () => {
    expect(differing({})).toEqual([]);
  });

  it.each<[string, Partial<StudyManifest>]>([
    ["origin", {origin: "lab"}],
    ["sampler", {settings: {surf: {sampler: "adaptive", control: 0.1}}}],
    ["control arm", {settings: {surf: {sampler: "reference", control: 0.2}}}],
    ["attribute pool", {attributes: {source: "tulu3", rows: 1, distinct: 1}}],
    ["recording date", {recordings: {m1: {model: "m", quantization: null, server: null, date: "2026-01-01"}}}],
    ["threshold of code", {rubrics: [{name: "code", threshold: 50, principle: "", hash: "abc"}]}],
    ["text of code", {rubrics: [{name: "code", threshold: 70, principle: "", hash: "def"}]}],
    ["scored by, code", {models: {target: ["m1", "m2"], judge: ["another"]}}],
    ["rubrics", {rubrics: []}],
    ["state", {state: "stopped"}],
    ["last run", {updated: "2026-04-01T00:00:00Z"}]
  ])("%s", (name, more) => expect(differing(more)).toEqual([name]));

  it("name the target where studies are compared and the reader chose no model", () => {
    const studies = {a: sideOfStudy("s"), b: sideOfStudy("t")};
    expect(differing({models: {target: ["m3"], judge: ["j"]}}, studies)).toEqual(["target"]);
  });

  it("do not hold a change of the rubric against who compares the change", () => {
    const scored = {rubric: "code", hash: null, scorers: ["j"]};
    const rescored = {a: sideOfStudy("s"), b: sideOfStudy("s", {scores: "r"})};
    const conditions = conditionsOf(
      {side: rescored.a, manifest: manifest(), scored: {...scored, threshold: 70}},
      {side: rescored.b, manifest: manifest(), scored: {...scored, threshold: 40}}
    );
    expect(conditions.filter(({differs}) => differs).map(({name}) => name)).toEqual(["threshold of code"]);
    expect(confounders(conditions, rescored)).toEqual([]);
  });
});
