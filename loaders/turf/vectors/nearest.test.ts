import {mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, describe, expect, it} from "vitest";
import {createRandom, integerBelow, normal} from "../../util/random.js";
import {openNearest, type Neighbours} from "./nearest.js";
import {codesPath, openVectors, VectorWriter} from "./vector-file.js";

const folder = mkdtempSync(join(tmpdir(), "surfturf-nearest-"));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

type Rows = number[][];
let files = 0;

function write(rows: Rows, dimension: number): string {
  const path = join(folder, `v${files++}`);
  const writer = new VectorWriter(path, dimension, {coded: true});
  for (let from = 0; from < rows.length; from += 1000) writer.append(flat(rows.slice(from, from + 1000)));
  writer.finish().close();
  return path;
}

const flat = (rows: Rows): Float32Array => Float32Array.from(rows.flat());

/** Every cosine in doubles, the plainest way there is. */
function bruteForce(rows: Rows, query: number[], k: number): {ids: number[]; scores: number[]} {
  const cosine = (row: number[]): number => {
    let [dot, a, b] = [0, 0, 0] as [number, number, number];
    row.forEach((value, i) => {
      dot += Math.fround(value) * Math.fround(query[i]!);
      a += Math.fround(value) ** 2;
      b += Math.fround(query[i]!) ** 2;
    });
    return a === 0 || b === 0 ? 0 : dot / Math.sqrt(a) / Math.sqrt(b);
  };
  const scores = rows.map(cosine);
  const ids = rows.map((_, i) => i).sort((i, j) => scores[j]! - scores[i]! || i - j);
  return {ids: ids.slice(0, k), scores: ids.slice(0, k).map((id) => scores[id]!)};
}

async function search(rows: Rows, queries: Rows, k: number, options: {threads?: number; ties?: boolean} = {}) {
  const nearest = await openNearest(write(rows, rows[0]!.length), options);
  try {
    return await nearest.top(flat(queries), k, options);
  } finally {
    await nearest.close();
  }
}

/** The same scores place by place, and each id has the score it stands for, whatever the order among equals. */
function expectSame({ids, scores}: Neighbours, rows: Rows, query: number[], k: number): void {
  const expected = bruteForce(rows, query, k);
  expect(ids.length).toBe(expected.ids.length);
  expect(new Set(ids).size).toBe(ids.length);
  const all = bruteForce(rows, query, rows.length);
  const scoreOf = new Map(all.ids.map((id, i) => [id, all.scores[i]!]));
  ids.forEach((id, i) => {
    expect(Math.abs(scores[i]! - expected.scores[i]!)).toBeLessThan(1e-7);
    expect(Math.abs(scoreOf.get(id)! - expected.scores[i]!)).toBeLessThan(1e-14);
  });
}

const gauss = (random: () => number, dimension: number, size = 1): number[] =>
  Array.from({length: dimension}, () => normal(random) * size);

