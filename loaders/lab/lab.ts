import {createHash} from "node:crypto";
import {resolve} from "node:path";
import {AttributePoolBuilder, type AttributePool} from "../corpus/pools/attribute-pool.js";
import type {Embedder, Model} from "../model/model.js";
import {createCruxChooser} from "./crux.js";
import {UserError} from "../util/user-error.js";
import {checkpointOf} from "../model/providers/lab.js";
import {createLabEmbedder} from "./embedder.js";
import {createExtractor} from "./extract.js";
import {generatePairs, type LabPair} from "./generate.js";
import {createJudge} from "./judge.js";
import {createMeaning} from "./meaning.js";
import {createPerturber} from "./perturber.js";
import {createQueryWriter} from "./query-writer.js";
import {createRetrainer, type TrainingText} from "./retrain.js";
import {createRoleModel} from "./role-model.js";
import {createChecker, createSummariser} from "./summarise.js";
import {trainTarget, type Accuracy, type LabTarget} from "./target.js";
import {readWorld, type World} from "./world.js";

/** The roles the lab plays, each a model `lab:<role>`. */
export const labRoles = ["target", "query", "judge", "perturb", "extract", "crux", "summarise", "check"] as const;
export type LabRole = (typeof labRoles)[number];

/** A trained miniature world: every model role behind the interface of any model. A test rig, no language model. */
export interface Lab {
  readonly world: string; // name of the world
  readonly accuracy: Accuracy; // of the target on pairs it was not trained on
  model(name: string): Model; // a role, or a checkpoint of the target: `target@25` is a quarter into its training
  embedder(): Embedder;
  attributePool(): AttributePool; // a row a training pair
  pairs(): readonly LabPair[]; // what the target was trained and checked on
  /** A target trained from the start on other pairs, all of them. Throws a UserError for a response of no behaviour. */
  retrain(pairs: readonly TrainingText[], options: {name: string; seed: number}): Model;
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
  const retrain = createRetrainer(world, pairs);
  const checkpoints = new Map<string, Model>();
  const checkpoint = (name: string): Model => {
    const known = checkpoints.get(name) ?? createCheckpoint(world, pairs, name);
    checkpoints.set(name, known);
    return known;
  };
  return {
    world: world.spec.name,
    accuracy: target.accuracy,
    model: (name) => models[name as LabRole] ?? checkpoint(name),
    embedder: () => createLabEmbedder(createMeaning(world)),
    attributePool: () => (pool ??= poolOf(world.spec.name, pairs)),
    pairs: () => pairs,
    retrain: (texts, {name, seed}) => createRoleModel(`lab:${name}`, versionOf(world), retrain(texts, seed))
  };
}

/** The target as it was at some percentage of its training. */
function createCheckpoint(world: World, pairs: readonly LabPair[], name: string): Model {
  const percent = checkpointOf(name);
  if (percent === null)
    throw new UserError(`unknown model of the lab: ${name}; expected ${labRoles.join(", ")} or target@50`);
  const target = trainTarget(world, pairs, {done: percent / 100});
  return createRoleModel(`lab:${name}`, versionOf(world), (request, random) => target.respond(request, random));
}

const versionOf = (world: World) => ({
  seed: world.spec.seed,
  version: createHash("sha256").update(JSON.stringify(world.spec)).digest("hex").slice(0, 12)
});

function createModels(world: World, target: LabTarget): Record<LabRole, Model> {
  const of = versionOf(world);
  return {
    target: createRoleModel("lab:target", of, (request, random) => target.respond(request, random)),
    query: createRoleModel("lab:query", of, createQueryWriter(world)),
    judge: createRoleModel("lab:judge", of, createJudge(world)),
    perturb: createRoleModel("lab:perturb", of, createPerturber(world)),
    extract: createRoleModel("lab:extract", of, createExtractor(world)),
    crux: createRoleModel("lab:crux", of, createCruxChooser(world)),
    summarise: createRoleModel("lab:summarise", of, createSummariser(world)),
    check: createRoleModel("lab:check", of, createChecker(world))
  };
}

function poolOf(world: string, pairs: readonly LabPair[]): AttributePool {
  const builder = new AttributePoolBuilder();
  for (const {attributes} of pairs) builder.addRow(attributes);
  return builder.build(`lab ${world}`);
}
