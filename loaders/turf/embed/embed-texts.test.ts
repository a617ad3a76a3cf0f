import {appendFileSync, existsSync, mkdtempSync, readdirSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, describe, expect, it} from "vitest";
import {createRandom, normal, seedOf} from "../../util/random.js";
import {openVectors} from "../vectors/vector-file.js";
import {embedQueries, embedTexts} from "./embed-texts.js";
import type {TextEmbedder} from "./embedder.js";
import {EmbeddingCache} from "./embedding-cache.js";
import {centreRows, cutRows, prepareText} from "./preparation.js";
import {fromRecord, toRecord} from "./record.js";

const folder = mkdtempSync(join(tmpdir(), "surfturf-embed-"));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const dimension = 6;
const vectorOf = (text: string): number[] => {
  const random = createRandom(seedOf(text));
  return Array.from({length: dimension}, () => 3 + normal(random));
};

/** Remembers what it was asked. */
function spy(): TextEmbedder & {asked: string[]} {
  const asked: string[] = [];
  return {
    asked,
    name: "spy",
    free: true,
    dimension,
    async embed(texts, {signal} = {}) {
      signal?.throwIfAborted();
      asked.push(...texts);
      return Float32Array.from(texts.flatMap(vectorOf));
    },
    close: async () => undefined
  };
}

const cache = (): string => mkdtempSync(join(folder, "cache-"));
const lengths = (rows: Float32Array, size: number) =>
  Array.from({length: rows.length / size}, (_, i) => Math.hypot(...rows.subarray(i * size, (i + 1) * size)));

describe("prepareText(text, preparation)", () => {
  it.each([
    ["The query asks for code.", "asks for code."],
    ["the response, in short, refuses", "in short, refuses"],
    ["Querying is hard", "Querying is hard"],
    ["The query", "The query"],
    ["The queryable table", "The queryable table"],
    ["  The  query   is long ", "is long"]
  ])("%j is embedded as %j", (text, expected) => {
    expect(prepareText(text, {stripHead: true})).toBe(expected);
  });

  it("leaves the head where asked", () => {
    expect(prepareText("The query asks", {stripHead: false})).toBe("The query asks");
  });
});

describe("embedTexts(embedder, texts, path, options)", () => {
  it("embeds each distinct text once, whatever its head, and writes a row a text", async () => {
    const embedder = spy();
    const texts = ["The query asks", "The response asks", "is long", "The query is long", "asks"];
    const {vectors} = await embedTexts(embedder, texts, join(folder, "once"), {cache: cache()});
    expect(embedder.asked).toEqual(["asks", "is long"]);
    const rows = vectors.read(0, 5);
    expect([...rows.subarray(0, 6)]).toEqual([...rows.subarray(24, 30)]);
    expect([...rows.subarray(12, 18)]).toEqual([...rows.subarray(18, 24)]);
    vectors.close();
  });

  it("centres by the mean, which it gives to prepare queries alike", async () => {
    const texts = Array.from({length: 40}, (_, i) => `The query has ${i}`);
    const {vectors, preparation} = await embedTexts(spy(), texts, join(folder, "mean"), {cache: cache()});
    const rows = vectors.read(0, 40);
    lengths(rows, dimension).forEach((length) => expect(length).toBeCloseTo(1, 6));
    const unit = cutRows(
      Float32Array.from(texts.flatMap((text) => vectorOf(prepareText(text, {stripHead: true})))),
      dimension,
      null
    );
    const mean = Array.from(
      {length: dimension},
      (_, i) => unit.filter((_, j) => j % dimension === i).reduce((a, b) => a + b, 0) / 40
    );
    mean.forEach((value, i) => expect(preparation.centre![i]).toBeCloseTo(value, 6));
    const recorded = fromRecord(JSON.parse(JSON.stringify(toRecord(preparation))) as ReturnType<typeof toRecord>);
    const queries = await embedQueries(spy(), ["The response has 3"], recorded, {cache: null});
    expect([...queries]).toEqual([...vectors.row(3)]);
    vectors.close();
  });

  it("cuts to fewer dimensions and brings them to length 1", async () => {
    const {vectors, preparation} = await embedTexts(spy(), ["a", "b", "c"], join(folder, "cut"), {
      dimensions: 2,
      cache: null
    });
    expect(vectors.dimension).toBe(2);
    expect(preparation).toMatchObject({dimensions: 2, stripHead: true});
    lengths(vectors.read(0, 3), 2).forEach((length) => expect(length).toBeCloseTo(1, 6));
    vectors.close();
  });

  it("asks nothing again in another index, nor after it was stopped", async () => {
    const place = cache();
    const texts = Array.from({length: 5000}, (_, i) => `text ${i}`);
    const stop = new AbortController();
    const first = spy();
    const path = join(folder, "stopped");
    const onProgress = ({done}: {done: number}) => done > 2000 && stop.abort(new Error("enough"));
    await expect(embedTexts(first, texts, path, {cache: place, signal: stop.signal, onProgress})).rejects.toThrow(
      "enough"
    );
    expect(() => openVectors(path)).toThrow("not written to the end");
    expect(readdirSync(folder).filter((name) => name.startsWith("stopped.raw"))).toEqual([]);
    const second = spy();
    const known: number[] = [];
    const {vectors} = await embedTexts(second, texts, path, {
      cache: place,
      onProgress: ({embedded}) => known.push(embedded)
    });
    vectors.close();
    expect(first.asked.length + second.asked.length).toBe(5000);
    expect(first.asked.length).toBeGreaterThan(0);
    expect(known.at(-1)).toBe(second.asked.length);
    const third = spy();
    (await embedTexts(third, texts.slice(7, 90), join(folder, "other"), {cache: place})).vectors.close();
    expect(third.asked).toEqual([]);
  });

  it("refuses vectors that are no numbers, and does not keep them", async () => {
    const place = cache();
    const broken = {
      ...spy(),
      embed: async (texts: readonly string[]) => new Float32Array(texts.length * dimension).fill(NaN)
    };
    await expect(embedTexts(broken, ["a"], join(folder, "nan"), {cache: place})).rejects.toThrow(
      'spy gave NaN for "a"'
    );
    const {vectors} = await embedTexts(spy(), ["a"], join(folder, "nan"), {cache: place});
    vectors.close();
  });

  it.each([
    ["all", () => 0],
    ["one", (i: number) => (i === 1 ? 0 : 1)]
  ])("refuses zeros for %s of the texts by name, and does not keep them", async (_, value) => {
    const place = cache();
    const broken = {
      ...spy(),
      embed: async (texts: readonly string[]) =>
        Float32Array.from({length: texts.length * dimension}, (_, i) => value(Math.floor(i / dimension)))
    };
    const texts = ["first text", "second text", "third text"];
    await expect(embedTexts(broken, texts, join(folder, "zeros"), {cache: place})).rejects.toThrow(
      /spy gave nothing but zeros for "(first|second) text": it does not embed/
    );
    const whole = spy();
    (await embedTexts(whole, texts, join(folder, "zeros"), {cache: place})).vectors.close();
    expect(whole.asked).toHaveLength(3);
  });

  it("takes no texts, one text, and zero vectors", async () => {
    const none = await embedTexts(spy(), [], join(folder, "none"), {cache: null});
    expect(none.vectors.count).toBe(0);
    const one = await embedTexts(spy(), ["a"], join(folder, "one"), {cache: null});
    expect([...one.vectors.row(0)]).toEqual(new Array<number>(dimension).fill(0)); // it is its own mean
    const zeros = {...spy(), embed: async (texts: readonly string[]) => new Float32Array(texts.length * dimension)};
    const zero = await embedTexts(zeros, ["", "?!"], join(folder, "zero"), {cache: null}); // texts without a word
    expect([...zero.vectors.read(0, 2)]).toEqual(new Array<number>(2 * dimension).fill(0));
    for (const {vectors} of [none, one, zero]) vectors.close();
  });
});

