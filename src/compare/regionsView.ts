import {printWhere} from "../explore/printWhere.js";
import {selectionAddress} from "../explore/selectionAddress.js";
import {DataTable, type TableColumn} from "../ui/dataTable.js";
import {Explain} from "../ui/explain.js";
import {count, plural, shareWithRange} from "../ui/format.js";
import {Link} from "../ui/labels.js";
import {Element, InlineText} from "../ui/text.js";
import type {ComparedRegion, RegionSets} from "./findingSets.js";
import type {Sides} from "./sides.js";
import {ruleInWords, type TraitRule} from "./traits.js";

/** Regions of both sides, of A alone and of B alone; nothing where no side has one. */
export function RegionLists({both, onlyA, onlyB}: RegionSets, {a, b, rule}: Sides & {rule: TraitRule}): HTMLElement[] {
  if (both.length + onlyA.length + onlyB.length === 0) return [];
  const heading = Element("h2", "", "Regions");
  if (a.study === b.study && a.model === b.model) {
    const shared = Explain("Both sides have the same [[region|regions]]: all runs of a search look for them together.");
    return [Element("section", "compare-regions", heading, shared)];
  }
  const pairs = DataTable(
    both,
    [
      {name: "A", value: (match) => RegionOf(a.study, match.a)},
      {name: "B", value: (match) => RegionOf(b.study, match.b)},
      {name: "rubric", value: (match) => match.a.rubric},
      {name: "rate A", value: (match) => rateOf(match.a), by: (match) => match.a.rate},
      {name: "rate B", value: (match) => rateOf(match.b), by: (match) => match.b.rate}
    ],
    {name: "regions-of-both", empty: "None is on both sides.", maxRows: 10}
  );
  return [
    Element(
      "section",
      "compare-regions",
      heading,
      Explain(
        `A [[region]] is on both sides if the other has one for the same rubric with mostly the same ${ruleInWords(rule)}.`
      ),
      Element("h3", "", `Both: ${plural(both.length, "region")}`),
      pairs,
      Element("h3", "", `A only: ${plural(onlyA.length, "region")}`),
      One(onlyA, a.study, "a"),
      Element("h3", "", `B only: ${plural(onlyB.length, "region")}`),
      One(onlyB, b.study, "b")
    )
  ];
}

/** A region, as a link to the candidates in it. */
function RegionOf(study: string, {id, description}: ComparedRegion): HTMLElement {
  const where = printWhere({op: "has", column: "regions", value: id});
  return Link(
    `./studies/${encodeURIComponent(study)}/explore${selectionAddress.write({where})}`,
    InlineText(description)
  );
}

const rateOf = (region: ComparedRegion): string => `${shareWithRange(region)}, n = ${count(region.n)}`;

function One(regions: readonly ComparedRegion[], study: string, side: string): HTMLElement {
  const columns: TableColumn<ComparedRegion>[] = [
    {name: "region", value: (region) => RegionOf(study, region)},
    {name: "rubric", value: ({rubric}) => rubric},
    {name: "rate", value: rateOf, by: ({rate}) => rate}
  ];
  return DataTable(regions, columns, {name: `regions-of-${side}-only`, empty: "None.", maxRows: 10});
}
