import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, describe, expect, it} from "vitest";
import {createRandom, normal} from "../../util/random.js";
import {mergeRows} from "./best-rows.js";
import {openNearest} from "./nearest.js";
import {VectorWriter} from "./vector-file.js";
import type {Wanted} from "./wanted.js";

const folder = mkdtempSync(join(tmpdir(), "surfturf-best-"));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const [count, dimension] = [21_000, 40];
const path = join(folder, "rows");
const random = createRandom(5);
const centres = Array.from({length: 30}, () => Array.from({length: dimension}, () => normal(random)));
const kinds = Array.from({length: 9000}, (_, i) => centres[i % 30]!.map((value) => value + 0.5 * normal(random)));
const writer = new VectorWriter(path, dimension, {coded: true});
for (let i = 0; i < count; i++) writer.append(Float32Array.from(kinds[i % 9000]!)); // many rows twice or three times
writer.finish().close();
const queries = Float32Array.from([...kinds.slice(0, 6), ...centres.slice(0, 2)].flat());

const requests: Wanted[] = [
  {k: 1, ties: true, further: null},
  {k: 50, ties: true, further: {most: 800, least: 0.75}},
  {k: 400, ties: true, further: {most: 500, least: 0.9}},
  {k: 1, ties: false, further: {most: 20_000, least: 0.75}},
  {k: 10, ties: false, further: {most: 30_000, least: -1}}
];

describe("mergeRows", () => {
  it.each(requests)("of searches of shares of the rows is the search of all, to the last bit: %o", async (wanted) => {
    const whole = await openNearest(path, {threads: 1});
    const expected = await whole.best(queries, wanted);
    const all = await whole.best(queries, {k: count, ties: false, further: null});
    await whole.close();
    const edges = [0, 1, 4096, 9000, 17_777, count]; // some are no edges of a piece, one share has one row
    const parts = [];
    for (const [i, from] of edges.slice(0, -1).entries()) {
      const rows = {from, to: edges[i + 1]!};
      const share = await openNearest(path, {rows, threads: 2, ...(i % 2 === 0 && {memory: 0})}); // some are streamed
      parts.push(await share.best(queries, wanted));
      await share.close();
    }
    for (const [query, one] of expected.entries()) {
      expect(
        mergeRows(
          parts.map((part) => part[query]!),
          wanted
        )
      ).toEqual(one);
      const {ids, scores} = all[query]!; // in order: what is wanted is their first
      expect(one).toEqual({ids: ids.slice(0, one.ids.length), scores: scores.slice(0, one.ids.length)});
      const {k, ties, further} = wanted;
      const tied = scores.filter((score) => ties && score >= scores[k - 1]!).length;
      const like = scores.filter((score) => further !== null && Math.fround(score) >= further.least).length;
      expect(one.ids).toHaveLength(Math.max(k, tied, Math.min(like, further?.most ?? 0)));
    }
  });
});
