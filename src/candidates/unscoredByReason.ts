import * as Plot from "npm:@observablehq/plot";
import type {StudyManifest} from "../shared/manifest.js";
import {unscoredMeaning, type UnscoredReason} from "../shared/schema.js";
import type {ChartOptions} from "../ui/charts/chart.js";

const meaning = ({reason}: {reason: string}): string => unscoredMeaning[reason as UnscoredReason];

/** Candidates without a score, by reason. */
export function UnscoredByReason(unscored: StudyManifest["unscored"], {width = 640}: ChartOptions = {}): Node {
  const rows = Object.entries(unscored)
    .map(([reason, candidates]) => ({reason, candidates}))
    .sort((a, b) => b.candidates - a.candidates);
  return Plot.plot({
    width,
    height: 50 + rows.length * 26,
    marginLeft: 160,
    marginRight: 60,
    x: {label: "candidates", grid: true},
    y: {label: null, domain: rows.map(({reason}) => reason)},
    marks: [
      Plot.barX(rows, {x: "candidates", y: "reason", fill: "var(--theme-foreground-focus)", title: meaning, tip: true}),
      Plot.text(rows, {
        x: "candidates",
        y: "reason",
        text: (d: {candidates: number}) => d.candidates.toLocaleString("en-US"),
        dx: 4,
        textAnchor: "start"
      }),
      Plot.ruleX([0])
    ]
  });
}
