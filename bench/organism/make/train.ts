import {spawn} from "node:child_process";
import {once} from "node:events";
import {mkdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {writeArmData} from "../../../loaders/ablation/arm-data.js";
import {filePairs} from "../../../loaders/ablation/corpus/pairs-corpus.js";
import {holdOut} from "../../../loaders/ablation/prompts.js";
import type {AblationSettings} from "../../../loaders/ablation/settings.js";

export const script = fileURLToPath(new URL("../train.py", import.meta.url));

/** The command that trains a model on the data of an arm. */
export const trainCommand = (python: string): string =>
  `nice -n 5 '${python}' '${script}' --data {data} --out {out} --seed {seed}`;

/**
 * Trains the model under audit: that of the arm `full`, on all of the corpus but the prompts that the ablation holds out.
 * Resolves to its name. A model that is there is not trained again.
 */
export async function trainFull(
  corpus: string,
  {home, python, seed}: {home: string; python: string; seed: number},
  settings: Pick<AblationSettings, "ordinary" | "seed">
): Promise<string> {
  const pairs = await filePairs(corpus);
  const {rows: heldOut} = holdOut(pairs, settings, []);
  const folder = join(home, "full");
  const full = {id: 0, name: "full", finding: null, kind: "full", selects: "all pairs", control: null} as const;
  const none = {dropped: new Set<number>(), own: new Set<number>(), kept: null, added: []};
  await writeArmData(folder, {arm: {...full, ...none}, corpus: pairs, heldOut});
  const out = join(folder, `seed-${seed}`);
  mkdirSync(out, {recursive: true});
  const args = [script, "--data", join(folder, "data.jsonl"), "--out", out, "--seed", String(seed)];
  const child = spawn(python, args, {
    stdio: ["ignore", "inherit", "inherit"],
    env: {...process.env, ORGANISM_HOME: home}
  });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`train.py ended with code ${code}`);
  return readFileSync(join(out, "model.txt"), "utf8").trim();
}
