import {join} from "node:path";
import type {Side} from "../side.js";
import {sides, textsOf} from "./partition-texts.js";
import {readTexts, SectionWriter, toSection, type PlacedText} from "./sections.js";

/** What one partition knows of the texts of all shards, on one side: a section for each shard. */
export const firstsOf = (folder: string, side: Side) => ({
  places: join(folder, `${side}-places`), // of each text that the shard has: the first place of the corpus with it
  texts: join(folder, `${side}-firsts`) // texts that no shard before it has, in order
});

/** Finds the distinct texts of a partition over all shards, whose folders come in the order of their pairs. */
export async function distinctTexts(folder: string, partition: number, shards: readonly string[]): Promise<void> {
  for (const side of sides) {
    const files = firstsOf(folder, side);
    const writers = {places: new SectionWriter(files.places), texts: new SectionWriter(files.texts)};
    const first = new Map<string, number>();
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
      await new Promise((resolve) => setImmediate(resolve));
    }
    writers.places.close();
    writers.texts.close();
  }
}
