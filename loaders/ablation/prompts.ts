import type {FoundPrompt, ProbeContext} from "../probe/probe-run.js";
import {originalPrompt} from "../probe/probe-run.js";
import {perturb} from "../probe/reword.js";
import type {SpelledContext} from "../step/contexts/context.js";
import type {MeasureSettings} from "../util/rule.js";
import {createRandom, seedOf, shuffle} from "../util/random.js";
import type {Rubric} from "../util/rubric.js";
import {allRows, type AblationCorpus} from "./corpus/corpus.js";
import type {AblationSettings} from "./settings.js";

/** A prompt that every trained model is asked. */
export interface ArmPrompt {
  kind: "original" | "reworded" | "ordinary" | "region" | "probe";
  finding: string | null; // null: of none
  of?: string; // region or probe that it is of; absent: of neither
  variant?: string; // of a probe: how its prompt was changed, or what came before it; absent: as it is
  asked?: {context: SpelledContext; samples: number; temperature: number | null}; // absent: as findings are
  measures?: readonly MeasureSettings[]; // of a probe, besides rubrics; absent: none
  rubrics: readonly Rubric[]; // that its answers are judged by
  row: number | null; // of the corpus that it is held out of
  source: string | null;
  query: string;
  expected: string | null; // the response of the corpus
}

/** The prompts of findings and their rewordings. `onCall` is told of the calls that wrote them. */
export async function findingPrompts(
  findings: readonly FoundPrompt[],
  {rewordings, byModel, seed}: Pick<AblationSettings, "rewordings" | "byModel" | "seed">,
  context: Pick<ProbeContext, "roles" | "recorder">,
  onCall: (ordinal: number) => void
): Promise<ArmPrompt[]> {
  const settings = {
    step: "ablation",
    name: "ablation",
    perturbations: rewordings,
    seed,
    ...(!byModel && {byRule: true as const})
  };
  const all: ArmPrompt[] = [];
  for (const {finding, query, rubric} of findings) {
    const plain = {item: finding.id, query, row: null, column: null, rubric, expected: null};
    const calls: number[] = [];
    const reworded = rewordings === 0 ? [] : await perturb(originalPrompt(plain), {settings, context, calls});
    calls.forEach(onCall);
    const base = {finding: finding.id, rubrics: [rubric], row: null, source: null, expected: null};
    all.push({...base, kind: "original", query});
    for (const each of reworded) if (each.rejected === null) all.push({...base, kind: "reworded", query: each.query});
  }
  return all;
}

const largestShare = 0.1; // of the corpus that is held out

/**
 * Ordinary prompts, drawn at random from the distinct ones of the corpus, and all rows with them: those are in no
 * training data. At most a tenth of the corpus is held out.
 */
export function holdOut(
  corpus: AblationCorpus,
  {ordinary, seed}: Pick<AblationSettings, "ordinary" | "seed">,
  rubrics: readonly Rubric[]
): {prompts: ArmPrompt[]; rows: Set<number>} {
  const rowsOf = new Map<string, number[]>();
  for (const row of ordinary === 0 ? [] : allRows(corpus)) {
    const {query} = corpus.pair(row);
    rowsOf.set(query, [...(rowsOf.get(query) ?? []), row]);
  }
  const rows = new Set<number>();
  const drawn = new Map<string, number>();
  for (const [query, own] of shuffle(createRandom(seedOf(seed, "ordinary")), [...rowsOf])) {
    if (drawn.size === ordinary) break;
    if (rows.size + own.length > largestShare * corpus.size) continue; // a prompt that much of the corpus asks
    drawn.set(query, own[0]!);
    for (const row of own) rows.add(row);
  }
  const prompts = [...drawn].map(([query, row]): ArmPrompt => {
    const source = corpus.sources[corpus.sourceOf(row)]!;
    return {kind: "ordinary", finding: null, rubrics, row, source, query, expected: corpus.pair(row).response};
  });
  return {prompts, rows};
}
