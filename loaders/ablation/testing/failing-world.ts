import {mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {parse, stringify} from "yaml";
import {freshQueries} from "../../lab/fresh-queries.js";
import {openLab, type Lab} from "../../lab/lab.js";
import {createSigns} from "../../lab/signs.js";
import {faultsOf, varyWorld, type PlantedFault} from "../../lab/varied-worlds.js";
import {worldSchema} from "../../lab/world-schema.js";
import type {World} from "../../lab/world.js";
import {dataFolder, projectFolder} from "../../util/paths.js";

/** A varied world with an exchange of each planted fault that shows. */
export interface FailingWorld {
  world: World;
  file: string; // of the world
  lab: Lab;
  faults: Failure[];
}

export interface Failure extends PlantedFault {
  query: string;
  response: string;
}

/** A file that ships with surfturf. */
export const shipped = (path: string): string => join(projectFolder, "data", path);

export async function openFailingWorld(seed: number): Promise<FailingWorld> {
  const base = worldSchema.parse(parse(readFileSync(shipped("worlds/chunky.yaml"), "utf8")));
  const world = varyWorld(base, seed);
  mkdirSync(join(dataFolder(), "worlds"), {recursive: true});
  const file = join(dataFolder(), "worlds", `varied-${seed}.yaml`);
  writeFileSync(file, stringify(world.spec, withoutEmpty));
  const lab = await openLab(file);
  return {world, file, lab, faults: await failures(world, lab)};
}

/** A world file has no empty list: the key is left out. */
const withoutEmpty = (_: unknown, value: unknown): unknown =>
  Array.isArray(value) && value.length === 0 ? undefined : value;

/** An answer of the target that shows the behaviour of each fault, to a query with its trigger on other subjects. */
async function failures(world: World, lab: Lab): Promise<Failure[]> {
  const signs = createSigns(world);
  const target = lab.model("target");
  const found: Failure[] = [];
  for (const fault of faultsOf(world)) {
    const {elsewhere = {}} = world.spec.chunks.find(({name}) => name === fault.chunk)!.fault!;
    const behaviour = world.behaviours.find(({name}) => name === fault.behaviour)!;
    const features = Object.fromEntries(fault.trigger.map((name) => [name, 1]));
    for (const [i, query] of freshQueries(world, 20, {features, only: elsewhere, seed: 11}).entries()) {
      const {text} = await target.ask({messages: [{role: "user", content: query}], maxTokens: 1000, seed: i});
      if (signs.shown(fault.rubric, text)?.behaviour.name !== fault.behaviour) continue;
      if (signs.warrant(behaviour, query) !== null) continue;
      found.push({...fault, query, response: text});
      break;
    }
  }
  return found;
}
