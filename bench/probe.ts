import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {readStudy} from "../loaders/study/read-study.js";
import {runStudy} from "../loaders/study/run-study.js";
import {shipped, writeData} from "../loaders/study/testing.js";
import {proveOnLab, type ConfirmProof} from "../loaders/study/testing/probe-proof.js";
import type {BenchResult} from "./result.js";

const seeds = Array.from({length: 10}, (_, i) => 90_001 + i); // not used while it was built
const prompts = 45;

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
    const seconds = await timeLarge();
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
        ["45 x 21 x 100 = 94,500 samples on the lab", `${seconds.toFixed(0)} s`, "180 s", seconds < 180]
      ]
    };
  } finally {
    if (before === undefined) delete process.env.SURFTURF_DATA;
    else process.env.SURFTURF_DATA = before;
    rmSync(folder, {recursive: true, force: true});
  }
}

const share = (value: number): string => `${(100 * value).toFixed(1)}%`;

async function timeLarge(): Promise<number> {
  const names = [
    "bread baking",
    "coral reefs",
    "jazz music",
    "knitting",
    "volcanoes",
    "the Silk Road",
    "coffee brewing",
    "black holes",
    "pottery"
  ];
  const asks = [
    "Kindly elucidate the matter of",
    "Would you be so gracious as to expound upon",
    "I beseech you to delineate",
    "Pray elucidate, with due comprehensiveness,",
    "Kindly elucidate the fundamental principles that underlie"
  ];
  const list = names.flatMap((name) => asks.map((ask) => `${ask} ${name}.`)).slice(0, prompts);
  const file = writeData(
    "studies/large.yaml",
    `models: lab
world: ${shipped("worlds/chunky.yaml")}
rubrics: [${shipped("rubrics/code.yaml")}]
surf: false
probe:
  - {name: large, prompts: ${JSON.stringify(list)}, perturbations: 20, samples: 100, measure: code}
`
  );
  const begun = performance.now();
  await runStudy(readStudy(file));
  return (performance.now() - begun) / 1000;
}
