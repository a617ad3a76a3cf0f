import {afterEach, describe, expect, it, vi} from "vitest";
import {partitionsOf, readLimits} from "./node-limits.js";

afterEach(() => vi.unstubAllEnvs());

const out = `main*|8000|infinite
main*|16000|infinite
short|8000|30:00
short|64000|30:00
long|8000|7-00:00:00
day|8000|1:30:00
odd|n/a|n/a
`;

describe("the limits of nodes", () => {
  it("are those of the largest node in the partitions that jobs go to", () => {
    expect(readLimits(out, null)).toEqual({memoryInMb: 16_000, minutes: null});
    expect(readLimits(out, ["short"])).toEqual({memoryInMb: 64_000, minutes: 30});
    expect(readLimits(out, ["long", "day"])).toEqual({memoryInMb: 8000, minutes: 7 * 24 * 60});
    expect(readLimits(out, ["day"])).toEqual({memoryInMb: 8000, minutes: 90});
    expect(readLimits(out, ["main", "short"])).toEqual({memoryInMb: 64_000, minutes: null});
  });

  it("are not known where Slurm does not say them", () => {
    const none = {memoryInMb: null, minutes: null};
    for (const [text, names] of [
      ["", null],
      [out, ["other"]],
      [out, ["odd"]]
    ] as const)
      expect(readLimits(text, names)).toEqual(none);
  });

  it("are of the partition that sbatch takes", () => {
    vi.stubEnv("SBATCH_PARTITION", "env");
    expect(partitionsOf({partition: null, sbatch: []})).toEqual(["env"]);
    expect(partitionsOf({partition: "a,b", sbatch: []})).toEqual(["a", "b"]);
    expect(partitionsOf({partition: "a", sbatch: ["--partition=c", "--qos=low"]})).toEqual(["c"]);
    vi.stubEnv("SBATCH_PARTITION", "");
    expect(partitionsOf({partition: null, sbatch: []})).toBeNull();
  });
});
