import type {Weight} from "../../../src/shared/explore/codedTable.js";
import type {Row} from "../../../src/shared/schema.js";
import {readTable} from "../../store/tables.js";

/** Samples of a finding by what was measured on which arm of a probe. */
export type FindingMeasures = ReadonlyMap<string, Weight>;

type Rate = Row<"rates">;
const arms = ["variant", "context", "model"] as const;

/** The shares that probes measured on the prompts of each finding, by its id: those of a study's rates by prompt. */
export async function measuresByFinding(study: string): Promise<Map<string, FindingMeasures>> {
  const rates = ((await readTable(study, "rates")) ?? []).filter(
    ({group, item}) => group === "prompt" && item !== null
  );
  const nameOf = measureNamer(rates);
  const byFinding = new Map<string, Map<string, Weight>>();
  for (const rate of rates) {
    const own = byFinding.get(rate.item!) ?? new Map<string, Weight>();
    byFinding.set(rate.item!, own);
    const {clean, violating} = own.get(nameOf(rate)) ?? {clean: 0, violating: 0};
    const {n, violations} = rate;
    if (n > 0) own.set(nameOf(rate), {clean: clean + n - violations, violating: violating + violations});
  }
  return byFinding;
}

/** Names a measure with its probe, and with the parts of its arm in which the arms of that probe differ. */
function measureNamer(rates: readonly Rate[]): (rate: Rate) => string {
  const differing = new Map<string | null, Set<(typeof arms)[number]>>();
  for (const {probe} of rates) {
    if (differing.has(probe)) continue;
    const own = rates.filter((rate) => rate.probe === probe);
    differing.set(probe, new Set(arms.filter((arm) => new Set(own.map((rate) => rate[arm])).size > 1)));
  }
  return (rate) => {
    const arm = arms.filter((each) => differing.get(rate.probe)!.has(each)).map((each) => rate[each] ?? "all");
    return [`${rate.probe}: ${rate.measure?.replace(/^rubric:/, "")}`, ...arm].join(" \u00b7 ");
  };
}
