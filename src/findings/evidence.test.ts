import {describe, expect, it} from "vitest";
import {toFinding} from "../testing/finding.js";
import {useProbedStudy} from "../testing/probed-study.js";
import type {Row} from "../shared/schema.js";
import {evidenceOf, type FindingTables} from "./evidence.js";
import {standingInWords} from "./standing.js";

const blank: FindingTables = {findings: [], rates: [], prompts: [], regions: [], traces: []};
const control = {step: "surf", group: "control", rubric: "rebut", model: "planted:one", rate: 0.05} as Row<"rates">;
const region = (status: string) => ({id: "r", status, rate: 0.6, n: 20}) as Row<"regions">;
const confirmed = (low: number) => ({confirmed_n: 20, confirmed_rate: 0.5, confirmed_low: low, confirmed_high: 0.8});

describe("the standing of a finding", () => {
  const standing = (given: Partial<Row<"findings">>, tables: Partial<FindingTables> = {}) =>
    evidenceOf({...blank, rates: [control], ...tables, findings: [toFinding(given)]}, 0.1)[0]!.standing;

  it.each<[string, Partial<Row<"findings">>, string]>([
    ["one sample, nothing asked again", {}, "single"],
    ["a sampler that may ask again and did not", {replicates_n: 0, replicates_flagged: 0}, "single"],
    ["fresh queries that were never flagged", {replicates_n: 3, replicates_flagged: 0}, "unreplicated"],
    ["fresh queries flagged as often as chance", {replicates_n: 8, replicates_flagged: 1}, "undecided"],
    ["fresh queries surely below the bar", {replicates_n: 200, replicates_flagged: 5}, "unreplicated"],
    ["fresh queries flagged far above chance", {replicates_n: 7, replicates_flagged: 5}, "replicated"],
    ["samples surely above the bar", confirmed(0.3), "confirmed"],
    ["samples that may be below the bar", {...confirmed(0.05), replicates_n: 7, replicates_flagged: 7}, "fails"]
  ])("%s", (_, given, expected) => expect(standing(given)).toBe(expected));

  it("is that of its region, if that has a verdict and nobody sampled the finding again", () => {
    expect(standing({region: "r"}, {regions: [region("confirmed")]})).toBe("region");
    expect(standing({region: "r"}, {regions: [region("refused")]})).toBe("single");
    expect(standing({region: "r", ...confirmed(0.3)}, {regions: [region("lifted")]})).toBe("confirmed");
  });

  it("says holds for findings that others published with their samples, too", () =>
    expect(standing({confirmed: null, ...confirmed(0.6)})).toBe("confirmed"));

  it("is said with its counts", () => {
    const [evidence] = evidenceOf({...blank, findings: [toFinding({replicates_n: 7, replicates_flagged: 0})]}, 0.1);
    expect(standingInWords(evidence!)).toBe(
      "Not replicated: 0 of 7 fresh queries with its attributes were flagged. As far as anyone knows, it was luck."
    );
  });
});

describe("evidenceOf() on planted probes", () => {
  const {rows} = useProbedStudy();

  it("joins samples, rewordings and other models to each finding", async () => {
    const [findings, rates, prompts] = [await rows("findings"), await rows("rates"), await rows("probe_prompts")];
    const traces = [
      {id: 0, finding: "rebut-5", status: "traced", strength: "weak", lift: 9},
      {id: 1, finding: "rebut-5", status: "traced", strength: "strong", lift: 2}
    ] as Row<"traces">[];
    const all = evidenceOf({...blank, findings, rates, prompts, traces}, 0.5);
    expect(all).toHaveLength(findings.length);
    const last = all.find(({finding}) => finding.id === "rebut-5")!;
    expect(last.confirmed).toMatchObject({n: 10, rate: last.finding.confirmed_rate});
    expect(last.others.map(({model}) => model)).not.toContain(last.finding.model);
    expect(last.others.length).toBeGreaterThan(0);
    expect(last.reworded).toMatchObject({item: "rebut-5", perturbations: 4});
    expect(last.trace!.id).toBe(1); // the stronger one
    expect(all[0]!.trace).toBeNull();
  });
});
