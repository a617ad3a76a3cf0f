import {spellOutContexts} from "./contexts.js";
import {isLate as isFindings, type ProbeSettings, type VariantSettings} from "./settings.js";
import {applyVariant} from "./transforms/registry.js";
import type {Turn} from "./settings.js";
import {createRandom, seedOf, shuffle} from "../util/random.js";
import {isUserError, UserError} from "../util/user-error.js";
import type {PreparedStudy} from "../study/run/prepare.js";

/** Finds what would stop a probe after money was spent: a context too long, a chunk that is not there, a change of nothing. */
export async function checkProbes({study, roles, lab}: Pick<PreparedStudy, "study" | "roles" | "lab">): Promise<void> {
  const shots = (chunk: string, count: number) => shotsFrom(lab, study.name, chunk, count);
  for (const [i, probe] of study.probes.entries()) {
    try {
      await spellOutContexts(probe, {roles, shotsOf: shots});
      checkChanges(probe);
    } catch (error) {
      if (!isUserError(error) || error.place.file !== undefined) throw error;
      throw study.errorAt(placeOf(study.probes, i), error.message);
    }
  }
}

function placeOf(probes: readonly ProbeSettings[], index: number): PropertyKey[] {
  const {step} = probes[index]!;
  return step === "probe" ? [step, index - probes.findIndex((probe) => probe.step === "probe")] : [step];
}

function checkChanges({source, variants, seed}: ProbeSettings): void {
  if (isFindings(source)) return;
  for (const variant of variants.filter(isProgram))
    if (source.every(({query}) => applyVariant(variant, query, seed) === query))
      throw new UserError(`the transform ${variant.name} changes none of its prompts: expected another`);
}

const isProgram = (variant: VariantSettings): variant is Exclude<VariantSettings, {change: "rewrite"}> =>
  variant.change !== "rewrite";

/** Exchanges of a chunk of the lab's training pairs, drawn anew for each study. Throws a UserError without a place. */
export function shotsFrom(lab: PreparedStudy["lab"], study: string, chunk: string, count: number): Turn[] {
  const pairs = (lab?.pairs() ?? []).filter(({source}) => source === chunk);
  if (pairs.length === 0) throw new UserError(`the lab's world has no chunk ${chunk}`);
  if (pairs.length < count)
    throw new UserError(`the chunk ${chunk} has ${pairs.length} pairs, and ${count} shots are asked for`);
  const drawn = shuffle(createRandom(seedOf(study, chunk)), pairs).slice(0, count);
  return drawn.map(({prompt, response}) => ({query: prompt, response}));
}
