import type {Measured, MeasuredStudy} from "../shared/paper.js";
import {repetitions, type Match} from "./repetitions.js";
import {DataTable} from "../ui/dataTable.js";
import {OriginLabel} from "../ui/labels.js";
import {Element, InlineText} from "../ui/text.js";

/** What the paper says in numbers, as transcribed: one line a quantity. */
export interface Quantity {
  source: string;
  quantity: string;
  qualifier: string; // about | above | up
  value: number;
  unit: string;
  of: number | string;
}

/** The quantities that the paper gives in its text. */
export function Quantities(rows: readonly Quantity[], name: string): HTMLElement {
  const value = ({qualifier, value, unit, of}: Quantity) =>
    [qualifier, value.toLocaleString("en-US"), unit, of ? `of ${of.toLocaleString("en-US")}` : ""]
      .filter(Boolean)
      .join(" ");
  return DataTable(
    rows,
    [
      {name: "where", value: ({source}) => source},
      {name: "quantity", value: ({quantity}) => quantity},
      {name: "published", value, right: true}
    ],
    {name}
  );
}

/** Says that the paper gives no number for something. */
export const NoNumber = (text: string): HTMLElement => Element("p", "note", text);

export interface RunsOptions {
  table?: "rates" | "means" | "comparisons"; // where a study must have rows; defaults to rates
  snippet: string; // what makes a study measure it
}

/**
 * The studies of this site that repeat an item, own ones first, each under its origin; then the snippet that makes a
 * study repeat it. `draw` gives what to show of one.
 */
export function Runs(
  measured: Measured,
  match: Match,
  draw: (study: MeasuredStudy, probe: string | null) => Node,
  {table = "rates", snippet}: RunsOptions
): HTMLElement {
  const found = repetitions(measured, match, table);
  const parts = found.map(({study, probe}) => Element("section", "run", Title(study, probe), draw(study, probe)));
  const none = Element("p", "muted", "No study of this site has this measurement yet.");
  return Element(
    "div",
    "runs",
    ...(parts.length > 0 ? parts : [none]),
    Element("h3", "", "To run it on a real model"),
    Element("p", "", "In a study file, with your models (docs/study.md, docs/probes.md):"),
    Element("pre", "text-block", snippet)
  );
}

/** A study and the probe of it, with where its numbers come from. */
function Title(study: MeasuredStudy, probe: string | null): HTMLElement {
  const link = Element("a", "", InlineText(study.title)) as HTMLAnchorElement;
  link.href = `../studies/${encodeURIComponent(study.name)}/${probe === null ? "" : "probes"}`;
  const said = probe === null ? [] : [", probe ", InlineText(probe)];
  return Element("h3", "", link, ...said, " ", OriginLabel(study));
}

/** What an item waits for. */
export function Awaits(step: string, snippet: string): HTMLElement {
  return Element(
    "div",
    "note",
    Element("p", "", `The lab's run of this waits for the step ${step}, which this version does not have.`),
    Element("pre", "text-block", snippet)
  );
}
