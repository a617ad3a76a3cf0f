import {join} from "node:path";
import {lineOf} from "../index/line-store.js";
import type {Side} from "../side.js";
import {textsOf} from "./partition-texts.js";
import {readTexts, SectionWriter, toSection, type PlacedText} from "./sections.js";

/** What one partition knows of the texts of all shards, on one side: a section for each shard. */
export const firstsOf = (folder: string, side: Side) => ({
  places: join(folder, `${side}-places`), // of each text that the shard has: the first place of the corpus with it
  texts: join(folder, `${side}-firsts`) // texts that no shard before it has, in order
});

/** Of each shard, how many of its texts no shard before it has, and what their lines take. */
export interface FirstTexts {
  counts: number[];
  bytes: number[];
}

export type DistinctTexts = Record<Side, FirstTexts>;

/** Finds the distinct texts of a partition over all shards, whose folders come in the order of their pairs. */
export async function distinctTexts(
  folder: string,
  partition: number,
  shards: readonly string[]
): Promise<DistinctTexts> {
  const query = await distinctOfSide(firstsOf(folder, "query"), partition, shards, "query");
  return {query, response: await distinctOfSide(firstsOf(folder, "response"), partition, shards, "response")};
}

async function distinctOfSide(
  files: ReturnType<typeof firstsOf>,
  partition: number,
  shards: readonly string[],
  side: Side
): Promise<FirstTexts> {
  const writers = {places: new SectionWriter(files.places), texts: new SectionWriter(files.texts)};
  const first = new Map<string, number>();
  const found: FirstTexts = {counts: [], bytes: []};
  for (const shard of shards) {
    const places: number[] = [];
    const fresh: PlacedText[] = [];
    for (const [text, place] of readTexts(textsOf(shard, side).texts, partition)) {
      const before = first.get(text);
      if (before === undefined) {
        first.set(text, place);
        fresh.push([text, place]);
      }
      places.push(before ?? place);
    }
    writers.places.add(new Uint8Array(Float64Array.from(places).buffer));
    writers.texts.add(toSection(fresh));
    found.counts.push(fresh.length);
    found.bytes.push(fresh.reduce((sum, [text]) => sum + Buffer.byteLength(lineOf(text)), 0));
    await new Promise((resolve) => setImmediate(resolve));
  }
  writers.places.close();
  writers.texts.close();
  return found;
}
