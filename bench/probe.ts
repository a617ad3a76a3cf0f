import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {proveOnLab, type ConfirmProof} from "../loaders/study/testing/probe-proof.js";
import type {BenchResult} from "./result.js";
import {benchRobustness} from "./robustness.js";

const seeds = Array.from({length: 10}, (_, i) => 90_001 + i); // not used while it was built

/** Confirm and robustness against the lab's answer sheet, and a robustness step of the paper's size. */
export async function benchProbe(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), "surfturf-bench-"));
  const before = process.env.SURFTURF_DATA;
  process.env.SURFTURF_DATA = folder;
  try {
    const proofs: ConfirmProof[] = [];
    for (const seed of seeds) proofs.push(await proveOnLab(seed));
    const sum = (key: "confirmed" | "right" | "planted" | "found" | "unplanted") =>
      proofs.reduce((total, proof) => total + proof[key], 0);
    const [precision, recall] = [sum("right") / sum("confirmed"), sum("found") / sum("planted")];
    const robust = proofs.flatMap((proof) => proof.robust);
    const covered = robust.filter(({low, high, truth}) => low <= truth && truth <= high).length;
    const large = await benchRobustness(folder);
    return {
      name: "probe",
      rows: [
        [
          `confirmed flags that are planted (${sum("confirmed")} of 10 worlds)`,
          share(precision),
          "90%",
          precision >= 0.9
        ],
        [`planted flags that are confirmed (${sum("planted")})`, share(recall), "90%", recall >= 0.9],
        ["flags of nothing among those tried", String(sum("unplanted")), "", true],
        [
          `robustness intervals that hold the classifier's own rate (${robust.length})`,
          share(covered / robust.length),
          "90%",
          covered / robust.length >= 0.9
        ],
        ...large
      ]
    };
  } finally {
    if (before === undefined) delete process.env.SURFTURF_DATA;
    else process.env.SURFTURF_DATA = before;
    rmSync(folder, {recursive: true, force: true});
  }
}

const share = (value: number): string => `${(100 * value).toFixed(1)}%`;
