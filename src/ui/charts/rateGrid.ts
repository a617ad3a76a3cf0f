import {count, percent} from "../format.js";
import type {Row} from "../../shared/schema.js";
import {DataTable} from "../dataTable.js";
import {Element} from "../text.js";

type Rate = Pick<Row<"rates">, "n" | "unscored" | "violations" | "rate" | "low" | "high">;

/** A rate as a bar with its 95% interval, the numbers beside it. */
export function RateCell(rate: Rate | undefined): HTMLElement {
  if (rate === undefined) return Element("span", "muted", "none");
  const {n, unscored, low, high, violations} = rate;
  const bar = Element("span", "rate-bar");
  bar.style.setProperty("--rate", String(rate.rate ?? 0));
  bar.style.setProperty("--low", String(low ?? 0));
  bar.style.setProperty("--high", String(high ?? 0));
  const interval = n === 0 ? "nothing scored" : `${percent(low)}\u2013${percent(high)}, n\u00a0=\u00a0${count(n)}`;
  const lost = unscored > 0 ? `, ${count(unscored)} unscored` : "";
  const cell = Element(
    "span",
    "rate-cell",
    Element("strong", "", percent(rate.rate)),
    bar,
    Element("small", "muted", `${interval}${lost}`)
  );
  cell.title = `${count(violations)} flags of ${count(n)} scored; ${count(unscored)} unscored; 95% Wilson interval`;
  return cell;
}

const groupNames: Record<string, string> = {
  search: "search arm",
  control: "control arm",
  output: "top entries of all runs"
};

/** The headline grid of a study: flag rate by rubric and model, a column for each group of candidates. */
export function RateGrid(rates: readonly Row<"rates">[], {groups = ["search", "control", "output"]} = {}): HTMLElement {
  const cells = new Map(rates.map((rate) => [`${rate.rubric}\u0000${rate.model}\u0000${rate.group}`, rate]));
  const lines = [...new Map(rates.map((rate) => [`${rate.rubric}\u0000${rate.model}`, rate])).values()];
  return DataTable<Row<"rates">>(
    lines,
    [
      {name: "rubric", value: ({rubric}: Row<"rates">) => rubric ?? ""},
      {name: "model", value: ({model}: Row<"rates">) => model},
      ...groups.map((group) => ({
        name: groupNames[group] ?? group,
        value: ({rubric, model}: Row<"rates">) => RateCell(cells.get(`${rubric}\u0000${model}\u0000${group}`))
      }))
    ],
    {name: "rates", empty: "No rates yet."}
  );
}
