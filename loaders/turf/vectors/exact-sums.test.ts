import {describe, expect, it} from "vitest";
import {createRandom} from "../../util/random.js";
import {ExactSums} from "./exact-sums.js";

const dimension = 7;
const random = createRandom(3);
const rows = Float32Array.from({length: 5000 * dimension}, () => (random() * 2 - 1) * 10 ** (-6 * random()));

describe("ExactSums", () => {
  it("gives the same mean to the last bit however rows are divided and ordered", () => {
    const whole = ExactSums.of(dimension);
    whole.add(rows);
    const cuts = [0, 1, 17, 4096, 5000].map((row) => row * dimension);
    const parts = cuts.slice(1).map((end, i) => {
      const part = ExactSums.of(dimension);
      part.add(rows.subarray(cuts[i], end));
      return ExactSums.from(JSON.parse(JSON.stringify(part.record())) as ReturnType<ExactSums["record"]>);
    });
    const joined = ExactSums.of(dimension);
    for (const part of parts.toReversed()) joined.join(part);
    expect(joined.mean()).toEqual(whole.mean());
    expect(joined.record()).toEqual(whole.record());
  });

  it("gives the mean that plain sums give, to single precision", () => {
    const exact = ExactSums.of(dimension);
    exact.add(rows);
    const plain = new Float64Array(dimension);
    rows.forEach((value, i) => (plain[i % dimension]! += value / 5000));
    exact.mean().forEach((value, i) => expect(value).toBeCloseTo(plain[i]!, 8));
  });

  it("gives zeros where there is no row", () => {
    expect(ExactSums.of(3).mean()).toEqual(new Float32Array(3));
  });
});