describe("centreRows(rows, centre)", () => {
  it("leaves a row that is the centre at zero", () => {
    expect([...centreRows(Float32Array.of(1, 0, 0, 1), Float32Array.of(1, 0))]).toEqual([
      0,
      0,
      -Math.fround(Math.SQRT1_2),
      Math.fround(Math.SQRT1_2)
    ]);
  });
});

describe("EmbeddingCache", () => {
  const row = (value: number): Float32Array => Float32Array.of(value, value, value);

  it("finds thousands of texts again", async () => {
    const place = cache();
    const texts = Array.from({length: 3000}, (_, i) => `t${i}`);
    const first = await EmbeddingCache.open("m", 3, place);
    first.add(texts, Float32Array.from(texts.flatMap((_, i) => [i, i, i])));
    await first.close();
    const second = await EmbeddingCache.open("m", 3, place);
    texts.forEach((text, i) => expect([...second.find(text)!]).toEqual([i, i, i]));
    expect(second.find("other")).toBeUndefined();
    await second.close();
    const other = await EmbeddingCache.open("another model", 3, place);
    expect(other.find("t1")).toBeUndefined();
    await other.close();
  });

  it("cuts off what a killed writer left", async () => {
    const place = cache();
    const first = await EmbeddingCache.open("m", 3, place);
    first.add(["a"], row(1));
    await first.close();
    const [name] = readdirSync(place);
    appendFileSync(join(place, name!, "rows"), Buffer.alloc(17));
    appendFileSync(join(place, name!, "keys"), Buffer.alloc(5));
    const second = await EmbeddingCache.open("m", 3, place);
    second.add(["b"], row(2));
    await second.close();
    const third = await EmbeddingCache.open("m", 3, place);
    expect([third.find("a"), third.find("b")].map((found) => found![0])).toEqual([1, 2]);
    await third.close();
  });

  it("lets one process write and others read", async () => {
    const place = cache();
    const writer = await EmbeddingCache.open("m", 3, place);
    writer.add(["a"], row(1));
    const reader = await EmbeddingCache.open("m", 3, place);
    reader.add(["b"], row(2));
    expect(reader.find("a")![0]).toBe(1);
    expect(reader.find("b")).toBeUndefined();
    await reader.close();
    writer.add(["c"], row(3));
    await writer.close();
    expect(existsSync(place)).toBe(true);
    const later = await EmbeddingCache.open("m", 3, place);
    expect(later.find("c")![0]).toBe(3);
    await later.close();
  });
});
