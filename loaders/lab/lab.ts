import {createHash} from "node:crypto";
import {resolve} from "node:path";
import {AttributePoolBuilder, type AttributePool} from "../corpus/attribute-pool.js";
import type {Embedder, Model} from "../model/model.js";
import {createCruxChooser} from "./crux.js";
import {createLabEmbedder} from "./embedder.js";
import {createExtractor} from "./extract.js";
import {generatePairs, type Pair} from "./generate.js";
import {createJudge} from "./judge.js";
import {createMeaning} from "./meaning.js";
import {createQueryWriter} from "./query-writer.js";
import {createRoleModel} from "./role-model.js";
import {createChecker, createSummariser} from "./summarise.js";
import {trainTarget, type Accuracy, type Target} from "./target.js";
import {readWorld, type World} from "./world.js";

/** The roles the lab plays, each a model `lab:<role>`. */
export const labRoles = ["target", "query", "judge", "extract", "crux", "summarise", "check"] as const;
export type LabRole = (typeof labRoles)[number];

/** A trained miniature world: every model role behind the interface of any model. A test rig, no language model. */
export interface Lab {
  readonly world: string; // name of the world
  readonly accuracy: Accuracy; // of the target on pairs it was not trained on
  model(role: LabRole): Model;
  embedder(): Embedder;
  attributePool(): AttributePool; // a row a training pair
  pairs(): readonly Pair[]; // what the target was trained and checked on
}

const opened = new Map<string, Promise<Lab>>();

/**
 * Reads a world file, writes its training pairs and trains the target on them; one lab a file in this process.
 * Throws a UserError with file, line and key when the world is not valid.
 */
export function openLab(worldFile: string): Promise<Lab> {
  const path = resolve(worldFile);
  let lab = opened.get(path);
  if (lab === undefined) {
    lab = Promise.resolve().then(() => buildLab(readWorld(path)));
    lab.catch(() => opened.delete(path)); // a file mended since is read again
    opened.set(path, lab);
  }
  return lab;
}

/** The lab of a world in normal form. */
export function buildLab(world: World): Lab {
  const pairs = generatePairs(world);
  const target = trainTarget(world, pairs);
  const models = createModels(world, target);
  let pool: AttributePool | undefined;
  return {
    world: world.spec.name,
    accuracy: target.accuracy,
    model: (role) => models[role],
    embedder: () => createLabEmbedder(createMeaning(world)),
    attributePool: () => (pool ??= poolOf(world.spec.name, pairs)),
    pairs: () => pairs
  };
}

function createModels(world: World, target: Target): Record<LabRole, Model> {
  const version = createHash("sha256").update(JSON.stringify(world.spec)).digest("hex").slice(0, 12);
  const of = {seed: world.spec.seed, version};
  return {
    target: createRoleModel("lab:target", of, (request, random) => target.respond(request, random)),
    query: createRoleModel("lab:query", of, createQueryWriter(world)),
    judge: createRoleModel("lab:judge", of, createJudge(world)),
    extract: createRoleModel("lab:extract", of, createExtractor(world)),
    crux: createRoleModel("lab:crux", of, createCruxChooser(world)),
    summarise: createRoleModel("lab:summarise", of, createSummariser(world)),
    check: createRoleModel("lab:check", of, createChecker(world))
  };
}

function poolOf(world: string, pairs: readonly Pair[]): AttributePool {
  const builder = new AttributePoolBuilder();
  for (const {attributes} of pairs) builder.addRow(attributes);
  return builder.build(`lab ${world}`);
}
