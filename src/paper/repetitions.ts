import type {Measured, MeasuredStudy} from "../shared/paper.js";
import type {Origin} from "../shared/schema.js";

/** Which probes repeat an item: those of a name, or of a kind where no name is given. */
export interface Match {
  step?: string;
  name?: RegExp;
  kind?: string;
}

interface Probed {
  step: string;
  probe: string | null;
  kind: string | null;
}

/** Where a study must have rows to repeat an item. */
export type MeasuredTable = "rates" | "means" | "comparisons" | "traces";

const traced: Probed = {step: "turf", probe: null, kind: null};

/** Whether a row is of a probe that repeats an item. A probe with the item's name counts, whatever its kind. */
export function isOf({step, probe, kind}: Probed, match: Match): boolean {
  if (match.step !== undefined && step !== match.step) return false;
  if (match.name === undefined && match.kind === undefined) return true;
  return (match.name?.test(probe ?? "") ?? false) || (match.name === undefined && kind === match.kind);
}

/** The studies that have rows of an item, own ones first; each with the probes that match. */
export function repetitions(
  {studies}: Measured,
  match: Match,
  table: MeasuredTable = "rates"
): {study: MeasuredStudy; probe: string | null}[] {
  const order: Record<Origin, number> = {own: 0, lab: 1, imported: 2, published: 3};
  return [...studies]
    .sort((a, b) => order[a.origin] - order[b.origin])
    .flatMap((study) => {
      const rows = table === "traces" ? study.traces.map(() => traced) : study[table];
      const probes = [...new Set(rows.filter((row) => isOf(row, match)).map(({probe}) => probe))];
      return probes.map((probe) => ({study, probe}));
    });
}
