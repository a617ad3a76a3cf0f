import {expect, it} from "vitest";
import {savedSelections} from "./savedSelections.js";

function memory(kept = new Map<string, string>()) {
  return () => ({
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value)
  });
}

it("keeps selections by name, of each page its own", () => {
  const store = memory();
  const saved = savedSelections("/studies/lab/", store);
  saved.save({name: "high", where: "score > 90"});
  saved.save({name: "it's <b>", where: ""});
  saved.save({name: "high", where: "score > 95"});
  expect(savedSelections("/studies/lab/", store).all()).toEqual([
    {name: "it's <b>", where: ""},
    {name: "high", where: "score > 95"}
  ]);
  expect(savedSelections("/studies/other/", store).all()).toEqual([]);
  saved.remove("high");
  expect(saved.all().map(({name}) => name)).toEqual(["it's <b>"]);
});

it("has none where the browser keeps nothing, or another program wrote there", () => {
  const broken = savedSelections("/", () => {
    throw new Error("denied");
  });
  expect(broken.all()).toEqual([]);
  expect(() => broken.save({name: "a", where: ""})).toThrow("denied");
  const kept = new Map([["surfturf-explore:/", '[1, null, {"name": 2}, {"name": "a", "where": "b"}]']]);
  expect(savedSelections("/", memory(kept)).all()).toEqual([{name: "a", where: "b"}]);
});
