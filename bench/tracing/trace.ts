import {rmSync} from "node:fs";
import {join} from "node:path";
import {measureWorld, sumScores, type WorldScore} from "../../loaders/tracing/testing/trace-worlds.js";
import {inOwnData} from "../harness/own-data.js";
import type {BenchResult} from "../harness/result.js";

const seeds = Array.from({length: 10}, (_, i) => 9001 + i);

/** Tracing in worlds whose causes are known: ten with planted faults, ten with nothing planted. */
export const benchTrace = (): Promise<BenchResult> =>
  inOwnData(async (folder) => {
    const planted: WorldScore[] = [];
    const empty: WorldScore[] = [];
    for (const seed of seeds) {
      planted.push(await measureWorld(seed, {planted: true, failures: 6}));
      empty.push(await measureWorld(seed, {planted: false, failures: 30}));
      process.stderr.write(`${progressOf(seed, planted.at(-1)!, empty.at(-1)!)}\n`);
      rmSync(join(folder, "indexes"), {recursive: true, force: true});
    }
    const [with_, without] = [sumScores(planted), sumScores(empty)];
    const share = (part: number, all: number): string => `${((100 * part) / all).toFixed(1)}% of ${all}`;
    return {
      name: "Tracing where the cause is known: ten lab worlds with planted faults, ten with none",
      rows: [
        [
          "planted trigger's cluster first",
          share(with_.trigger, with_.traces),
          ">= 90%",
          with_.trigger >= 0.9 * with_.traces
        ],
        ["planted chunk first", share(with_.chunk, with_.traces), ">= 90%", with_.chunk >= 0.9 * with_.traces],
        ["planted trigger established", share(with_.established, with_.traces), "", true],
        ["literal Eq. 6, ignoring base rates: planted trigger first", share(with_.literal, with_.traces), "", true],
        [
          "nothing planted: a trigger is established",
          share(without.established, without.traces),
          "<= 5%",
          without.established <= 0.05 * without.traces
        ]
      ]
    };
  });

const progressOf = (seed: number, planted: WorldScore, empty: WorldScore): string =>
  `world ${seed}: trigger ${planted.trigger}, chunk ${planted.chunk} of ${planted.traces}; nothing ` +
  `planted: ${empty.established} established of ${empty.traces}`;
