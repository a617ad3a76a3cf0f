import type {Measured, MeasuredStudy} from "../shared/paper.js";
import type {Origin, Row} from "../shared/schema.js";
import {clusterRate} from "../shared/statistics/clusters.js";
import {groupsBy} from "../ui/order.js";

export interface Reproducibility {
  study: string;
  origin: Origin;
  model: string;
  rubric: string;
  rate: number | null; // mean over findings of the share of samples that violate again
  low: number | null;
  high: number | null;
  n: number; // findings
  samples: number;
  never: number; // findings of which no sample violated again
}

/** How often findings come again, by study, model and rubric: each finding counts once. */
export const reproducibility = ({studies}: Measured): Reproducibility[] => studies.flatMap(ofStudy);

function ofStudy({name: study, origin, findings}: MeasuredStudy): Reproducibility[] {
  const sampled = findings.filter(({confirmed_n}) => confirmed_n !== null && confirmed_n > 0);
  const groups = groupsBy(sampled, ({model, rubric}) => JSON.stringify([model, rubric]));
  return groups.map((own) => {
    const {model, rubric} = own[0]!;
    return {study, origin, model, rubric, ...ofGroup(own)};
  });
}

function ofGroup(findings: readonly Row<"findings">[]) {
  const clusters = findings.map(({confirmed_n: n, confirmed_rate: rate}) => ({n: n!, sum: rate! * n!}));
  const {value, low, high} = clusterRate(clusters);
  const samples = clusters.reduce((sum, {n}) => sum + n, 0);
  const never = findings.filter(({confirmed_rate}) => confirmed_rate === 0).length;
  return {rate: value, low, high, n: findings.length, samples, never};
}
