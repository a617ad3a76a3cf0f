import type {AttributePool} from "../../corpus/pools/attribute-pool.js";
import type {AttributeVectors} from "../../corpus/pools/neighbourhood.js";
import type {Lab} from "../../lab/lab.js";
import {embedAttributes} from "../../turf/embed/attribute-vectors.js";
import {openEmbedder} from "../../turf/embed/open-embedder.js";
import {clusterVectors, indexOfPool} from "../../turf/index/pool.js";
import {createLabTextEmbedder} from "../../tracing/lab-index.js";
import type {Study} from "../../step/study.js";

/** The pool with the embedding that tells which attributes are alike: the one that the study names, or the index's own. */
export async function withVectors(
  pool: AttributePool,
  {surf, attributes}: Study,
  lab: Lab | null
): Promise<AttributePool> {
  const model = surf?.neighbours ?? null;
  const index = indexOfPool(attributes);
  if (surf?.sampler !== "adaptive" || model === false) return pool;
  if (model !== null) return {...pool, vectors: await embed(pool, model, lab)};
  return index === undefined ? pool : {...pool, vectors: clusterVectors(index, pool)};
}

async function embed({attributes}: AttributePool, model: string, lab: Lab | null): Promise<AttributeVectors> {
  const embedder = model === "lab:embed" && lab !== null ? createLabTextEmbedder(lab) : await openEmbedder({model});
  try {
    return await embedAttributes(attributes, embedder);
  } finally {
    await embedder.close();
  }
}
