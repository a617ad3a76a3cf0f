import type {World} from "../../lab/world.js";
import type {AblationSettings, ArmSettings} from "../settings.js";
import {ablateWorld} from "./ablate-world.js";
import {scoreOf, together, type AblationScore} from "./ablation-score.js";
import {openFailingWorld} from "./failing-world.js";

const rounds = 4;

/**
 * Makes a varied world, takes a failing exchange of each planted fault, and trains again without every chunk that has a
 * fault, or that teaches a behaviour of one: for each finding one of them is the cause, and all others are innocent.
 */
export async function measureAblation(
  seed: number,
  settings: Partial<AblationSettings> = {},
  {innocents = true} = {}
): Promise<AblationScore> {
  const failing = await openFailingWorld(seed);
  const {world, faults} = failing;
  const behaviours = new Set(faults.map(({behaviour}) => behaviour));
  const planted = new Set(faults.map(({chunk}) => chunk));
  const suspects = world.spec.chunks.filter(({name, fault, behaviour}) => {
    if (!innocents) return planted.has(name);
    return fault !== undefined || (typeof behaviour === "string" && behaviours.has(behaviour));
  });
  const arms = [
    {name: "traced", drop: {by: "chunk" as const, chunk: null}, keep: [], add: null, rounds},
    ...suspects.map(({name}): ArmSettings => ({name, drop: {by: "chunk", chunk: name}, keep: [], add: null})),
    ...faults.flatMap(({chunk, rubric}): ArmSettings[] => {
      const chunks = teachersOf(world, rubric);
      return chunks.length < 2 ? [] : [{name: together(chunk), drop: {by: "chunks", chunks}, keep: [], add: null}];
    })
  ];
  const rows = await ablateWorld(failing, {arms, ...settings});
  const names = suspects.map(({name}) => name);
  return scoreOf(faults, {suspects: names, teachers: (rubric) => teachersOf(world, rubric), ...rows});
}

/** All chunks that teach what a rubric is about, by accident or on purpose: it may see it in several behaviours. */
function teachersOf({spec, behaviours}: World, rubric: string): string[] {
  const shown = new Set(behaviours.filter((behaviour) => behaviour.rubric === rubric).map(({name}) => name));
  const taught = ({behaviour}: World["spec"]["chunks"][number]): string[] =>
    typeof behaviour === "string" ? [behaviour] : Object.keys(behaviour);
  return spec.chunks.filter((chunk) => taught(chunk).some((name) => shown.has(name))).map(({name}) => name);
}
