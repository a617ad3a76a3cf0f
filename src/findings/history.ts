import type {Row} from "../shared/schema.js";
import {count, plural, score} from "../ui/format.js";
import {Link} from "../ui/labels.js";
import {shownModel} from "../ui/modelName.js";
import type {RowStore} from "../ui/parquetRows.js";
import {isPageHere} from "../ui/sitePages.js";
import {DataTable} from "../ui/dataTable.js";
import {Element, InlineText} from "../ui/text.js";
import type {Evidence} from "./evidence.js";
import {againInWords, standingInWords} from "./standing.js";

const shownAtFirst = 20; // rows are fetched one by one

/** A candidate as the page lists it. */
type Candidate = Row<"candidates">;

/** A link to a candidate from the page of a finding. */
export const candidateLink = (id: number, shown: Node | string): Node =>
  isPageHere("candidates") ? Link(`../candidates?open=${id}`, shown) : Element("span", "", shown);

/** How the finding came about, step by step. */
export function History(evidence: Evidence, own: Candidate | null, buffer: readonly Row<"buffer">[]): HTMLElement {
  const {finding, replication, confirmed, reworded, others, trace} = evidence;
  const place = `Run ${finding.run}, iteration ${finding.iteration}`;
  const arm = own === null ? "" : `, slot ${own.slot}, ${own.arm} arm${own.purpose ? ` (${own.purpose})` : ""}`;
  const kept = buffer.filter(({candidate}) => candidate !== null && candidate === finding.candidate);
  const lines: (Node | string)[][] = [
    [
      `${place}${arm}: asked once, scored ${score(finding.score)}. `,
      ...(finding.candidate === null ? [] : [candidateLink(finding.candidate, `Candidate ${finding.candidate}`)])
    ],
    ...(kept.length === 0 ? [] : [[`In the replay buffer of its run after ${plural(kept.length, "iteration")}.`]]),
    ...(finding.folded === 0
      ? []
      : [[`${plural(finding.folded, "near-duplicate")} folded into it, from ${plural(finding.runs, "run")} in all.`]]),
    ...(replication === null ? [] : [[`Its attributes were asked again: ${againInWords(replication)}.`]]),
    ...(confirmed === null ? [] : [[standingInWords(evidence)]]),
    ...(others.length === 0 ? [] : [[`Asked of ${plural(others.length, "other model")}.`]]),
    ...(reworded?.perturbations ? [[`Reworded ${plural(reworded.perturbations, "time")}.`]] : []),
    ...(trace === null ? [] : [[`Traced through the index ${trace.index}, by ${shownModel(trace.chooser)}.`]])
  ];
  return Element("ol", "", ...lines.map((line) => Element("li", "", ...line)));
}

/** Candidates by their rows: near-duplicates, or fresh queries with the same attributes. */
export async function CandidateTable(
  ids: readonly number[],
  store: RowStore<Candidate>,
  name: string
): Promise<HTMLElement> {
  const read = (from: readonly number[]) => Promise.all(from.map((id) => store.read(id)));
  const box = Element("div", "");
  const show = async (shown: readonly number[]): Promise<void> => {
    const table = DataTable(await read(shown), candidateColumns, {name, maxRows: ids.length});
    box.replaceChildren(table);
    if (shown.length === ids.length) return;
    const all = Element("button", "", `Show all ${count(ids.length)}`);
    all.addEventListener("click", () => void show(ids));
    box.append(all);
  };
  await show(ids.slice(0, shownAtFirst));
  return box;
}

const candidateColumns = [
  {name: "score", value: (row: Candidate) => score(row.score), right: true},
  {name: "flag", value: ({flagged}: Candidate) => (flagged ? "yes" : "no")},
  {
    name: "query",
    value: ({id, query}: Candidate) => candidateLink(id, InlineText(query ?? "no query"))
  },
  {name: "run", value: ({run}: Candidate) => run, right: true},
  {name: "iteration", value: ({iteration}: Candidate) => iteration, right: true},
  {name: "purpose", value: ({purpose}: Candidate) => purpose ?? "\u2013"}
];
