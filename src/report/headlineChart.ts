import type {Evidence} from "../findings/evidence.js";
import {confirmBar} from "../probes/confirmRows.js";
import {excerpt} from "../shared/excerpt.js";
import type {ReportContents} from "../shared/reportContents.js";
import type {Resize} from "../ui/charts/chart.js";
import {RateIntervals} from "../ui/charts/rateIntervals.js";
import type {RateMark} from "../ui/charts/rateMarks.js";
import {Figure} from "../ui/figure.js";
import {percent} from "../ui/format.js";
import {shownModel} from "../ui/modelName.js";
import {descending} from "../ui/order.js";

export interface Headline {
  title: string;
  about: string; // how to read it, one sentence or two
  figure: HTMLElement;
}

interface Drawing {
  title: string;
  about: string;
  marks: RateMark[];
  bar?: number;
  series?: string[];
}

const mostRows = 15;

/** The surest thing that a report can draw: findings sampled again, regions, flag rates, what probes measured; else null. */
export function HeadlineChart(
  evidence: readonly Evidence[],
  contents: Pick<ReportContents, "manifest" | "regions" | "rates">,
  resize: Resize
): Headline | null {
  const drawing =
    drawConfirmed(evidence, confirmBar(contents.manifest)) ??
    drawRegions(contents.regions) ??
    drawArms(contents.rates) ??
    drawProbes(contents.rates);
  if (drawing === null) return null;
  const {title, about, marks, bar, series} = drawing;
  const shown = marks.slice(0, mostRows);
  const chart = (width: number): Node => RateIntervals(shown, {width, bar, series});
  const rows = shown.map(({label, rate, low, high, n}) => ({label, rate, low, high, n}));
  const cut = marks.length > mostRows ? ` The first ${mostRows} of ${marks.length} are drawn.` : "";
  return {title, about: about + cut, figure: Figure(resize(chart), {name: "headline", rows})};
}

function drawConfirmed(evidence: readonly Evidence[], bar: number): Drawing | null {
  const marks = evidence.flatMap(({finding, confirmed, standing}, i) =>
    confirmed === null
      ? []
      : [
          {
            ...confirmed,
            label: `${i + 1}. ${finding.query}`,
            series: standing === "confirmed" ? "holds" : "does not hold"
          }
        ]
  );
  if (marks.length === 0) return null;
  return {
    title: "How often each finding fails again",
    about: `The share of fresh answers that break the rubric, with its 95% interval. A finding holds if the lower end is above the bar of ${percent(bar)}, the dashed line.`,
    ...{marks, bar, series: ["holds", "does not hold"]}
  };
}

function drawRegions(regions: ReportContents["regions"]): Drawing | null {
  const proven = regions.filter(({id, meaning, status}) => id === meaning && status !== "refused");
  if (proven.length === 0) return null;
  const marks = [...proven]
    .sort(descending("low"))
    .map(({description, rate, low, high, n}, i) => ({label: `${i + 1}. ${description}`, rate, low, high, n}));
  return {
    title: "How often queries of each region fail",
    about: "The share of fresh queries with the attributes that break the rubric, with its 95% interval.",
    marks
  };
}

function drawArms(rates: ReportContents["rates"]): Drawing | null {
  const arms = rates.filter(
    ({step, group, n}) => step === "surf" && (group === "search" || group === "control") && n > 0
  );
  if (arms.length === 0) return null;
  const series = [...new Set(arms.map(({group}) => `${group} arm`))];
  const marks = arms.map(({rubric, model, group, rate, low, high, n, unscored}) => ({
    ...{rate, low, high, n, unscored},
    label: excerpt(`${rubric ?? ""}, ${shownModel(model)}`, 80),
    series: `${group} arm`
  }));
  return {
    title: "How often candidates were flagged",
    about: "The share of scored candidates above the threshold of the rubric, with its 95% interval.",
    ...{marks, series}
  };
}

function drawProbes(rates: ReportContents["rates"]): Drawing | null {
  const groups = rates.filter(({group, n}) => group === "variant" && n > 0);
  if (groups.length === 0) return null;
  const models = new Set(groups.map(({model}) => model));
  const marks = groups.map(({probe, measure, variant, context, model, rate, low, high, n, unscored}) => ({
    ...{rate, low, high, n, unscored},
    label: [probe, measure, ...[variant, context].filter((each) => each !== "original" && each !== "none")].join(", "),
    ...(models.size > 1 && {series: shownModel(model)})
  }));
  return {
    title: "What its probes measured",
    about:
      "The share of answers for which a measure holds, or that a rubric scores above its threshold, with its 95% interval.",
    marks
  };
}
