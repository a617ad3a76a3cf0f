import {describe, expect, it} from "vitest";
import {indexFrom} from "./array-index.js";

describe("indexFrom(variables)", () => {
  it("reads the number of a task from any scheduler's variable", () => {
    expect(indexFrom({SLURM_ARRAY_TASK_ID: "3"})).toBe(3);
    expect(indexFrom({JOB_COMPLETION_INDEX: "0"})).toBe(0);
    expect(indexFrom({SGE_TASK_ID: "undefined", PBS_ARRAY_INDEX: "12"})).toBe(12);
    expect(indexFrom({SURFTURF_UNIT: "1", SLURM_ARRAY_TASK_ID: "3"})).toBe(1);
  });

  it("adds the first number of the array", () => {
    expect(indexFrom({SLURM_ARRAY_TASK_ID: "3", SURFTURF_FIRST_UNIT: "1000"})).toBe(1003);
    expect(indexFrom({LSB_JOBINDEX: "1", SURFTURF_FIRST_UNIT: "-1"})).toBe(0);
  });

  it("says which variables it looks for where there is none", () => {
    expect(() => indexFrom({})).toThrow("expected an id, or its number in one of SURFTURF_UNIT, SLURM_ARRAY_TASK_ID");
    expect(() => indexFrom({SLURM_ARRAY_TASK_ID: "1", SURFTURF_FIRST_UNIT: "x"})).toThrow("bad SURFTURF_FIRST_UNIT: x");
  });
});
