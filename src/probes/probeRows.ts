import {columnOf} from "../ui/columnTable.js";
import {ascending, descending, groupsBy, inOrder} from "../ui/order.js";
import type {SampleTables} from "./samples.js";
import type {Row} from "../shared/schema.js";

/** What the pages of probes say, from the rows of a study's tables. */

type Rate = Row<"rates">;
type Prompt = Row<"probe_prompts">;

/** A probe of a study, as the pages name it. */
export interface Probe {
  step: string;
  probe: string;
  kind: string;
  prompts: number;
  samples: number;
  unscored: number;
}

/** The probes of a study in the order in which they were asked. */
export function probesOf({prompts, samples}: Pick<SampleTables, "prompts" | "samples">): Probe[] {
  const probes = new Map<string, Probe>();
  const keyOf = (step: string, probe: string): string => `${step}\u0000${probe}`;
  for (const {step, probe, kind, status} of prompts) {
    const key = keyOf(step, probe);
    if (!probes.has(key)) probes.set(key, {step, probe, kind, prompts: 0, samples: 0, unscored: 0});
    probes.get(key)!.prompts += Number(status === "used");
  }
  const step = columnOf<Row<"samples">, "step">(samples, "step");
  const probe = columnOf<Row<"samples">, "probe">(samples, "probe");
  const status = columnOf<Row<"samples">, "status">(samples, "status");
  for (let row = 0; row < samples.numRows; row++) {
    const asked = probes.get(keyOf(step(row), probe(row)));
    if (asked === undefined) continue;
    asked.samples++;
    asked.unscored += Number(status(row) === "unscored");
  }
  return [...probes.values()];
}

/** Prompts that were never asked, by reason. */
export function rejectedPrompts(prompts: readonly Prompt[], step: string): {reason: string; prompts: number}[] {
  const rejected = prompts.filter((prompt) => prompt.step === step && prompt.status === "rejected");
  const groups = groupsBy(rejected, ({reason}) => reason ?? "unknown");
  return groups
    .map((own) => ({reason: own[0]!.reason ?? "unknown", prompts: own.length}))
    .sort(inOrder(descending("prompts"), ascending("reason")));
}

/** The comparisons of a study of one kind: variant | context | model | wording. Largest effect first. */
export const comparisonsOf = (comparisons: readonly Row<"comparisons">[], compares: string): Row<"comparisons">[] =>
  comparisons
    .filter((row) => row.compares === compares)
    .sort(
      inOrder(
        ascending("step"),
        ascending("probe"),
        ascending("measure"),
        descending(({difference}) => difference && Math.abs(difference))
      )
    );

/** The rates of a step or probe by measure, model, context and variant. */
export const probeRates = (rates: readonly Rate[], step: string): Rate[] =>
  rates
    .filter((row) => row.step === step && row.group === "variant")
    .sort(
      inOrder(
        ascending("probe"),
        ascending("measure"),
        ascending("model"),
        ascending("context"),
        ascending(({variant}) => Number(variant !== "original")),
        ascending("variant")
      )
    );

/** Flag rates of the search arm by rubric and model. */
export const surfRates = (rates: readonly Rate[]): Rate[] =>
  rates
    .filter(({step, group}) => step === "surf" && group === "search")
    .sort(inOrder(ascending("rubric"), ascending("model")));

/** Rate and interval of a row; there is a rate where n > 0. */
export const rateOf = ({rate, low, high, n}: Rate) => ({rate: rate!, low: low!, high: high!, n});
