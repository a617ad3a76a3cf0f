import {rmSync} from "node:fs";
import {settingsOf, withSettings} from "../../loaders/step/step.js";
import type {Study} from "../../loaders/step/study.js";
import {readTable} from "../../loaders/store/tables.js";
import {runStudy} from "../../loaders/study/run/run-study.js";
import {surfStep} from "../../loaders/surf/step.js";
import {studyFolder} from "../../loaders/util/paths.js";
import type {Rubric} from "../../loaders/util/rubric.js";

export const searches = ["adaptive", "reference"] as const;

const listed = 10; // attributes that a search without regions reports

/** The sets of attributes that a search of one rubric reports: its regions, or the attributes of greatest weight. */
export async function runSearch(
  study: Study,
  {rubric, sampler, seed}: {rubric: Rubric; sampler: (typeof searches)[number]; seed: number}
): Promise<string[][]> {
  const surf = settingsOf(study, surfStep)!;
  const alone = {...study, name: `real-${sampler}-${seed}`, rubrics: [rubric], steps: {}};
  const searching = withSettings(alone, surfStep, {...surf, sampler, seed});
  await runStudy(searching, {publishEveryInMs: Infinity});
  const reported = sampler === "adaptive" ? await regionsOf(searching.name) : await heaviest(searching.name);
  rmSync(studyFolder(searching.name), {recursive: true, force: true});
  return reported;
}

async function regionsOf(name: string): Promise<string[][]> {
  const regions = (await readTable(name, "regions")) ?? [];
  return regions.filter(({status}) => status !== "refused").map(({attributes}) => attributes);
}

/** The attributes with the greatest weight at the end, over all runs (Eq. 1). */
async function heaviest(name: string): Promise<string[][]> {
  const rows = (await readTable(name, "attribute_weights")) ?? [];
  const last = new Map<number, number>();
  for (const {run, iteration} of rows) last.set(run, Math.max(last.get(run) ?? 0, iteration));
  const weights = new Map<string, number>();
  for (const {run, iteration, attribute, weight} of rows)
    if (iteration === last.get(run)) weights.set(attribute, (weights.get(attribute) ?? 0) + weight);
  const heavy = [...weights].filter(([, weight]) => weight > 0).sort(([, a], [, b]) => b - a);
  return heavy.slice(0, listed).map(([attribute]) => [attribute]);
}