describe("openNearest(path).top(queries, k)", () => {
  for (const dimension of [1, 3, 31, 32, 33, 100])
    it(`equals brute force in doubles on random data of dimension ${dimension}`, async () => {
      const random = createRandom(dimension);
      const rows = Array.from({length: 3000}, () => gauss(random, dimension));
      const queries = Array.from({length: 5}, () => gauss(random, dimension));
      const found = await search(rows, queries, 50);
      found.forEach((one, i) => expectSame(one, rows, queries[i]!, 50));
      if (dimension > 1) expect([...found[0]!.ids]).toEqual(bruteForce(rows, queries[0]!, 50).ids);
    });

  it("equals brute force in threads", async () => {
    const random = createRandom(7);
    const draw = (count: number) => Array.from({length: count}, () => Array.from({length: 1024}, () => random() - 0.5));
    const [rows, queries] = [draw(8300), draw(2)];
    const found = await search(rows, queries, 500, {threads: 2});
    found.forEach((one, i) => expect([...one.ids]).toEqual(bruteForce(rows, queries[i]!, 500).ids));
  }, 180_000);

  it("finds the same, to the last bit, where codes are streamed from disk", async () => {
    const random = createRandom(21);
    const centres = Array.from({length: 40}, () => gauss(random, 33));
    const rows = Array.from({length: 20_000}, (_, i) => centres[i % 40]!.map((value) => value + 0.3 * normal(random)));
    const path = write([...rows, ...rows.slice(0, 50)], 33);
    const queries = flat([...rows.slice(0, 9), new Array<number>(33).fill(0), gauss(random, 33)]);
    const [held, streamed] = [await openNearest(path), await openNearest(path, {memory: 100_000, threads: 3})];
    try {
      for (const [k, ties] of [
        [1, true],
        [300, false],
        [25_000, false]
      ] as const)
        expect(await streamed.top(queries, k, {ties})).toEqual(await held.top(queries, k, {ties}));
      const many = flat(rows.slice(100, 230));
      expect(await streamed.top(many, 5)).toEqual(await held.top(many, 5));
    } finally {
      await Promise.all([held.close(), streamed.close()]);
    }
  }, 60_000);

  it("says so where streamed codes are cut short, when they are opened and while they are searched", async () => {
    const random = createRandom(22);
    const rows = Array.from({length: 9000}, () => gauss(random, 33));
    const path = write(rows, 33);
    const nearest = await openNearest(path, {memory: 0, threads: 2});
    const whole = readFileSync(codesPath(path));
    truncateSync(codesPath(path), whole.length - 10);
    await expect(openNearest(path, {memory: 0})).rejects.toThrow("cut short");
    await expect(nearest.top(flat([rows[3]!]), 2)).rejects.toThrow("cut short");
    writeFileSync(codesPath(path), whole);
    expect((await nearest.top(flat([rows[3]!]), 2))[0]!.ids[0]).toBe(3);
    await nearest.close();
  }, 60_000);

  it("searches again after rows could not be read, and ends only when its searches are done", async () => {
    const random = createRandom(13);
    const rows = Array.from({length: 8300}, () => gauss(random, 1024));
    const path = write(rows, 1024);
    const whole = readFileSync(path);
    const nearest = await openNearest(path, {threads: 2});
    const query = gauss(random, 1024);
    truncateSync(path, 4000);
    const [broken, other] = [nearest.top(flat([query]), 50), nearest.top(flat([query]), 50)];
    await expect(broken).rejects.toThrow("cut short");
    await expect(other).rejects.toThrow("cut short");
    writeFileSync(path, whole);
    const found = nearest.top(flat([query]), 50);
    await nearest.close();
    expect([...(await found)[0]!.ids]).toEqual(bruteForce(rows, query, 50).ids);
  }, 60_000);

  it("equals brute force where the codes of different rows are the same", async () => {
    const random = createRandom(8);
    const centre = gauss(random, 64);
    const rows = Array.from({length: 5000}, () => centre.map((value) => value + normal(random) * 1e-4));
    const queries = [centre, rows[17]!, gauss(random, 64)];
    const found = await search(rows, queries, 100);
    found.forEach((one, i) => expect([...one.ids]).toEqual(bruteForce(rows, queries[i]!, 100).ids));
  });

  it("equals brute force where one value of a row hides the others from its codes", async () => {
    const random = createRandom(9);
    const rows = Array.from({length: 4000}, () => [1000 * (random() < 0.5 ? 1 : -1), ...gauss(random, 40)]);
    const query = [0, ...gauss(random, 40)];
    const [found] = await search(rows, [query], 64);
    expect([...found!.ids]).toEqual(bruteForce(rows, query, 64).ids);
  });

  it("equals brute force for rows in rising order of cosine, the worst for pruning", async () => {
    const rows = Array.from({length: 9000}, (_, i) => [i, 9000 - i, ...new Array<number>(30).fill(0)]);
    const query = [1, ...new Array<number>(31).fill(0)];
    const [found] = await search(rows, [query], 10);
    expect([...found!.ids]).toEqual(bruteForce(rows, query, 10).ids);
  });

  it("equals brute force for norms from 1e-40 to 1e37", async () => {
    const random = createRandom(10);
    const rows = Array.from({length: 2000}, () => gauss(random, 48, 10 ** (random() * 77 - 40)));
    const queries = [gauss(random, 48, 1e-38), gauss(random, 48, 1e37), gauss(random, 48)];
    const found = await search(rows, queries, 30);
    found.forEach((one, i) => expectSame(one, rows, queries[i]!, 30));
  });

  it("gives duplicates equal scores, the lower number first, wherever they stand", async () => {
    const random = createRandom(11);
    const kinds = Array.from({length: 20}, () => gauss(random, 70));
    const rows = Array.from({length: 6000}, () => kinds[integerBelow(random, 20)]!);
    const query = gauss(random, 70);
    const [found] = await search(rows, [query], 700);
    const scores = new Map<number[], number>();
    found!.ids.forEach((id, i) => {
      const kind = rows[id]!;
      expect(scores.get(kind) ?? found!.scores[i]).toBe(found!.scores[i]);
      scores.set(kind, found!.scores[i]!);
      if (i > 0 && rows[found!.ids[i - 1]!] === kind) expect(id).toBeGreaterThan(found!.ids[i - 1]!);
    });
    expectSame(found!, rows, query, 700);
  });

  it("gives every row that ties with the k-th where asked", async () => {
    const rows = Array.from({length: 500}, (_, i) => (i % 5 === 0 ? [1, 2, 3] : [3, -1, i]));
    const [found] = await search(rows, [[1, 2, 3]], 7, {ties: true});
    expect([...found!.ids]).toEqual(Array.from({length: 100}, (_, i) => 5 * i));
  });

  it("gives zero rows and zero queries the cosine 0", async () => {
    const rows = [
      [0, 0],
      [1, 0],
      [-1, 0],
      [0, 0],
      [0, 1]
    ];
    const [one, zero] = await search(
      rows,
      [
        [1, 0],
        [0, 0]
      ],
      5
    );
    expect([...one!.ids]).toEqual([1, 0, 3, 4, 2]);
    expect([...one!.scores]).toEqual([1, 0, 0, 0, -1]);
    expect([...zero!.ids]).toEqual([0, 1, 2, 3, 4]);
    expect([...zero!.scores]).toEqual([0, 0, 0, 0, 0]);
  });

  it("gives all rows where k is larger than their number", async () => {
    const rows = [
      [1, 0],
      [0, 1]
    ];
    const [found] = await search(rows, [[0, 1]], 10);
    expect([...found!.ids]).toEqual([1, 0]);
  });

  it("serves searches that overlap, and batches larger than one pass", async () => {
    const random = createRandom(12);
    const rows = Array.from({length: 1500}, () => gauss(random, 20));
    const queries = Array.from({length: 70}, () => gauss(random, 20));
    const nearest = await openNearest(write(rows, 20));
    const [all, one] = await Promise.all([nearest.top(flat(queries), 9), nearest.top(flat(queries.slice(3, 4)), 9)]);
    await nearest.close();
    all.forEach((found, i) => expect([...found.ids]).toEqual(bruteForce(rows, queries[i]!, 9).ids));
    expect(one[0]).toEqual(all[3]);
  });

  it("refuses NaN in a query, another dimension, and a file that is not there", async () => {
    const nearest = await openNearest(write([[1, 2]], 2));
    await expect(nearest.top(Float32Array.of(1, NaN), 1)).rejects.toThrow("query vector 0 holds NaN");
    await expect(nearest.top(Float32Array.of(1, 2, 3), 1)).rejects.toThrow("expected vectors of 2");
    await nearest.close();
    await expect(openNearest(join(folder, "none"))).rejects.toThrow("no vectors");
  });
});

describe("VectorWriter", () => {
  it("refuses a row that is not finite and leaves no file to open", () => {
    const path = join(folder, "bad");
    const writer = new VectorWriter(path, 2, {coded: true});
    writer.append(Float32Array.of(1, 2));
    expect(() => writer.append(Float32Array.of(1, 2, 3, Infinity))).toThrow("vector 2 holds Infinity");
    writer.close();
    expect(() => openVectors(path)).toThrow("not written to the end");
  });

  it("reads back what was written, by row and by block", () => {
    const path = write(
      [
        [1, 2],
        [3, 4],
        [5, 6]
      ],
      2
    );
    const vectors = openVectors(path);
    expect([...vectors.row(1)]).toEqual([3, 4]);
    expect([...vectors.read(1, 3)]).toEqual([3, 4, 5, 6]);
    vectors.close();
  });
});
