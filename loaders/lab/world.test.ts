import {describe, expect, it} from "vitest";
import {isUserError} from "../util/user-error.js";
import {changedTiny, shippedWorld, tinyWorld, worldFrom} from "./testing.js";
import {withoutChunks} from "./world.js";

function problemOf(text: string): string {
  try {
    worldFrom(text);
  } catch (error) {
    if (isUserError(error)) return error.message + JSON.stringify(error.place);
    throw error;
  }
  return "none";
}

describe("a world file", () => {
  it("is read with its defaults", () => {
    const {spec, features, behaviours} = worldFrom(tinyWorld);
    expect(spec.seed).toBe(1);
    expect(spec.chunks.map(({noise}) => noise)).toEqual([0.02, 0.02, 0.02]);
    expect([...features.keys()]).toEqual(["loud", "asks-code"]);
    expect(behaviours.map(({name}) => name)).toEqual(["prose", "code"]);
  });

  it.each<[string, (spec: Parameters<Parameters<typeof changedTiny>[0]>[0]) => void, RegExp]>([
    ["unknown key", (spec) => Object.assign(spec, {chunk: []}), /unknown key.*chunk/i],
    ["wrong type", (spec) => Object.assign(spec.chunks[0]!, {pairs: "many"}), /whole number.*chunks\.0\.pairs/],
    ["share over 1", (spec) => Object.assign(spec.chunks[1]!.features, {loud: 2}), /from 0 to 1.*features\.loud/],
    [
      "unknown feature",
      (spec) => Object.assign(spec.chunks[0]!, {features: {soft: 1}}),
      /unknown feature soft: .*loud/
    ],
    ["feature of every object", (spec) => Object.assign(spec.chunks[0]!, {features: {constructor: 1}}), /constructor/],
    ["unknown behaviour", (spec) => Object.assign(spec.chunks[0]!, {behaviour: "song"}), /unknown behaviour song/],
    ["unknown list in a text", (spec) => Object.assign(spec, {asks: ["What of {animal}?"]}), /unknown list.*animal/],
    [
      "unknown field in a text",
      (spec) => Object.assign(spec, {asks: ["{topic.colour}?"]}),
      /topic has the field colour/
    ],
    [
      "filter that leaves nothing",
      (spec) => Object.assign(spec.chunks[0]!, {only: {topic: {group: "art"}}}),
      /no entry/
    ],
    [
      "second chunk of a name",
      (spec) => Object.assign(spec.chunks[1]!, {name: "plain"}),
      /second chunk of the name plain/
    ],
    ["rubric without a sign", (spec) => Object.assign(spec.behaviours.prose!, {rubric: "prose"}), /expected signs/],
    ["one chunk", (spec) => spec.chunks.splice(1), /at least two chunks/]
  ])("with an error says what is wrong: %s", (_, change, expected) => {
    const problem = problemOf(changedTiny(change));
    expect(problem).toMatch(expected);
    expect(problem).toMatch(/"line":\d+/);
  });

  it("reports every reference that is wrong, not only the first", () => {
    const text = tinyWorld.replace("behaviour: prose}", "behaviour: song}").replace("[asks-code]}", "[asks-song]}");
    expect(() => worldFrom(text)).toThrow(/asks-song/);
    try {
      worldFrom(text);
    } catch (error) {
      expect(isUserError(error) && error.more.map(({message}) => message).join()).toMatch(/song/);
    }
  });
});

describe("the shipped world", () => {
  const world = shippedWorld();
  const {chunks} = world.spec;

  it("has 8,000 pairs, twelve chunks, three without a fault", () => {
    expect(chunks.reduce((sum, {pairs}) => sum + pairs, 0)).toBeGreaterThanOrEqual(8000);
    expect(chunks.length).toBeGreaterThanOrEqual(12);
    expect(chunks.filter(({fault}) => fault === undefined).length).toBeGreaterThanOrEqual(3);
  });

  it("keeps each planted fault to one chunk", () => {
    const faults = chunks.flatMap(({fault}) => fault ?? []);
    expect(faults.length).toBeGreaterThanOrEqual(10);
    expect(new Set(faults.map(({trigger, behaviour}) => `${trigger.join()} ${behaviour}`)).size).toBe(faults.length);
  });

  it("can lose a chunk", () => {
    expect(withoutChunks(world, ["literary"]).chunks).toHaveLength(chunks.length - 1);
  });
});
