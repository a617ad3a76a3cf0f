import type {Row} from "../shared/schema.js";
import type {Cluster} from "../shared/statistics/clusters.js";
import type {ColumnTable} from "../ui/columnTable.js";
import {askedCandidates} from "./askedCandidates.js";
import {isOnSide, type Side} from "./sides.js";
import type {StudyTables} from "./studyFiles.js";

/** What one side measured of one thing, by prompt. */
export interface Measured {
  key: string; // equal on both sides for the same thing
  label: string;
  kind: "rate" | "mean";
  source: "probe" | "search" | "control" | "shared"; // shared: prompts that both searches asked
  clusters: Map<string, Cluster>; // by prompt; all of an arm of a search together
  unscored: number;
}

/**
 * Everything that a side measured: arms of its searches, prompts of its searches, and its probes. What authors chose to
 * publish is no sample of a search.
 */
export function measuredOf(tables: StudyTables, side: Side): Measured[] {
  const searches = tables.manifest.origin === "published" ? [] : searchesOf(tables, side);
  const probes = side.run === null ? probesOf(tables, side) : []; // no probe belongs to one run
  return [...searches, ...probes];
}

const searchesOf = ({iterations, candidates}: StudyTables, side: Side): Measured[] => [
  ...armsOf(iterations, side),
  ...promptsOf(candidates, side)
];

/** Keeps what is measured under keys, in the order of their first rows. */
class Collection {
  readonly #all = new Map<string, Measured>();

  at(key: readonly unknown[], make: () => Omit<Measured, "key" | "clusters" | "unscored">): Measured {
    const text = JSON.stringify(key);
    const known = this.#all.get(text);
    if (known !== undefined) return known;
    const measured = {key: text, ...make(), clusters: new Map<string, Cluster>(), unscored: 0};
    this.#all.set(text, measured);
    return measured;
  }

  get all(): Measured[] {
    return [...this.#all.values()];
  }
}

function add({clusters}: Measured, prompt: string, n: number, sum: number): void {
  const cluster = clusters.get(prompt);
  if (cluster === undefined) clusters.set(prompt, {n, sum});
  else Object.assign(cluster, {n: cluster.n + n, sum: cluster.sum + sum});
}

function armsOf(iterations: readonly Row<"iterations">[], side: Side): Measured[] {
  const collection = new Collection();
  for (const row of iterations.filter((each) => isOnSide(each, side))) {
    const source = row.arm === "control" ? "control" : "search";
    const measured = collection.at([source, row.rubric], () => ({
      ...{source, kind: "rate"},
      label: `${source} arm, ${row.rubric}`
    }));
    add(measured, "", row.n, row.violations);
    measured.unscored += row.unscored;
  }
  return collection.all;
}

/** What a prompt is known by on both sides. */
export const promptKey = (context: string | null, query: string): string =>
  JSON.stringify([context === "none" ? null : context, query]);

/** Flags among the candidates of a side, by the prompt that they asked. */
function promptsOf(candidates: ColumnTable | null, side: Side): Measured[] {
  const collection = new Collection();
  for (const {rubric, context, query, flag} of askedCandidates(candidates, side)) {
    const measured = collection.at(["shared", rubric], () => ({
      ...{source: "shared", kind: "rate"},
      label: `prompts that both searches asked, ${rubric}`
    }));
    if (flag === null) measured.unscored++;
    else add(measured, promptKey(context, query), 1, Number(flag));
  }
  return collection.all;
}

/** Rates and means of probes by prompt. Rewordings of a prompt belong together: they are not independent. */
function probesOf({rates, means, prompts}: StudyTables, side: Side): Measured[] {
  const collection = new Collection();
  const byId = new Map(prompts.map((prompt) => [prompt.id, prompt]));
  const take = (row: Row<"rates"> | Row<"means">, kind: Measured["kind"], sum: number): void => {
    const prompt = byId.get(row.prompt ?? -1);
    if (row.group !== "prompt" || row.step === "surf" || prompt === undefined || !isOnSide(row, side)) return;
    const origin = prompt.original === null ? prompt : (byId.get(prompt.original) ?? prompt);
    const key = [row.step, row.probe, row.measure, row.context, prompt.variant];
    const measured = collection.at(key, () => ({kind, source: "probe", label: labelOf(row, prompt)}));
    if (row.n > 0) add(measured, promptKey(row.context, origin.query), row.n, sum);
    measured.unscored += row.unscored;
  };
  for (const row of rates) take(row, "rate", row.violations);
  for (const row of means) take(row, "mean", (row.mean ?? 0) * row.n);
  return collection.all;
}

function labelOf({step, probe, measure, context}: Row<"rates"> | Row<"means">, prompt: Row<"probe_prompts">): string {
  const isPlain = context === null || context === "none";
  const parts = [probe ?? step, prompt.variant, isPlain ? null : `after ${context}`, measure];
  return parts.filter((part) => part !== null).join(", ");
}
