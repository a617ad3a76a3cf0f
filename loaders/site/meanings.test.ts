import {expect, it} from "vitest";
import type {TextEmbedder} from "../turf/embed/embedder.js";
import {useTempData} from "../util/testing/temp-data.js";
import {meaningsJson, meaningsOf} from "./meanings.js";

useTempData();

const places: Record<string, number[]> = {
  "asks for code.": [1, 0, 0],
  "wants a program.": [0.95, 0.1, 0],
  "is about the sea.": [0, 1, 0],
  "is rude.": [0, 0, 1]
};
const embedder: TextEmbedder = {
  ...{name: "planted", free: true, dimension: 3, close: async () => undefined},
  embed: async (texts) => Float32Array.from(texts.flatMap((text) => places[text]!))
};

it("sentences that say the same in other words have one meaning, and others their own", async () => {
  const sentences = Object.keys(places).map((text) => `The query ${text}`);
  const {model, groups} = await meaningsOf(sentences, embedder, {cache: null});
  const [code, program, sea, rude] = sentences.map((sentence) => groups[sentence]);
  expect(model).toBe("planted");
  expect(program).toBe(code);
  expect(new Set([code, sea, rude]).size).toBe(3);
});

it("no model is opened where there are no two studies to compare", async () => {
  expect(JSON.parse(await meaningsJson())).toEqual({model: null, groups: {}});
});
