import {describe, expect, it} from "vitest";
import type {RowStore} from "../ui/parquetRows.js";
import {TextSearch} from "./textSearch.js";

function search(blocks: (string | null)[][]) {
  let readings = 0;
  const store: RowStore<{query: string | null}> = {
    read: () => Promise.reject(new Error("not asked for")),

    async *readBlocks() {
      readings++;
      for (const block of blocks) yield block.map((query) => ({query})) as never;
    }
  };
  const texts = new TextSearch(store, "query");
  return {find: async (text: string) => [...(await texts.find(text))], readings: () => readings};
}

describe("TextSearch", () => {
  const blocks = [
    ["Write a poem", null, "a Poem, a poem", ""],
    ["poe", "M", "İstanbul poem", "POEM"]
  ];

  it("finds the rows whose text has a text, in any case, once each", async () => {
    const {find} = search(blocks);
    expect(await find("POEM")).toEqual([1, 0, 1, 0, 0, 0, 1, 1]);
    expect(await find("istanbul")).toEqual([0, 0, 0, 0, 0, 0, 0, 0]); // the dot stays, as in any comparison
    expect(await find("m")).toEqual([1, 0, 1, 0, 0, 1, 1, 1]);
  });

  it("finds nothing across two texts, nor by what divides them", async () => {
    const {find} = search(blocks);
    expect(await find("poema")).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(await find("poem\u0000")).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it("agrees with looking into each text", async () => {
    const words = ["ab", "ba", "aab", "b", "", "abab", "bb"];
    const texts = Array.from({length: 300}, (_, i) => words[i % 7]! + words[(i * 5) % 6]! + words[(i * 3) % 5]!);
    const {find} = search([texts.slice(0, 100), texts.slice(100, 101), texts.slice(101)]);
    for (const wanted of ["a", "ab", "bab", "bbb", "aaba", "abababab"])
      expect(await find(wanted), wanted).toEqual(texts.map((text) => Number(text.includes(wanted))));
  });

  it("reads the texts once", async () => {
    const {find, readings} = search(blocks);
    for (const text of ["a", "b", "a"]) await find(text);
    expect(readings()).toBe(1);
  });

  it("gives up a search when another begins, and can be asked for it again", async () => {
    const {find} = search(blocks);
    const [first, second] = await Promise.allSettled([find("poem"), find("poe")]);
    expect(first).toMatchObject({status: "rejected", reason: new Error("another search has begun")});
    expect(second).toMatchObject({status: "fulfilled", value: [1, 0, 1, 0, 1, 0, 1, 1]});
    expect(await find("poem")).toEqual([1, 0, 1, 0, 0, 0, 1, 1]);
  });

  it("tries again what failed", async () => {
    let fails = true;
    const store = {
      async *readBlocks() {
        if (fails) throw new Error("no network");
        yield [{query: "a"}] as never;
      }
    } as unknown as RowStore<{query: string | null}>;
    const texts = new TextSearch(store, "query");
    await expect(texts.find("a")).rejects.toThrow("no network");
    fails = false;
    expect([...(await texts.find("a"))]).toEqual([1]);
  });
});
