import {mkdirSync, rmSync, utimesSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {countRows, promptsForVerdict, smallPool} from "../corpus/prompts/own-attributes.js";
import {readTable} from "../store/tables.js";
import {readIndexManifest, writeIndexManifest} from "../turf/index/manifest.js";
import {indexVectors, poolFromIndex} from "../turf/index/pool.js";
import {openIndex} from "../turf/index/turf-index.js";
import {promptsOfIndex} from "../turf/prompts/prompts-of-index.js";
import {indexFolder} from "../util/paths.js";
import {useTempData} from "../util/testing/temp-data.js";
import {indexCorpus} from "./index-corpus.js";
import {labIndexSettings} from "./lab-index.js";
import {openTracing} from "./trace-tools.js";

useTempData();

const local = {extract: "local", embed: "lab:embed", summaries: "medoid", check: null};
const settings = {...labIndexSettings, ...local, clusters: 4};

const lines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

/** Writes a small corpus of two chunks. Returns its path. */
function writeCorpus(): string {
  const rows = Array.from({length: 40}, (_, i) => ({
    source: i % 2 === 0 ? "code" : "chat",
    prompt: i % 2 === 0 ? `Write a Python function for task ${i}.` : `What do you like about town ${i}?`,
    response: i % 2 === 0 ? `\`\`\`python\ndef run${i}(): pass\n\`\`\`` : `I like its ${i} parks.`
  }));
  mkdirSync(join(indexFolder("x"), ".."), {recursive: true});
  const path = join(indexFolder("x"), "..", "corpus.jsonl");
  writeFileSync(path, lines(rows));
  return path;
}

/** A `.npy` file of 32-bit floats, of shape [rows, columns]. */
function npy(rows: number, columns: number): Buffer {
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${columns}), }`;
  const padded = `${header}${" ".repeat(63 - ((10 + header.length) % 64))}\n`;
  const head = Buffer.from([0x93, ...Buffer.from("NUMPY"), 1, 0, padded.length & 255, padded.length >> 8]);
  const values = Float32Array.from({length: rows * columns}, (_, i) => Math.sin(i));
  return Buffer.concat([head, Buffer.from(padded), Buffer.from(values.buffer)]);
}

/** Writes an index in the files of the released code. Returns its folder. */
function writeForeign({clusters = 3, dimension = 256} = {}): string {
  const folder = join(indexFolder("x"), "..", `foreign-${clusters}-${dimension}`);
  mkdirSync(folder, {recursive: true});
  const rows = Array.from({length: 12}, (_, id) => ({
    id,
    prompt: `Question ${id}?`,
    response: `Answer ${id}.`,
    source: id < 6 ? "a" : "b",
    attributes: ["The query is short.", `The query names ${id}.`]
  }));
  const assignments = rows.map(({id}) => ({id, cluster_ids: [0, 1 + (id % 2)], distances: [0.1, 0.2]}));
  writeFileSync(join(folder, "pseudo_sae_attributes.jsonl"), lines(rows));
  writeFileSync(join(folder, "assignments.jsonl"), lines(assignments));
  writeFileSync(join(folder, "cluster_summaries.jsonl"), lines([{cluster_id: 0, summary: "The query is brief."}]));
  writeFileSync(join(folder, "centroids.npy"), npy(clusters, dimension));
  return folder;
}

describe("indexCorpus(corpus, name, options)", () => {
  it("reads a folder again when a file in it changed, came, went or is no longer asked for", async () => {
    const folder = join(indexFolder("x"), "..", "folder");
    mkdirSync(join(folder, "deep"), {recursive: true});
    const write = (name: string, pairs: number): void =>
      writeFileSync(
        join(folder, name),
        lines(Array.from({length: pairs}, (_, i) => ({prompt: `q${i}?`, response: name})))
      );
    let pairs = 0;
    const begun = async (files?: string[]): Promise<boolean> => {
      let isRead = false;
      const onStage = (stage: string, state: string): void => void (isRead ||= stage === "corpus" && state === "begun");
      ({pairs} = await indexCorpus(folder, "of-a-folder", {settings, files, onStage}));
      return isRead;
    };
    write("a.jsonl", 12);
    expect([await begun(), pairs]).toEqual([true, 12]);
    expect(await begun()).toBe(false);
    write("deep/b.jsonl", 8);
    expect([await begun(), pairs]).toEqual([true, 20]);
    write("deep/b.jsonl", 9);
    expect([await begun(), pairs]).toEqual([true, 21]);
    utimesSync(join(folder, "deep/b.jsonl"), 1, 1); // as large as before, written at another time
    expect([await begun(), await begun()]).toEqual([true, false]);
    expect([await begun(["a.jsonl"]), pairs]).toEqual([true, 12]);
    rmSync(join(folder, "deep/b.jsonl"));
    expect([await begun(), pairs]).toEqual([true, 12]);
  }, 120_000);

  it("writes every table, and keeps finished stages when it is called again", async () => {
    const corpus = writeCorpus();
    const made = await indexCorpus(corpus, "small", {settings});
    expect(made).toMatchObject({state: "finished", pairs: 40, clusters: 4, extractor: "local v2"});
    const chunks = (await readTable({index: "small"}, "corpus_chunks"))!;
    expect(chunks.map(({source, pairs}) => `${source} ${pairs}`)).toEqual(["code 20", "chat 20"]);
    expect(await readTable({index: "small"}, "corpus_pairs")).toHaveLength(40);
    const kept: string[] = [];
    await indexCorpus(corpus, "small", {
      settings,
      onStage: (stage, state) => void (state === "kept" && kept.push(stage))
    });
    expect(kept).toHaveLength(7);
    const redone: string[] = [];
    const more = {...settings, clusters: 3};
    await indexCorpus(corpus, "small", {
      settings: more,
      onStage: (stage, state) => void (state === "begun" && redone.push(stage))
    });
    expect(redone).toEqual(["clusters", "summaries", "check", "tables"]);
  });

  it("resumes where it was stopped, with the same result", async () => {
    const corpus = writeCorpus();
    const stop = new AbortController();
    const stopped = await indexCorpus(corpus, "stopped", {
      settings,
      signal: stop.signal,
      onStage: (stage, state) =>
        void (stage === "attributes" && state === "finished" && stop.abort(new Error("stopped")))
    });
    expect(stopped.state).toBe("stopped");
    const resumed = await indexCorpus(corpus, "stopped", {settings});
    const whole = await indexCorpus(corpus, "whole", {settings});
    expect(resumed.clustering).toEqual(whole.clustering);
    expect(await readTable({index: "stopped"}, "corpus_clusters")).toEqual(
      await readTable({index: "whole"}, "corpus_clusters")
    );
  });

  it("can't be traced with rules of another version", async () => {
    await indexCorpus(writeCorpus(), "old", {settings});
    writeIndexManifest({...readIndexManifest("old")!, extractor: "local v1"});
    const opened = openTracing({index: "old", world: "", judge: null, recorder: null});
    await expect(opened).rejects.toThrow("the attributes of the index old are from local v1, but this is local v2");
  });

  it("is an attribute pool of all its sentences where it is small, each with its cluster", async () => {
    await indexCorpus(writeCorpus(), "pool", {settings});
    const pool = poolFromIndex("pool");
    expect(pool.rowStarts).toHaveLength(41);
    expect(pool.attributes.every((sentence) => sentence.startsWith("The query"))).toBe(true);
    const manifest = readIndexManifest("pool")!;
    expect(pool.attributes).toHaveLength(manifest.attributes.queries);
    expect(pool.clusters!.every((cluster) => cluster >= 0 && cluster < manifest.clusters)).toBe(true);
    const {rows, dimension} = indexVectors("pool", pool);
    expect(rows).toHaveLength(pool.attributes.length * dimension);
    for (let from = 0; from < rows.length; from += dimension)
      expect(Math.hypot(...rows.subarray(from, from + dimension))).toBeCloseTo(1, 5);
  });

  it("is a pool of its frequent sentences, and of clusters for the rare ones, where it is large", async () => {
    const word = (i: number, first: string) =>
      `${first}aron${[...String(i)].map((digit) => "aeioubcdfg"[+digit]).join("")}ith`;
    const rows = Array.from({length: 360}, (_, i) => ({
      prompt: `Does ${word(i, "b")} near ${word(i, "c")} near ${word(i, "d")} have a river?`,
      response: `Answer ${i}.`
    }));
    const path = join(indexFolder("x"), "..", "large.jsonl");
    mkdirSync(join(indexFolder("x"), ".."), {recursive: true});
    writeFileSync(path, lines(rows));
    await indexCorpus(path, "large", {settings: {...settings, clusters: 30}});
    const own = promptsOfIndex("large").attributes;
    const counts = countRows(own);
    const uses = new Map(own.attributes.map((sentence, id) => [sentence, counts[id]!]));
    expect(uses.size).toBeGreaterThan(smallPool);
    const frequent = own.attributes.filter((sentence) => uses.get(sentence)! >= promptsForVerdict);
    const pool = poolFromIndex("large");
    expect(pool.attributes).toEqual(expect.arrayContaining(frequent));
    expect(pool.attributes.length).toBeGreaterThan(frequent.length);
    expect(pool.attributes.length).toBeLessThanOrEqual(frequent.length + 30);
    const rare = own.attributes.find((sentence) => !pool.attributes.includes(sentence))!;
    expect(uses.get(rare)).toBeLessThan(promptsForVerdict);
    const stand = pool.standIn!(rare)!;
    expect(frequent).not.toContain(pool.attributes[stand]); // a frequent sentence stands for itself alone
    expect(frequent.every((sentence) => pool.standIn!(sentence) === undefined)).toBe(true);
    const {rows: vectors, dimension} = indexVectors("large", pool);
    expect(vectors).toHaveLength(pool.attributes.length * dimension);
  });

  it("imports an index of the released code", async () => {
    const made = await indexCorpus("", "theirs", {settings, from: writeForeign()});
    expect(made).toMatchObject({state: "finished", origin: "imported", pairs: 12, clusters: 3, summaries: "imported"});
    const index = await openIndex("theirs");
    expect(index.summary(0)).toBe("The query is brief.");
    expect(index.queryAttributes(3)).toMatchObject([
      {text: "The query is short.", cluster: 0},
      {text: "The query names 3.", cluster: 2}
    ]);
    expect([...index.pairClusters.pairs]).toEqual([12, 6, 6]);
    await index.close();
  });

  it.each([
    [{clusters: 2}, /names cluster 2; centroids.npy has 2/],
    [{dimension: 8}, /centroids have 8 dimensions, lab:embed gives 256/]
  ])("refuses files that do not fit: %j", async (change, expected) => {
    await expect(indexCorpus("", "bad", {settings, from: writeForeign(change)})).rejects.toThrow(expected);
  });

  it("throws a UserError for invalid input", async () => {
    await expect(indexCorpus("nowhere.jsonl", "none", {settings})).rejects.toThrow(/no such corpus/);
    await expect(indexCorpus(writeCorpus(), "bad name", {settings})).rejects.toThrow(/letters, digits/);
    await expect(openIndex("never")).rejects.toThrow(/no such index: never/);
  });
});
