import {mkdirSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {indexFolder} from "../../util/paths.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {indexFiles} from "../index/files.js";
import {LineStoreWriter} from "../index/line-store.js";
import {blankIndexManifest, writeIndexManifest} from "../index/manifest.js";
import {countPhrase} from "./phrase-lens.js";
import {conditional, matcherOf, scanPhrase} from "./phrase-scan.js";

useTempData();

const pairs = [
  {source: "code", query: "Elucidate merge sort.", response: "```python```"},
  {source: "code", query: "Please ELUCIDATE hashing.", response: "```python```"},
  {source: "chat", query: "elucidated already", response: "Fine."},
  {source: "chat", query: "Hello", response: "elucidate this"}
];

describe("scanPhrase(pairs, phrase, feature)", () => {
  it("counts whole words by chunk and side, whatever their case", () => {
    const {chunks} = scanPhrase(pairs, {text: "elucidate", regex: false}, null);
    expect(chunks).toEqual([
      {source: "code", pairs: 2, query: 2, response: 0},
      {source: "chat", pairs: 2, query: 0, response: 1}
    ]);
  });

  it("gives the share of responses with a feature, with and without the phrase", () => {
    const counts = scanPhrase(pairs, {text: "elucidate", regex: false}, {text: "```", regex: false});
    expect(counts.with).toEqual({n: 2, having: 2});
    expect(conditional(counts).without.rate).toBe(0);
  });
});

describe("matcherOf(spec)", () => {
  it("takes a phrase as it is and a regex as a pattern", () => {
    expect(matcherOf({text: "iPhone 13", regex: false})("my iphone  13 broke")).toBe(true);
    expect(matcherOf({text: "1.", regex: false})("1. Say")).toBe(true);
    expect(matcherOf({text: "1.*2\\.", regex: true})("1. a 2. b")).toBe(true);
    expect(matcherOf({text: "a.c", regex: false})("abc")).toBe(false);
  });
});

describe("countPhrase(index, phrase, feature)", () => {
  it("stops a pattern that never ends, and says so", async () => {
    mkdirSync(indexFolder("small"), {recursive: true});
    const store = new LineStoreWriter(indexFiles("small").pairs);
    await store.add({source: "a", query: `${"a".repeat(40)}!`, response: "b"});
    await store.close();
    writeIndexManifest(blankIndexManifest("small"));
    expect((await countPhrase("small", {text: "b", regex: false}, null)).chunks[0]).toMatchObject({response: 1});
    await expect(countPhrase("small", {text: "^(a+)+$", regex: true}, null, {limitInMs: 1500})).rejects.toThrow(
      /took longer/
    );
    await expect(countPhrase("small", {text: "(", regex: true}, null)).rejects.toThrow(/not a valid pattern/);
  });
});
