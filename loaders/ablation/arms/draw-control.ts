import type {ControlKind} from "../../../src/shared/ablation.js";
import {createRandom, seedOf, shuffle} from "../../util/random.js";
import {allRows, countBySource, type AblationCorpus} from "../corpus/corpus.js";

const leastShare = 0.5; // of the pairs that its arm drops: a smaller control shows little

/**
 * As many rows at random as an arm drops, none of them its own: `chunk`, from each chunk as many as the arm drops
 * there; `everywhere`, from all of the corpus. Null where there are not enough others.
 */
export function drawControl(
  corpus: AblationCorpus,
  {dropped, excluded}: {dropped: ReadonlySet<number>; excluded: ReadonlySet<number>},
  from: ControlKind,
  seed: number
): Set<number> | null {
  const random = createRandom(seedOf(seed, "control", from, dropped.size));
  const wanted = from === "chunk" ? countBySource(corpus, dropped) : null;
  const others = [...allRows(corpus)].filter(
    (row) => !dropped.has(row) && !excluded.has(row) && (wanted === null || wanted[corpus.sourceOf(row)]! > 0)
  );
  const drawn = new Set<number>();
  for (const row of shuffle(random, others)) {
    if (drawn.size === dropped.size) break;
    const source = corpus.sourceOf(row);
    if (wanted !== null && wanted[source]!-- <= 0) continue;
    drawn.add(row);
  }
  return drawn.size < leastShare * dropped.size ? null : drawn;
}
