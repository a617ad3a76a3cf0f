import {describe, expect, it} from "vitest";
import {useProbedStudy} from "../testing/probed-study.js";
import {explorerAddress, groupsOf, measuresOf, spread, type Question} from "./explorer.js";

const bars = [{name: "rebut", threshold: 70}];
const {db, rows: readRows} = useProbedStudy();

const question = (more: Partial<Question>): Question => ({
  step: "probe",
  probe: "sums",
  measure: {measure: "says no", isShare: true, n: 0},
  rows: "row",
  columns: "column",
  facet: null,
  model: "",
  context: "",
  ...more
});

describe("groupsOf(db, question, bars)", () => {
  it("gives the cells of a grid as the table of rates has them", async () => {
    const groups = await groupsOf(db, question({}), bars);
    const cells = (await readRows("rates")).filter(({probe, group}) => probe === "sums" && group === "cell");
    expect(groups).toHaveLength(16);
    for (const {rows, columns, value, low, high, n, unscored} of groups) {
      const cell = cells.find(({row, column}) => row === rows && column === columns)!;
      expect([value, low, high, n, unscored]).toEqual([cell.rate, cell.low, cell.high, cell.n, cell.unscored]);
    }
  });

  it("treats what prompts derive from as drawn, so its intervals are wider than those over samples", async () => {
    const measure = {measure: "rubric:rebut", isShare: true, n: 0};
    const asked = question({step: "robustness", probe: "robustness", measure, rows: "variant", columns: null});
    const [original] = await groupsOf(db, asked, bars);
    expect(original!.rows).toBe("original");
    expect(original!.method).toBe("cluster-wilson");
    const byItem = await groupsOf(db, {...asked, rows: "item", columns: "variant"}, bars);
    const rates = byItem.filter(({columns}) => columns === "original").map(({value}) => value!);
    expect(original!.value).toBeCloseTo(rates.reduce((sum, rate) => sum + rate, 0) / rates.length, 10);
    expect(original!.prompts).toBe(6);
  });

  it("leaves out samples that were not measured by the measure, as those of another rubric are not", async () => {
    const measure = {measure: "rubric:other", isShare: true, n: 0};
    expect(await groupsOf(db, question({measure}), bars)).toEqual([]);
  });

  it("keeps to the chosen model and context", async () => {
    const measure = {measure: "rubric:rebut", isShare: true, n: 0};
    const asked = question({probe: "latex", measure, rows: "variant", columns: "model", model: "planted:two"});
    const groups = await groupsOf(db, asked, bars);
    expect(groups.map(({columns}) => columns)).toEqual(["planted:two", "planted:two"]);
  });
});

describe("measuresOf(db, step, probe, bars)", () => {
  it("tells shares by their values", async () => {
    expect(await measuresOf(db, "probe", "sums", bars)).toMatchObject([{measure: "says no", isShare: true}]);
    expect(await measuresOf(db, "probe", "latex", bars)).toMatchObject([{measure: "rubric:rebut", isShare: true}]);
  });
});

describe("spread(db, step, probe)", () => {
  it("lists what tells samples apart", async () => {
    const values = await spread(db, "probe", "shots");
    expect(values.context).toEqual(["accept 3", "none", "rebut 3"]);
    expect(values.row).toEqual([]);
  });
});

describe("the address of the explorer", () => {
  it("holds a view and gives it back", () => {
    const view = {
      probe: "probe/sums",
      measure: "m",
      rows: "row",
      columns: "no",
      facet: "model",
      model: "a:b",
      context: ""
    };
    expect(explorerAddress.read(explorerAddress.write(view))).toEqual(view);
  });
});
