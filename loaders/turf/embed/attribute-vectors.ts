import type {AttributeVectors} from "../../corpus/pools/neighbourhood.js";
import {UserError} from "../../util/user-error.js";
import type {TextEmbedder} from "./embedder.js";
import {embedQueries, type EmbedTextsOptions} from "./embed-texts.js";
import {centreRows, meanOf} from "./preparation.js";

const most = 100_000; // attributes: 200 MB of 512 dimensions

/**
 * A pool's attributes as vectors without their heads and their mean, as those of an index are. Throws a UserError where
 * there are too many.
 */
export async function embedAttributes(
  attributes: readonly string[],
  embedder: TextEmbedder,
  options: Pick<EmbedTextsOptions, "cache"> = {}
): Promise<AttributeVectors> {
  if (attributes.length > most)
    throw new UserError(
      `the pool has ${attributes.length} distinct attributes: neighbours are found among at most ${most}; ` +
        "take the clusters of an index as the pool (index:<name>), or write neighbours: false",
      {key: "surf.neighbours"}
    );
  const {name, dimension} = embedder;
  const rows = await embedQueries(embedder, attributes, {stripHead: true, dimensions: null, centre: null}, options);
  return {source: name, rows: centreRows(rows, meanOf(rows, dimension)), dimension};
}
