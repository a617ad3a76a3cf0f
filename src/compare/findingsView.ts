import {findingAddress} from "../findings/findingLink.js";
import type {Row} from "../shared/schema.js";
import {DataTable, type TableColumn} from "../ui/dataTable.js";
import {Empty, Explain} from "../ui/explain.js";
import {count, plural, score, shareWithRange} from "../ui/format.js";
import {Link} from "../ui/labels.js";
import {Element, InlineText} from "../ui/text.js";
import {mostFindings, type ComparedFinding, type FindingMatch, type FindingSets} from "./findingSets.js";
import type {Sides} from "./sides.js";
import {ruleInWords, type TraitRule} from "./traits.js";

type Finding = Pick<Row<"findings">, "id" | "query" | "score" | "rubric" | "confirmed_n" | "confirmed_rate"> &
  Pick<Row<"findings">, "confirmed_low" | "confirmed_high">;

export interface FindingsOptions extends Sides {
  rule: TraitRule; // what attributes were matched by
}

/** Findings of both sides, of A alone and of B alone, each a link to its page. */
export function FindingLists({both, onlyA, onlyB}: FindingSets, {a, b, rule}: FindingsOptions): HTMLElement {
  const section = Element("section", "compare-findings", Element("h2", "", "Findings"));
  const total = both.length + onlyA.length + onlyB.length;
  if (total === 0) {
    section.append(Empty("Neither side has a finding."));
    return section;
  }
  const most = Math.max(both.length + onlyA.length, both.length + onlyB.length) >= mostFindings;
  section.append(
    Explain(
      "A [[finding]] is on both sides if the other has the same prompt, a near-duplicate of it, or one made of mostly the same",
      `${ruleInWords(rule)}. That it is on one side only may be the luck of the search: sample it on the other model to know.`
    ),
    ...(most ? [Empty(`The best ${count(mostFindings)} of each side.`)] : []),
    Element("h3", "", `Both: ${plural(both.length, "finding")}`),
    Both(both, {a, b}),
    Element("h3", "", `A only: ${plural(onlyA.length, "finding")}`),
    One(onlyA, a.study, "a"),
    Element("h3", "", `B only: ${plural(onlyB.length, "finding")}`),
    One(onlyB, b.study, "b")
  );
  return section;
}

/** A finding by its query, as a link from a page at the top of the site. */
export const FindingOf = (study: string, {id, query}: Pick<Finding, "id" | "query">): HTMLElement =>
  Link(findingAddress(id, {from: `./studies/${encodeURIComponent(study)}/`}), InlineText(query));

function Both(both: readonly FindingMatch[], {a, b}: Sides): HTMLElement {
  const second = ({a: first, b: other, by}: FindingMatch): Node | string =>
    by === "same prompt" && a.study === b.study && first.id === other.id ? "the same" : FindingOf(b.study, other);
  return DataTable(
    both,
    [
      {name: "A", value: (match) => FindingOf(a.study, match.a)},
      {name: "B", value: second},
      {name: "matched by", value: ({by}) => by},
      {name: "rubric", value: ({a: {rubric}}) => rubric},
      {name: "score A", value: (match) => score(match.a.score), right: true},
      {name: "score B", value: (match) => score(match.b.score), right: true},
      {name: "A sampled again", value: (match) => againOf(match.a), by: (match) => match.a.confirmed_low},
      {name: "B sampled again", value: (match) => againOf(match.b), by: (match) => match.b.confirmed_low}
    ],
    {name: "findings-of-both", empty: "None is on both sides.", maxRows: 10}
  );
}

const One = (findings: readonly ComparedFinding[], study: string, side: string): HTMLElement => {
  const columns: TableColumn<ComparedFinding>[] = [
    {name: "finding", value: (finding) => FindingOf(study, finding)},
    {name: "rubric", value: ({rubric}) => rubric},
    {name: "score", value: (finding) => score(finding.score), right: true},
    {name: "sampled again", value: againOf, by: ({confirmed_low: low}) => low}
  ];
  return DataTable(findings, columns, {name: `findings-of-${side}-only`, empty: "None.", maxRows: 10});
};

function againOf({confirmed_n: n, confirmed_rate: rate, confirmed_low: low, confirmed_high: high}: Finding): string {
  return n === null || n === 0 ? "not sampled" : `${shareWithRange({rate, low, high})}, n = ${count(n)}`;
}
