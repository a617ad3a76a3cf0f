import type {Measured, MeasuredStudy} from "../shared/paper.js";
import type {Origin} from "../shared/schema.js";

/** Which probes repeat an item: by name, else by what they are. */
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

/** Whether a row is of a probe that repeats an item. A probe that bears an item's name counts whatever its kind. */
export function isOf({step, probe, kind}: Probed, match: Match): boolean {
  if (match.step !== undefined && step !== match.step) return false;
  if (match.name === undefined && match.kind === undefined) return true;
  return (match.name?.test(probe ?? "") ?? false) || (match.name === undefined && kind === match.kind);
}

/** The studies that have rows of an item, own ones first; each with the probes that match. */
export function repetitions(
  {studies}: Measured,
  match: Match,
  table: "rates" | "means" | "comparisons" = "rates"
): {study: MeasuredStudy; probe: string | null}[] {
  const order: Record<Origin, number> = {own: 0, lab: 1, imported: 2, published: 3};
  return [...studies]
    .sort((a, b) => order[a.origin] - order[b.origin])
    .flatMap((study) => {
      const rows: Probed[] = study[table];
      const probes = [...new Set(rows.filter((row) => isOf(row, match)).map(({probe}) => probe))];
      return probes.map((probe) => ({study, probe}));
    });
}
