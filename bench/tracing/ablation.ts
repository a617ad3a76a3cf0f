import {rmSync} from "node:fs";
import {join} from "node:path";
import {sumScores, type AblationScore} from "../../loaders/ablation/testing/ablation-score.js";
import {measureAblation} from "../../loaders/ablation/testing/measure-ablation.js";
import {measureMending, type MendingScore} from "../../loaders/ablation/testing/measure-mending.js";
import {inOwnData} from "../harness/own-data.js";
import type {BenchResult} from "../harness/result.js";

const examples = 1000; // added for each fault
const seeds = Array.from({length: 10}, (_, i) => 9001 + i);

/** Ablation in worlds whose causes are known: models trained again without the cause, and without innocent chunks. */
export const benchAblation = (): Promise<BenchResult> =>
  inOwnData(async (folder) => {
    const scores: AblationScore[] = [];
    const mending: MendingScore[] = [];
    for (const seed of seeds) {
      scores.push(await measureAblation(seed, {seeds: [1, 2], samples: 5, ordinary: 0}));
      process.stderr.write(`${progressOf(seed, scores.at(-1)!)}\n`);
      mending.push(await measureMending(seed, {count: examples, seeds: [1, 2], samples: 5, ordinary: 20}));
      for (const note of mending.at(-1)!.notes) process.stderr.write(`  added: ${note}\n`);
      rmSync(join(folder, "indexes"), {recursive: true, force: true});
    }
    const total = sumScores(scores);
    const {findings, removed, left, explained, caused, traced, controls, harmed, innocents, blamed} = total;
    const {mended, proposed, dropped, beyond, missed} = total;
    const added = (key: Exclude<keyof MendingScore, "notes">): number =>
      mending.reduce((sum, each) => sum + each[key], 0);
    const share = (part: number, all: number): string => `${((100 * part) / all).toFixed(1)}% of ${all}`;
    return {
      name: "Ablation where the cause is known: ten lab worlds with planted faults",
      rows: [
        [
          "planted failures below the bar of 10% without the planted chunk alone",
          share(removed, findings),
          ">= 95%",
          removed >= 0.95 * findings
        ],
        [
          "of those that stay above it, below it without the other chunks that teach what the rubric is about",
          share(explained, left),
          "",
          true
        ],
        // the floor is about all causal pairs: where another chunk teaches the same, those of both
        [
          "planted failures below the bar without the chunks that up to 4 rounds of traces name (`rounds`)",
          share(mended, findings),
          ">= 95%",
          mended >= 0.95 * findings
        ],
        ["verdict of what those rounds leave out: causes", share(proposed, findings), "", true],
        [
          "chunks that those rounds leave out, and that teach nothing of what the rubric is about",
          share(beyond, dropped),
          "<= 5%",
          beyond <= 0.05 * dropped
        ],
        ["findings whose rounds do not leave out the planted chunk", share(missed, findings), "", true],
        ["verdict of the planted chunk: causes", share(caused, findings), ">= 95%", caused >= 0.95 * findings],
        ["verdict of the chunk that the trace names first: causes", share(traced, findings), "", true],
        [
          "failures below the bar without as many pairs at random",
          share(harmed, controls),
          "<= 5%",
          harmed <= 0.05 * controls
        ],
        ["innocent chunks that are blamed", share(blamed, innocents), "<= 5%", blamed <= 0.05 * innocents],
        ["verdict of 1,000 added counter-examples: mends", share(added("verdicts"), added("findings")), "", true],
        ["verdict of these: mends in part", share(added("partly"), added("findings")), "", true],
        ["failures below the bar with these", share(added("mended"), added("findings")), "", true],
        [
          "failures below the bar with as many pairs of the corpus again",
          share(added("repeated"), added("findings")),
          "<= 5%",
          added("repeated") <= 0.05 * added("findings")
        ],
        [
          "measures of ordinary prompts that the counter-examples changed",
          share(added("changed"), added("measured")),
          "<= 5%",
          added("changed") <= 0.05 * added("measured")
        ]
      ]
    };
  });

const progressOf = (seed: number, {findings, removed, caused, blamed, innocents, notes}: AblationScore): string =>
  [
    `world ${seed}: ${removed} removed, ${caused} causes of ${findings}; ${blamed} of ${innocents} innocents blamed`,
    ...notes.map((note) => `  ${note}`)
  ].join("\n");
