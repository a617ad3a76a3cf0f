import {mkdirSync} from "node:fs";
import {indexFolder} from "../../util/paths.js";
import {UserError} from "../../util/user-error.js";
import {writeJson, type StoredPair} from "./files.js";
import {LineStoreWriter} from "./line-store.js";
import type {Stage} from "./parts.js";

/** Names of chunks, and of each pair its chunk. */
export interface PairSources {
  names: string[];
  of: number[];
}

/** Reads the corpus and keeps its pairs, each found by its row from then on. */
export const corpusStage: Stage = {
  name: "corpus",
  dependsOn: ({corpus, settings}) => [corpus.location, corpus.stamp, settings.sampling],
  async run({name, files, corpus, manifest, signal, report}) {
    mkdirSync(indexFolder(name), {recursive: true});
    const store = new LineStoreWriter(files.pairs);
    const names = new Map<string, number>();
    const of: number[] = [];
    const found = await corpus.read(
      async ({source, query, response, file, line}) => {
        if (!names.has(source)) names.set(source, names.size);
        of.push(names.get(source)!);
        await store.add({source, query, response, file, line} satisfies StoredPair);
      },
      {signal, onProgress: (rows) => report({done: rows, total: null, what: "rows"})}
    );
    if (store.count === 0)
      throw new UserError(
        `no pair in it can be used: ${found.rows} rows were read${reasonsOf(found.skipped)}; expected user ` +
          "and assistant turns",
        {file: corpus.location}
      );
    await store.close();
    writeJson(files.sources, {names: [...names.keys()], of} satisfies PairSources);
    const {rows, duplicates, sampledOut, skipped, sources, shapes, unnamed, unread, notes = []} = found;
    Object.assign(manifest, {pairs: store.count, rows, duplicates, sampledOut, skipped, sources, notes});
    Object.assign(manifest, {shapes, unnamed, unread});
  }
};

const reasonsOf = (skipped: readonly {reason: string; count: number}[]): string =>
  skipped.length === 0 ? "" : `, ${skipped.map(({reason, count}) => `${count} ${reason}`).join(", ")}`;
