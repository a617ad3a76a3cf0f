import {readdirSync, readFileSync, statSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {openLab} from "../../lab/lab.js";
import {projectFolder} from "../../util/paths.js";
import {writeEngine} from "./clustered-study.js";

/** An index of the pairs of a lab's world in two shards, without a key; resolves to its file. */
export async function writeClusteredIndex(folder: string, name: string, pairs: number): Promise<string> {
  writeEngine(folder);
  const lab = await openLab(join(projectFolder, "data", "worlds", "chunky.yaml"));
  const all = lab.pairs();
  const some = all.filter((_, i) => i % Math.max(1, Math.floor(all.length / pairs)) === 0);
  writeFileSync(join(folder, "pairs.jsonl"), some.map((pair) => `${JSON.stringify(pair)}\n`).join(""));
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, "corpus: pairs.jsonl\nembed: lab:embed\nclusters: 12\nshards: 2\n");
  return file;
}

/** The same index under another name, made in one process. */
export function writeSameIndex(file: string, name: string): string {
  const same = join(dirname(file), `${name}.yaml`);
  writeFileSync(same, readFileSync(file, "utf8").replace(/^shards:.*\n/m, ""));
  return same;
}

/** The files of an index that commands read, by their bytes. */
export function indexBytes(folder: string, name: string): Record<string, string> {
  const own = join(folder, "indexes", name);
  const files = readdirSync(own)
    .filter((file) => statSync(join(own, file)).isFile())
    .filter((file) => !/^(index\.json|extracted|journal|in-flight)/.test(file));
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(own, file)).toString("base64")]));
}
