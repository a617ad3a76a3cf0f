import {AttributePoolBuilder, type AttributePool} from "../../corpus/attribute-pool.js";
import {UserError} from "../../util/user-error.js";
import {indexFiles, readUint32} from "./files.js";
import {LineStore} from "./line-store.js";
import {readIndexManifest} from "./manifest.js";
import {pairClusters} from "./pair-clusters.js";

const prefix = "index:";

/** The index that a study's `attributes` name; undefined when they name no index. */
export const indexOfPool = (attributes: string): string | undefined =>
  attributes.startsWith(prefix) ? attributes.slice(prefix.length) : undefined;

/**
 * An index as an attribute pool: a row a training pair, its sentences the summaries of its query's clusters, as in the
 * prepared data sets of the released code. Throws a UserError when there is no such index, or it is not finished.
 */
export function poolFromIndex(name: string): AttributePool {
  const manifest = readIndexManifest(name);
  if (manifest?.state !== "finished")
    throw new UserError(`no finished index of the name ${name}: make it with surfturf index`);
  const files = indexFiles(name);
  const summaries = new LineStore<string>(files.summaries);
  const sentences = [...summaries.all()];
  summaries.close();
  const {starts, clusters} = pairClusters(readUint32(files.slots), readUint32(files.assignment), manifest.clusters);
  const builder = new AttributePoolBuilder();
  for (let pair = 0; pair + 1 < starts.length; pair++)
    builder.addRow(new Set(Array.from(clusters.subarray(starts[pair], starts[pair + 1]), (id) => sentences[id]!)));
  return builder.build(`index ${name}`);
}
