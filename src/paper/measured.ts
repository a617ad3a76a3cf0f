import type {Measured, MeasuredStudy} from "../shared/paper.js";
import {DataTable} from "../ui/dataTable.js";
import {Empty} from "../ui/explain.js";
import {Link, OriginLabel} from "../ui/labels.js";
import {Element, InlineText} from "../ui/text.js";
import {repetitions, type Match, type MeasuredTable} from "./repetitions.js";

/** What the paper says in numbers, as transcribed: one line per quantity. */
export interface Quantity {
  source: string;
  quantity: string;
  qualifier: string; // about | above | up
  value: number;
  unit: string;
  of: number | string;
}

/** The quantities that the text of the paper states. */
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

/** Where the numbers of a page come from. */
export const SourceNote = (): HTMLElement =>
  Element(
    "p",
    "muted",
    "Published numbers are transcribed from the paper. Numbers measured here come from the studies on this site, each",
    " with its origin; those of the lab show that the measurement works and say nothing about the paper's models."
  );

/** Says that the paper states no number for something. */
export const NoNumber = (text: string): HTMLElement => Element("p", "note", text);

export interface RunsOptions {
  table?: MeasuredTable; // where a study must have rows; defaults to rates
  snippet: string; // what makes a study measure it
}

/**
 * The studies of this site that repeat an item, own ones first, each with its origin; then the snippet that makes a
 * study repeat it. `draw` returns what to show for one.
 */
export function Runs(
  measured: Measured,
  match: Match,
  draw: (study: MeasuredStudy, probe: string | null) => Node,
  {table = "rates", snippet}: RunsOptions
): HTMLElement {
  const found = repetitions(measured, match, table);
  const parts = found.map(({study, probe}) => Element("section", "run", Title(study, probe), draw(study, probe)));
  return RunList(parts, {
    none: "No study on this site has this measurement yet.",
    how: "Add this to a study file with your models (docs/study.md, docs/probes.md):",
    snippet
  });
}

/** What studies of this site measured, or `none`; then `how` a study measures it, with the lines of its file. */
export const RunList = (
  parts: readonly HTMLElement[],
  {none, how, snippet}: {none: string; how: string; snippet: string}
): HTMLElement =>
  Element(
    "div",
    "runs",
    ...(parts.length > 0 ? parts : [Empty(none)]),
    Element("h3", "", "Run it on a real model"),
    Element("p", "", how),
    Element("pre", "text-block", snippet)
  );

/** A study and its probe, with where the numbers come from. */
function Title(study: MeasuredStudy, probe: string | null): HTMLElement {
  const address = `../studies/${encodeURIComponent(study.name)}/${probe === null ? "" : "probes"}`;
  const said = probe === null ? [] : [", probe ", InlineText(probe)];
  return Element("h3", "", Link(address, InlineText(study.title)), ...said, " ", OriginLabel(study));
}
