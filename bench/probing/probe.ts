import {proveOnLab, type ConfirmProof} from "../../loaders/study/testing/probe-proof.js";
import {inOwnData} from "../harness/own-data.js";
import type {BenchResult} from "../harness/result.js";

const seeds = Array.from({length: 10}, (_, i) => 90_001 + i); // not used while it was built

/** Confirm and robustness against the lab's answer sheet. */
export const benchProbe = (): Promise<BenchResult> =>
  inOwnData(async () => {
    const proofs: ConfirmProof[] = [];
    for (const seed of seeds) {
      proofs.push(await proveOnLab(seed));
      const {found, planted, right, confirmed} = proofs.at(-1)!;
      process.stderr.write(`world ${seed}: ${found} of ${planted} found, ${right} of ${confirmed} right\n`);
    }
    return summaryOf(proofs);
  });

function summaryOf(proofs: readonly ConfirmProof[]): BenchResult {
  const sum = (key: "confirmed" | "right" | "planted" | "found" | "unplanted") =>
    proofs.reduce((total, proof) => total + proof[key], 0);
  const [precision, recall] = [sum("right") / sum("confirmed"), sum("found") / sum("planted")];
  const robust = proofs.flatMap((proof) => proof.robust);
  const covered = robust.filter(({low, high, truth}) => low <= truth && truth <= high).length / robust.length;
  return {
    name: `Probes against the lab's answer sheet, ${proofs.length} worlds`,
    rows: [
      [`confirmed flags that are planted (${sum("confirmed")})`, share(precision), "90%", precision >= 0.9],
      [`planted flags that are confirmed (${sum("planted")})`, share(recall), "90%", recall >= 0.9],
      ["flags of nothing planted among those tried", String(sum("unplanted")), "", true],
      [
        `robustness intervals that contain the classifier's own rate (${robust.length})`,
        share(covered),
        "90%",
        covered >= 0.9
      ]
    ]
  };
}

const share = (value: number): string => `${(100 * value).toFixed(1)}%`;
