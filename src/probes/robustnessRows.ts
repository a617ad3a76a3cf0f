import {ascending, descending, inOrder} from "../ui/order.js";
import {rateOf} from "./probeRows.js";
import type {Row} from "../shared/schema.js";

/** What the page of the step robustness says, from the rows of a study's tables. */

type Rate = Row<"rates">;
type Prompt = Row<"probe_prompts">;

export interface ReworkedItem {
  item: string;
  model: string;
  measure: string;
  query: string;
  original: number; // row of probe_prompts
  rate: number;
  low: number;
  high: number;
  n: number;
  perturbed_rate: number | null;
  perturbed_low: number | null;
  perturbed_high: number | null;
  perturbed_n: number | null;
  perturbations: number | null;
}

/** Each original beside its perturbations together (paper section 3.2.3). */
export function reworkedItems(rates: readonly Rate[], prompts: readonly Prompt[]): ReworkedItem[] {
  const items = rates.filter(({step, group}) => step === "robustness" && group === "item");
  const keyOf = ({item, model, measure}: Rate): string => JSON.stringify([item, model, measure]);
  const reworded = new Map(items.filter(({variant}) => variant === "perturbed").map((row) => [keyOf(row), row]));
  const originals = new Map<string, Prompt>();
  for (const prompt of prompts)
    if (prompt.step === "robustness" && prompt.original === null && !originals.has(prompt.item))
      originals.set(prompt.item, prompt);
  const rows = items.flatMap((row) => {
    const original = originals.get(row.item!);
    if (row.variant !== "original" || original === undefined) return [];
    const other = reworded.get(keyOf(row));
    return {
      item: original.item,
      model: row.model,
      measure: row.measure!,
      query: original.query,
      original: original.id,
      ...rateOf(row),
      perturbed_rate: other?.rate ?? null,
      perturbed_low: other?.low ?? null,
      perturbed_high: other?.high ?? null,
      perturbed_n: other?.n ?? null,
      perturbations: other?.prompts ?? null
    };
  });
  return rows.sort(inOrder(descending("rate"), ascending("item")));
}

export interface Perturbation {
  prompt: number;
  item: string;
  number: number | null;
  model: string;
  query: string;
  rate: number;
  low: number;
  high: number;
  n: number;
  drop: number; // rate of its original, less its own
}

/** Each perturbation with what it loses against its original, the greatest loss first. */
export function perturbations(rates: readonly Rate[], prompts: readonly Prompt[]): Perturbation[] {
  const asked = rates.filter(({step, group, rate}) => step === "robustness" && group === "prompt" && rate !== null);
  const keyOf = (prompt: number | null, {model, measure}: Rate): string => JSON.stringify([prompt, model, measure]);
  const byPrompt = new Map(asked.map((row) => [keyOf(row.prompt, row), row]));
  const promptOf = new Map(prompts.map((prompt) => [prompt.id, prompt]));
  const rows = asked.flatMap((row) => {
    const prompt = promptOf.get(row.prompt!);
    const from = prompt && byPrompt.get(keyOf(prompt.original, row));
    if (from === undefined) return [];
    const {id, item, number, query} = prompt!;
    return {prompt: id, item, number, model: row.model, query, ...rateOf(row), drop: from.rate! - row.rate!};
  });
  return rows.sort(inOrder(descending("drop"), ascending("prompt")));
}
