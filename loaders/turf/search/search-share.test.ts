import {mkdtempSync, readdirSync, rmSync, statSync, truncateSync, utimesSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, describe, expect, it} from "vitest";
import {createRandom, normal} from "../../util/random.js";
import {openNearest, type Nearest} from "../vectors/nearest.js";
import {VectorWriter} from "../vectors/vector-file.js";
import type {Wanted} from "../vectors/wanted.js";
import {nearestOfFound} from "./found-nearest.js";
import {rowsOf, searchShare} from "./search-share.js";

const folder = mkdtempSync(join(tmpdir(), "surfturf-shares-"));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const [count, dimension, parts] = [13_000, 16, 5]; // four pieces: one share has no rows
const path = join(folder, "rows");
const random = createRandom(3);
const row = () => Float32Array.from({length: dimension}, () => normal(random));
const kinds = Array.from({length: 4000}, row);
const writer = new VectorWriter(path, dimension, {coded: true});
for (let i = 0; i < count; i++) writer.append(kinds[i % kinds.length]!);
writer.finish().close();

const vectors = Array.from({length: 70}, (_, i) => (i % 2 === 0 ? kinds[i]! : row()));
const flat = (some: readonly Float32Array[]) => Float32Array.from(some.flatMap((vector) => [...vector]));
const wanted: Wanted = {k: 40, ties: true, further: {most: 500, least: 0.6}};
const search = (results: string, part: number, some = vectors, signal?: AbortSignal) =>
  searchShare(some, {path, of: "state", wanted, share: {part, parts}, folder: results, ...(signal && {signal})});

/** An index that must not be searched. */
const closed = (index: Nearest): Nearest => ({...index, best: () => Promise.reject(new Error("searched"))});

describe("searchShare and nearestOfFound", () => {
  it("find what one search finds, for all that asks for no more, and nothing is searched for twice", async () => {
    const whole = await openNearest(path);
    const results = join(folder, "whole");
    for (let part = 0; part < parts; part++) await search(results, part);
    const found = nearestOfFound(closed(whole), results, "state");
    const asked: [k: number, Parameters<Nearest["top"]>[2]][] = [
      [40, {ties: true}],
      [7, {}],
      [1, {further: {most: 400, least: 0.7}}]
    ];
    for (const [k, options] of asked)
      expect(await found.top(flat(vectors), k, options)).toEqual(await whole.top(flat(vectors), k, options));
    for (const [k, options] of [
      [41, {}],
      [1, {further: {most: 501, least: 0.7}}],
      [1, {further: {most: 400, least: 0.5}}]
    ] as [number, object][])
      await expect(found.top(vectors[0]!, k, options)).rejects.toThrow("searched");

    const times = () =>
      readdirSync(join(results, "found")).map((each) => statSync(join(results, "found", each)).mtimeMs);
    const before = times();
    expect(before).toHaveLength(2 * parts); // 64 vectors a file
    const more = [...vectors, row()];
    await search(results, 1, more);
    expect(times().filter((time) => !before.includes(time))).toHaveLength(1);
    const mixed = nearestOfFound(whole, results, "state"); // the last vector was found in one share alone
    expect(await mixed.top(flat(more), 5)).toEqual(await whole.top(flat(more), 5));
    await whole.close();
  }, 60_000);

  it("go on where they were stopped, and count no file that is cut short or of another state", async () => {
    const whole = await openNearest(path);
    const results = join(folder, "stopped");
    await expect(search(results, 0, vectors, AbortSignal.abort())).rejects.toThrow();
    for (let part = 0; part < parts; part++) await search(results, part);
    const files = readdirSync(join(results, "found")).map((each) => join(results, "found", each));
    truncateSync(files[0]!, statSync(files[0]!).size - 3);
    truncateSync(files[3]!, 5);
    for (const file of files) utimesSync(file, 1, 1);
    const cut = nearestOfFound(whole, results, "state");
    expect(await cut.top(flat(vectors), 30)).toEqual(await whole.top(flat(vectors), 30));
    for (let part = 0; part < parts; part++) await search(results, part);
    expect(files.filter((file) => statSync(file).mtimeMs > 1000)).toEqual([files[0], files[3]]);
    const again = nearestOfFound(closed(whole), results, "state");
    expect(await again.top(flat(vectors), 30)).toEqual(await whole.top(flat(vectors), 30));
    await expect(nearestOfFound(closed(whole), results, "other").best(vectors[0]!, wanted)).rejects.toThrow("searched");
    await whole.close();
  }, 60_000);

  it("share all rows, none twice", () => {
    for (const rows of [0, 1, 4096, 13_000, 100_000])
      for (const shares of [1, 3, 8]) {
        const ranges = Array.from({length: shares}, (_, part) => rowsOf(rows, {part, parts: shares}));
        expect([...ranges.map(({from}) => from), rows]).toEqual([0, ...ranges.map(({to}) => to)]);
      }
  });
});
