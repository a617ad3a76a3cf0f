import {describe, expect, it} from "vitest";
import {createRandom, integerBelow, normal} from "../../util/random.js";
import {codeQuery, codeRows, strideOf} from "./codes.js";
import {cosineAt, normAt} from "./cosine.js";
import {createScan, largestQueryValue, maxQueries, packQueries} from "./scan-kernel.js";

describe("codeRows(rows, dimension)", () => {
  it.each([1, 5, 32, 70])("bounds every cosine with a coded query, dimension %i", (dimension) => {
    const random = createRandom(dimension);
    const draw = (count: number) =>
      Float32Array.from({length: count * dimension}, () => normal(random) * 10 ** (6 * random() - 3));
    const [rows, query] = [draw(400), draw(1)];
    rows.fill(0, 0, dimension);
    const {codes, bounds} = codeRows(rows, dimension);
    const {values, factor, error} = codeQuery(query);
    const stride = strideOf(dimension);
    for (let row = 0; row < 400; row++) {
      let product = 0;
      for (let i = 0; i < dimension; i++) product += codes[row * stride + i]! * values[i]!;
      const approximate = product * factor * bounds[2 * row]!;
      const off = bounds[2 * row + 1]! * (1 + error) + error;
      const cosine = cosineAt(rows, row * dimension, Float64Array.from(query), normAt(query, 0, dimension));
      expect(Math.abs(cosine - approximate)).toBeLessThanOrEqual(off + 1e-10);
    }
  });
});

describe("createScan(memory, queries)", () => {
  it.each(Array.from({length: maxQueries}, (_, i) => i + 1))("gives whole products of %i queries", (queries) => {
    const [stride, rows] = [96, 9] as const;
    const random = createRandom(queries);
    const memory = new WebAssembly.Memory({initial: 1, maximum: 1, shared: true});
    const most = largestQueryValue(stride);
    const values = Array.from({length: queries}, (_, j) =>
      Int16Array.from({length: stride}, (_, i) => (j === 0 && i % 2 ? most : integerBelow(random, 2 * most + 1) - most))
    );
    const at = 2 * queries * stride;
    const codes = new Int8Array(memory.buffer, at, rows * stride);
    codes.forEach((_, i) => (codes[i] = i < stride ? (i % 2 ? -128 : 127) : integerBelow(random, 255) - 127));
    new Int16Array(memory.buffer, 0, queries * stride).set(packQueries(values, stride));
    const out = at + rows * stride;
    createScan(memory, queries)(at, rows, stride, 0, out);
    const products = new Int32Array(memory.buffer, out, rows * queries);
    for (let row = 0; row < rows; row++)
      values.forEach((query, j) => {
        const expected = query.reduce((sum, value, i) => sum + value * codes[row * stride + i]!, 0);
        expect(products[row * queries + j]).toBe(expected);
      });
  });
});
