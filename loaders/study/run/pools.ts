import type {AttributePool} from "../../corpus/pools/attribute-pool.js";
import type {AttributeVectors} from "../../corpus/pools/neighbourhood.js";
import {readAttributePool} from "../../corpus/pools/read-attribute-pool.js";
import type {Lab} from "../../lab/lab.js";
import type {PoolSource} from "../../step/prepared-study.js";
import type {Study} from "../../step/study.js";
import {createLabTextEmbedder} from "../../tracing/lab-index.js";
import {embedAttributes} from "../../turf/embed/attribute-vectors.js";
import {openEmbedder} from "../../turf/embed/open-embedder.js";
import {indexOfPool, indexVectors, poolFromIndex} from "../../turf/index/pool.js";
import {isUserError, UserError} from "../../util/user-error.js";
import {shownPath} from "../../util/yaml-file.js";
import {queryRules} from "./query-rules.js";
import {openPrompts, type StudyPrompts} from "./prompts.js";

type PoolStudy = Pick<Study, "attributes" | "prompts" | "errorAt">;

/**
 * The study's attribute pool, read once, on first use. `lab` is called only if the pool is the lab's; `prompts` is the
 * corpus of the study's queries.
 */
export function openPools(
  study: PoolStudy,
  lab: () => Lab | Promise<Lab>,
  prompts: StudyPrompts | null = openPrompts(study)
): PoolSource {
  let pool: Promise<AttributePool> | undefined;
  const embedded = new Map<string | null, Promise<AttributePool>>();
  const readOnce = () => (pool ??= study.attributes === "corpus" ? prompts!.pool() : readPool(study, lab));
  return {
    pool: readOnce,
    withVectors(model) {
      let known = embedded.get(model);
      if (known === undefined) embedded.set(model, (known = withVectors(readOnce, study, {model, lab})));
      return known;
    },
    queryRules: (pool) => queryRules(study.attributes, pool)
  };
}

async function readPool({attributes, errorAt}: PoolStudy, lab: () => Lab | Promise<Lab>): Promise<AttributePool> {
  try {
    const index = indexOfPool(attributes);
    const readFile = () => (index === undefined ? readAttributePool(attributes) : poolFromIndex(index));
    const pool = attributes === "lab" ? (await lab()).attributePool() : await readFile();
    if (pool.attributes.length === 0) throw new UserError("holds no attributes", {file: shownPath(attributes)});
    return pool;
  } catch (error) {
    if (!isUserError(error) || error.place.file !== undefined) throw error;
    throw errorAt(["attributes"], error.message);
  }
}

/** The pool with the embedding of a model, or with that of its index if `model` is null. */
async function withVectors(
  read: () => Promise<AttributePool>,
  {attributes, prompts}: PoolStudy,
  {model, lab}: {model: string | null; lab: () => Lab | Promise<Lab>}
): Promise<AttributePool> {
  const pool = await read();
  if (model !== null) return {...pool, vectors: await embed(pool, model, lab)};
  const index = indexOfPool(attributes === "corpus" ? prompts! : attributes);
  return index === undefined ? pool : {...pool, vectors: indexVectors(index, pool)};
}

async function embed(
  {attributes}: AttributePool,
  model: string,
  lab: () => Lab | Promise<Lab>
): Promise<AttributeVectors> {
  const embedder = model === "lab:embed" ? createLabTextEmbedder(await lab()) : await openEmbedder({model});
  try {
    return await embedAttributes(attributes, embedder);
  } finally {
    await embedder.close();
  }
}
