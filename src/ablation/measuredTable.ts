import type {Row} from "../shared/schema.js";
import {DataTable} from "../ui/dataTable.js";
import {count, decimal, points, pValue} from "../ui/format.js";
import {Element, InlineText} from "../ui/text.js";
import {measuredValue} from "./armView.js";

type Effect = Row<"arm_effects">;

interface MeasuredNames {
  arm(id: number): string; // name of an arm
  region(id: string): string; // what a region is, in words
}

/** What becomes of regions and probes with each arm's training data, against all data and against its controls. */
export const MeasuredTable = (effects: readonly Effect[], names: MeasuredNames): HTMLElement =>
  DataTable(
    [...effects],
    [
      {name: "training data", value: ({arm}) => InlineText(names.arm(arm))},
      {name: "against", value: ({baseline}) => InlineText(names.arm(baseline))},
      {name: "measured on", value: (row) => whatOf(row, names)},
      {name: "measure", value: ({measure}) => InlineText(measure.replace(/^rubric:/, ""))},
      {name: "from", value: (row) => measuredValue(row.value_baseline, row), right: true},
      {name: "to", value: (row) => measuredValue(row.value_compared, row), right: true},
      {
        name: "change, paired by prompt",
        value: (row) => `${change(row.difference, row)} (${change(row.low, row)} to ${change(row.high, row)})`,
        by: ({difference}) => difference,
        right: true,
        term: "paired difference"
      },
      {name: "prompts", value: ({prompts}) => count(prompts), right: true},
      {name: "q", value: ({q}) => pValue(q), by: ({q}) => q, right: true, term: "q value"},
      {
        name: "detectable",
        value: (row) => change(row.detectable, row),
        by: ({detectable}) => detectable,
        right: true,
        term: "minimum detectable effect"
      }
    ],
    {name: "ablation-measured", empty: "Nothing was compared yet."}
  );

const whatOf = ({purpose, of, variant}: Effect, {region}: MeasuredNames): HTMLElement =>
  Element(
    "span",
    "",
    purpose === "region" ? "region: " : "probe ",
    InlineText(purpose === "region" ? region(of!) : of!),
    ...(variant === null ? [] : [": ", InlineText(variant)])
  );

const change = (value: number | null, {summary}: Effect): string =>
  summary === "rate" ? points(value) : decimal(value);
