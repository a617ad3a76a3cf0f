import type {Row} from "../shared/schema.js";
import {DataTable} from "../ui/dataTable.js";
import {ModelName} from "../ui/modelName.js";
import {RateCell} from "../ui/rateCell.js";

const groupNames: Record<string, string> = {
  search: "search arm",
  control: "control arm",
  output: "top entries of all runs"
};

/** The headline grid of a study: flag rate by rubric and model, a column for each group of candidates. */
export function RateGrid(rates: readonly Row<"rates">[], {groups = Object.keys(groupNames)} = {}): HTMLElement {
  const keyOf = ({rubric, model}: Row<"rates">): string => JSON.stringify([rubric, model]);
  const cells = new Map(rates.map((rate) => [keyOf(rate) + rate.group, rate]));
  const lines = [...new Map(rates.map((rate) => [keyOf(rate), rate])).values()];
  return DataTable<Row<"rates">>(
    lines,
    [
      {name: "rubric", value: ({rubric}) => rubric ?? ""},
      {name: "model", value: ({model}) => ModelName(model)},
      ...groups
        .filter((group) => rates.some((rate) => rate.group === group))
        .map((group) => ({
          name: groupNames[group] ?? group,
          value: (rate: Row<"rates">) => RateCell(cells.get(keyOf(rate) + group))
        }))
    ],
    {name: "rates", empty: "No rates yet."}
  );
}
