import {describe, expect, it} from "vitest";
import {
  chosenSides,
  comparisonAddress,
  overlapOf,
  sideInWords,
  sideOfStudy,
  sidesAddress,
  sidesOf,
  suggestions,
  type ComparedStudy
} from "./sides.js";

const study = (name: string, more: Partial<ComparedStudy> = {}): ComparedStudy => ({
  ...{name, title: `The ${name}`, models: {target: ["m1"]}, settings: {surf: {runs: 1}}, steps: []},
  counts: {candidates: 10, scored: 10, unscored: 0, flagged: 1, findings: 1},
  ...more
});
const blank = sidesOf(sidesAddress.read(""));

describe("the address of a comparison", () => {
  it("keeps both sides, and nothing that is not chosen", () => {
    const sides = {a: sideOfStudy("lab", {run: 1}), b: sideOfStudy("lab", {model: "x:y", scores: "r 1"})};
    const address = comparisonAddress(sides);
    expect(address).toBe("?a=lab&a.run=1&b=lab&b.model=x%3Ay&b.scores=r+1");
    expect(sidesOf(sidesAddress.read(address))).toEqual(sides);
  });

  it("takes nonsense as all", () => {
    expect(sidesOf(sidesAddress.read("?a=lab&a.run=minus&b.run=-1"))).toEqual({
      a: sideOfStudy("lab"),
      b: sideOfStudy("")
    });
  });
});

describe("suggestions(studies)", () => {
  it("begins with the models of a study, then runs, then studies", () => {
    const two = study("two", {models: {target: ["m1", "http://127.0.0.1:1/v1:m2"]}});
    const words = suggestions([study("one", {settings: {surf: {runs: 3}}}), two]).map((each) => each.words);
    expect(words).toEqual(["The two: m1 and m2", "The one: runs 1 and 2", "The one and The two"]);
  });

  it("leaves out studies that have nothing to compare", () => {
    const counts = {candidates: 0, scored: 0, unscored: 0, flagged: 0, findings: 0};
    expect(suggestions([study("planned", {counts, models: {target: ["a", "b"]}})])).toEqual([]);
  });
});

describe("chosenSides(asked, studies)", () => {
  const studies = [study("one"), study("two", {settings: {surf: {runs: 2}}})];

  it("is what was asked where it is there", () => {
    const asked = {a: sideOfStudy("two", {run: 2}), b: sideOfStudy("one")};
    expect(chosenSides(asked, studies)).toEqual(asked);
  });

  it("is a suggestion where nothing was asked, or a study that is not there", () => {
    expect(chosenSides(blank, studies)).toMatchObject({a: {study: "two", run: 1}, b: {study: "two", run: 2}});
    expect(chosenSides({...blank, a: sideOfStudy("gone")}, studies)).toMatchObject({a: {study: "two"}});
  });

  it("finds another side for one alone", () => {
    expect(chosenSides({...blank, a: sideOfStudy("one")}, studies)).toMatchObject({
      a: {study: "one"},
      b: {study: "two"}
    });
    expect(chosenSides({...blank, b: sideOfStudy("two")}, studies)).toMatchObject({a: {study: "two", run: 2}});
  });

  it("has none without a study, and one study on both sides where it is alone", () => {
    expect(chosenSides(blank, [])).toBeNull();
    expect(chosenSides(blank, [study("one")])).toEqual({a: sideOfStudy("one"), b: sideOfStudy("one")});
  });
});

describe("overlapOf(sides)", () => {
  const lab = (part = {}) => sideOfStudy("lab", part);
  it.each([
    ["same", lab(), lab()],
    ["b-in-a", lab(), lab({run: 1})],
    ["a-in-b", lab({run: 1, model: "m"}), lab({run: 1})],
    ["partly", lab({run: 1}), lab({model: "m"})],
    ["none", lab({run: 1}), lab({run: 2})],
    ["none", lab(), sideOfStudy("other")],
    ["none", lab(), lab({scores: "r"})],
    ["same", lab({scores: "r"}), lab({scores: "r"})]
  ] as const)("%s", (overlap, a, b) => expect(overlapOf({a, b})).toBe(overlap));
});

it("says a side in words", () => {
  expect(sideInWords(sideOfStudy("lab"), "The lab")).toBe("The lab");
  expect(sideInWords(sideOfStudy("lab", {model: "http://h/v1:m", run: 2}), "The lab")).toBe("The lab (m, run 2)");
});
