import * as Plot from "npm:@observablehq/plot";
import type {Row} from "../shared/schema.js";
import {DataTable} from "../ui/dataTable.js";
import {count, shareWithRange} from "../ui/format.js";
import {InlineText} from "../ui/text.js";

type Detector = Row<"detectors">;

/** How well each detector does on labelled pairs, and how much it picks. */
export const DetectorTable = (detectors: readonly Detector[]): HTMLElement =>
  DataTable(
    [...detectors],
    [
      {name: "detector", value: ({name}) => InlineText(name)},
      {
        name: "picks pairs where",
        value: ({says, kind}) => InlineText(kind === "model" ? `a model says yes: ${says}` : says)
      },
      {
        name: "picked",
        value: ({picked, problem}) => (problem === null ? count(picked) : "not used"),
        by: ({picked}) => picked,
        right: true
      },
      {name: "can't tell", value: ({unread}) => count(unread), right: true},
      {name: "labelled pairs", value: ({labelled}) => count(labelled), right: true},
      {
        name: "precision",
        value: ({precision: rate, precision_low: low, precision_high: high}) => measured({rate, low, high}),
        by: ({precision}) => precision,
        right: true
      },
      {
        name: "recall",
        value: ({recall: rate, recall_low: low, recall_high: high}) => measured({rate, low, high}),
        by: ({recall}) => recall,
        right: true
      },
      {name: "note", value: ({problem}) => InlineText(problem ?? "")}
    ],
    {name: "ablation-detectors", empty: "No detectors."}
  );

const measured = (share: Parameters<typeof shareWithRange>[0]): string =>
  share.rate === null ? "not measured" : shareWithRange(share);

/** The share of each chunk that each detector picks; chunks of which none picks a pair are left out. */
export function PrevalenceChart(chunks: readonly Row<"detector_chunks">[], {width}: {width: number}): Element {
  const telling = new Set(chunks.filter(({picked}) => picked > 0).map(({source}) => source));
  return Plot.plot({
    width,
    marginLeft: Math.min(220, width * 0.35),
    height: 60 + 26 * telling.size * new Set(chunks.map(({detector}) => detector)).size,
    x: {label: "share of the chunk's pairs that are picked (%)", percent: true, grid: true, domain: [0, 100]},
    y: {label: null},
    fy: {label: null},
    marks: [
      Plot.barX(
        chunks.filter(({source}) => telling.has(source)),
        {x: "share", y: "source", fy: "detector", fill: "var(--theme-foreground-focus)", sort: {y: "-x"}}
      ),
      Plot.ruleX([0])
    ]
  });
}
