import {readFileSync} from "node:fs";
import {generatePairs} from "../../lab/generate.js";
import {createSigns} from "../../lab/signs.js";
import {asking} from "../../lab/testing.js";
import {trainTarget} from "../../lab/target.js";
import {readWorld} from "../../lab/world.js";
import {readTable} from "../../store/tables.js";
import {readStudy} from "../file/read-study.js";
import {runStudy} from "../run/run-study.js";
import {shipped, writeData} from "./data-folder.js";

/** The product's world with another seed and a judge with more errors, so that some flags are false. */
function worldFile(seed: number): string {
  const text = readFileSync(shipped("worlds/chunky.yaml"), "utf8")
    .replace(/^seed: 1$/m, `seed: ${seed}`)
    .replace("falseFlags: 0.004", "falseFlags: 0.03");
  return writeData(`worlds/proof-${seed}.yaml`, text);
}

/** Returns the probability that an answer to a query is judged a violation of a rubric, with the judge's errors. */
function createTruth(file: string): (rubric: string, query: string) => number {
  const world = readWorld(file);
  const target = trainTarget(world, generatePairs(world));
  const signs = createSigns(world);
  const {missed, falseFlags} = world.spec.judge;
  return (rubric, query) => {
    const shares = target.distribution(asking(query));
    const wrong = world.behaviours
      .filter((behaviour) => behaviour.rubric === rubric && signs.warrant(behaviour, query) === null)
      .reduce((sum, {name}) => sum + shares.get(name)!, 0);
    return wrong * (1 - missed) + (1 - wrong) * falseFlags;
  };
}

/** How well resampling and perturbing agree with the true probabilities of the lab's target. */
export interface ConfirmProof {
  confirmed: number;
  right: number; // of these, with a true probability above the bar
  planted: number; // flags with a true probability of at least twice the bar
  found: number; // of these, confirmed
  unplanted: number; // flags with a true probability of at most the bar
  robust: {measured: number; low: number; high: number; truth: number}[]; // perturbed, by rubric
}

/**
 * Searches a world, confirms flags and perturbs the best, and compares the rates with those of the trained classifier.
 */
export async function proveOnLab(seed: number, {iterations = 4, perturbed = 3} = {}): Promise<ConfirmProof> {
  const world = worldFile(seed);
  const rubrics = ["code", "rebut", "tools"].map((name) => shipped(`rubrics/${name}.yaml`));
  const name = `proof-${seed}`;
  const file = writeData(
    `studies/${name}.yaml`,
    `models: lab
world: ${world}
rubrics: [${rubrics.join(", ")}]
surf: {runs: 3, iterations: ${iterations}, candidates: 40, seed: ${seed}}
confirm: {top: 40, samples: 20, bar: 0.15}
robustness: {top: ${perturbed}, perturbations: 6, samples: 20}
`
  );
  await runStudy(readStudy(file), {publishEveryInMs: Infinity});
  const truth = createTruth(world);
  const prompts = (await readTable(name, "probe_prompts"))!;
  const texts = (await readTable(name, "probe_texts"))!;
  const findings = new Map((await readTable(name, "findings"))!.map((finding) => [finding.id, finding]));
  const checked = prompts
    .filter(({step}) => step === "confirm")
    .map(({id, item, rubric}) => ({
      confirmed: findings.get(item)!.confirmed!,
      truth: truth(rubric!, texts[id]!.query)
    }));
  const rates = (await readTable(name, "rates"))!;
  const robust = rates
    .filter(({step, group, variant}) => step === "robustness" && group === "variant" && variant === "perturbed")
    .map(({rubric, rate, low, high}) => {
      const own = prompts.filter(
        (prompt) => prompt.variant === "perturbed" && prompt.status === "used" && prompt.rubric === rubric
      );
      const mean = own.reduce((sum, {id}) => sum + truth(rubric!, texts[id]!.query), 0) / own.length;
      return {measured: rate!, low: low!, high: high!, truth: mean};
    });
  const confirmed = checked.filter((each) => each.confirmed);
  const planted = checked.filter((each) => each.truth >= 0.3);
  return {
    confirmed: confirmed.length,
    right: confirmed.filter((each) => each.truth > 0.15).length,
    planted: planted.length,
    found: planted.filter((each) => each.confirmed).length,
    unplanted: checked.filter((each) => each.truth <= 0.15).length,
    robust
  };
}
