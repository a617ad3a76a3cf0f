import {armMarks, armSeries, doses, gridPoints} from "../ablation/armView.js";
import {DoseChart} from "../ablation/doseChart.js";
import {Grids} from "../ablation/gridCharts.js";
import type {Measured, MeasuredStudy} from "../shared/paper.js";
import type {Resize} from "../ui/charts/chart.js";
import {RateIntervals} from "../ui/charts/rateIntervals.js";
import {Figure} from "../ui/figure.js";
import {Link, OriginLabel} from "../ui/labels.js";
import {Element, InlineText} from "../ui/text.js";
import {RunList} from "./measured.js";

export interface AblationRunsOptions {
  rubric: string; // of the findings whose training data was ablated
  snippet: string; // what makes a study do so
  resize: Resize;
}

/** The ablations of this site that are about a rubric, each with its origin; then what makes a study ablate. */
export function AblationRuns(measured: Measured, {rubric, snippet, resize}: AblationRunsOptions): HTMLElement {
  const runs = measured.studies.flatMap((study) =>
    findingsOf(study, rubric).map((finding) => AblationOf(study, finding, resize))
  );
  return RunList(runs, {
    none: "No study on this site has trained models for this yet.",
    how: "Add this to a study file with your own command that trains a model (docs/ablation.md):",
    snippet
  });
}

const findingsOf = ({arm_rates}: MeasuredStudy, rubric: string): string[] => [
  ...new Set(arm_rates.flatMap(({finding, measure}) => (measure === `rubric:${rubric}` ? (finding ?? []) : [])))
];

function AblationOf(study: MeasuredStudy, finding: string, resize: Resize): HTMLElement {
  const {arms, arm_rates: rates} = study;
  const query = study.findings.find(({id}) => id === finding)?.query ?? finding;
  const address = `../studies/${encodeURIComponent(study.name)}/ablation`;
  const marks = armMarks(arms, rates, finding);
  const steps = doses(arms, rates, finding);
  const cells = gridPoints(study.arm_cells, {arms, rates, finding});
  const rateChart = (width: number) => RateIntervals(marks, {width, series: armSeries, apart: false});
  const doseChart = (width: number) => DoseChart(steps, {width});
  const caption = "Rate of failure by how many pairs of the chunk are in the training data.";
  return Element(
    "section",
    "run",
    Element("h3", "", Link(address, InlineText(study.title)), " ", OriginLabel(study)),
    Element("p", "finding-query", InlineText(query)),
    ...(cells.length === 0 ? [] : [Grids(cells, resize)]),
    Figure(resize(rateChart), {name: `ablation-${finding}`, rows: marks.map((mark) => ({...mark}))}),
    ...(steps.length === 0
      ? []
      : [Figure(resize(doseChart), {name: `doses-${finding}`, rows: steps.map((step) => ({...step})), caption})])
  );
}
