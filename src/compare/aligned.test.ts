import {describe, expect, it} from "vitest";
import type {Cluster} from "../shared/statistics/clusters.js";
import {newcombe, pairedDifference} from "../shared/statistics/differences.js";
import {alignedRates} from "./aligned.js";
import type {Measured} from "./measured.js";

const measured = (clusters: Record<string, Cluster>, more: Partial<Measured> = {}): Measured => ({
  ...{key: "k", label: "probe, code", kind: "rate", source: "probe", unscored: 0},
  clusters: new Map(Object.entries(clusters)),
  ...more
});
const of = (sum: number, n = 10): Cluster => ({n, sum});
const only = (a: Measured, b: Measured) => alignedRates([a], [b]).rows[0]!;

describe("alignedRates(a, b)", () => {
  it("pairs prompts that both asked, and leaves the others out", () => {
    const a = measured({p: of(2), q: of(4), r: of(9)});
    const b = measured({q: of(6), p: of(5), s: of(0), t: of(0)});
    const row = only(a, b);
    expect(row.pairing).toBe("prompts");
    expect(row.difference).toEqual(
      pairedDifference(
        [
          [of(2), of(5)],
          [of(4), of(6)]
        ],
        "rate"
      )
    );
    expect(row.difference.difference).toBeCloseTo(0.25, 12);
    expect([row.a.value, row.b.value]).toEqual([0.30000000000000004, 0.55]);
    expect([row.a.leftOut, row.b.leftOut, row.a.n, row.b.prompts]).toEqual([1, 2, 20, 2]);
  });

  it("does not pair where both asked one prompt in common among others", () => {
    const row = only(measured({p: of(2), q: of(4)}), measured({p: of(5), s: of(1)}));
    expect(row.pairing).toBe("none");
    expect(row.difference.method).toBe("newcombe");
    expect([row.a.leftOut, row.a.prompts]).toEqual([0, 2]);
  });

  it("compares the samples of the only prompt of both", () => {
    const row = only(measured({p: of(2)}), measured({p: of(8)}));
    expect(row.pairing).toBe("one prompt");
    expect(row.difference).toEqual(newcombe(of(2), of(8)));
  });

  it("never pairs arms of searches", () => {
    const arm = {source: "search", key: "s"} as const;
    const row = only(measured({"": of(2)}, arm), measured({"": of(8)}, arm));
    expect(row.pairing).toBe("none");
    expect(row.difference).toEqual(newcombe(of(2), of(8)));
  });

  it("does not take many samples of one prompt for many independent ones", () => {
    const a = measured({p: of(100, 100), q: of(0, 100)});
    const b = measured({r: of(100, 100), s: of(0, 100)});
    const {low, high} = only(a, b).difference;
    expect(high! - low!).toBeGreaterThan(1); // two prompts a side prove next to nothing
  });

  it("compares means, and has no interval of a single prompt", () => {
    const mean = {kind: "mean"} as const;
    const row = only(
      measured({p: of(20), q: of(40), r: of(30)}, mean),
      measured({p: of(30), q: of(55), r: of(41)}, mean)
    );
    expect(row.difference.difference).toBeCloseTo(1.2, 12);
    expect(row.difference.low!).toBeLessThan(1.2);
    const one = only(measured({p: of(20)}, mean), measured({p: of(30)}, mean));
    expect([one.difference.difference, one.difference.low, one.a.low]).toEqual([1, null, null]);
  });

  it("shows prompts of searches only where at least two are on both sides", () => {
    const shared = {source: "shared", key: "x"} as const;
    expect(alignedRates([measured({p: of(1, 1)}, shared)], [measured({p: of(0, 1)}, shared)]).rows).toEqual([]);
    const row = only(measured({p: of(1, 1), q: of(0, 1)}, shared), measured({p: of(0, 1), q: of(0, 1)}, shared));
    expect([row.pairing, row.difference.difference]).toEqual(["prompts", -0.5]);
  });

  it("corrects p over all lines, and lists what one side alone measured", () => {
    const line = (key: string, sum: number) => measured({p: of(sum, 50)}, {key, label: key});
    const {rows, onlyA, onlyB} = alignedRates(
      [line("x", 10), line("y", 10), line("mine", 1)],
      [line("x", 40), line("y", 11), line("yours", 1)]
    );
    expect(rows.map(({q, difference: {p}}) => q! >= p!)).toEqual([true, true]);
    expect(rows[0]!.q).toBeCloseTo(rows[0]!.difference.p! * 2, 12);
    expect([onlyA, onlyB]).toEqual([["mine"], ["yours"]]);
  });

  it("has no difference where a side has no sample, and nothing of nothing", () => {
    const row = only(measured({}, {unscored: 3}), measured({p: of(3)}));
    expect([row.a.value, row.a.unscored, row.difference.difference, row.q]).toEqual([null, 3, null, null]);
    expect(alignedRates([], [])).toEqual({rows: [], onlyA: [], onlyB: []});
  });
});
