import {openMarks} from "../marks/markStore.js";
import {markControl} from "../marks/markControl.js";
import type {Mark} from "../shared/marks.js";
import {changeOf, type Change, type Rescore, type RescoredRow, type ScoredBy} from "../shared/rescore.js";
import {unscoredMeaning} from "../shared/schema.js";
import {addressOf} from "../ui/address.js";
import {Select} from "../ui/controls.js";
import {DataTable} from "../ui/dataTable.js";
import {EntryList} from "../ui/entryList.js";
import {Facts} from "../ui/facts.js";
import {count, score, shareWithRange} from "../ui/format.js";
import {ListReader, type Go, type ListControls, type ListView} from "../ui/listReader.js";
import {ModelName, shownModel} from "../ui/modelName.js";
import {Element, InlineText, TextBlock} from "../ui/text.js";
import {markAgreement, newFlagRate, rowOf, type SideAgreement} from "./agreement.js";

const pageSize = 25;
const shows = ["changed", "flag lost", "flag gained", "stays a flag", "stays none", "no score", "all"] as const;

interface RescoreListView extends ListView {
  show: string;
}

const emptyView: RescoreListView = {show: "changed", page: 0, open: null};
const viewAddress = addressOf(emptyView, {
  clean: (view) => ({...view, show: (shows as readonly string[]).includes(view.show) ? view.show : emptyView.show})
});

/** What one rescore changed: in counts, against people\u2019s marks, and answer by answer with the reasons side by side. */
export function RescoreView(rescore: Rescore): HTMLElement {
  const agreement = Element("div", "");
  const root = Element("section", "rescore", Head(rescore), Counts(rescore), agreement, Answers(rescore));
  const store = openMarks(rescore.study);
  const show = (): void => agreement.replaceChildren(Agreement(rescore, store.current()));
  store.follow(root, show);
  void store.ready.then(show);
  return root;
}

const scorersOf = ({scorers}: Pick<ScoredBy, "scorers">): string => scorers.map((id) => shownModel(id)).join(", ");

/** A rescore in one line, for a choice among them. */
export const titleOf = ({after, source, rows, whole, at}: Rescore): string =>
  `${at.slice(0, 16).replace("T", " ")} ${after.rubric}, ${scorersOf(after)}: ${whole ? "all" : count(rows.length)} ${source}`;

function Head({before, after, source, population, whole, planned, rows, state, error, study}: Rescore): HTMLElement {
  const how = ({rubric, threshold, scorers}: ScoredBy): string =>
    `${rubric}, a flag above ${threshold}, by ${scorersOf({scorers}) || "an unknown judge"}`;
  const part = whole
    ? `all ${count(population)} ${source}`
    : `${count(planned)} of ${count(population)} ${source}: a random sample, stratified by score, and what people marked`;
  return Element(
    "div",
    "",
    DataTable(
      [
        {side: "before", says: how(before)},
        {side: "after", says: how(after) + (after.file === null ? "" : ` (${after.file})`)}
      ],
      [
        {name: "", value: ({side}) => side},
        {name: "scored", value: ({says}) => InlineText(says)}
      ],
      {name: "rescore-sides"}
    ),
    Element("p", "muted", `Scored again: ${part}.`),
    ...(state === "finished"
      ? []
      : [
          Element(
            "p",
            "note",
            `${state === "running" ? "Running" : "Stopped"} after ${count(rows.length)} of ${count(planned)} answers${error === null ? "" : `: ${error}`}. `,
            ...(state === "running"
              ? []
              : ["The same ", Element("code", "", `npx surfturf rescore ${study}`), " goes on from there."])
          )
        ])
  );
}

function Counts(rescore: Rescore): HTMLElement {
  const {rows, strata} = rescore;
  const of = (change: Change): string => count(rows.filter((row) => changeOf(row, rescore) === change).length);
  const all = strata.reduce((sum, {size}) => sum + size, 0);
  const flags = strata.filter(({flagged}) => flagged).reduce((sum, {size}) => sum + size, 0);
  const rate = newFlagRate(rescore);
  const facts = Facts([
    [of("flag lost"), "were flags and no longer are"],
    [of("flag gained"), "are flags and were not"],
    [of("stays a flag"), "stay flags"],
    [of("stays none"), "stay none"],
    of("no score") === "0" ? null : [of("no score"), "have no score on one side"]
  ]);
  const before =
    all === 0 ? "" : `Before, ${((100 * flags) / all).toFixed(1)}% of all ${count(all)} answers were flags; `;
  const words =
    rate.rate === null
      ? ""
      : `after, ${shareWithRange(rate)} are${rescore.whole ? "" : `, told from ${count(rate.n)} drawn at random`}.`;
  return Element("div", "", facts, Element("p", "", before, words));
}

function Agreement(rescore: Rescore, marks: readonly Mark[]): HTMLElement {
  const {marked, isWeighted, before, after, mended, broken} = markAgreement(rescore, marks);
  if (marked === 0)
    return Element(
      "p",
      "muted",
      "None of these answers is marked true or false yet. Mark some below, or in the review queue, to see which side people agree with."
    );
  const digits = (alpha: number | null): string =>
    alpha === null ? "\u2013" : alpha.toFixed(2).replace("-", "\u2212");
  const line = (side: string, {agree, precision, recall, alpha}: SideAgreement) => ({
    side,
    agree: `${count(agree)} of ${count(marked)}`,
    precision: shareWithRange(precision),
    recall: shareWithRange(recall),
    alpha: digits(alpha)
  });
  return Element(
    "div",
    "",
    Element("h2", "", "Against people\u2019s marks"),
    DataTable(
      [line("before", before), line("after", after)],
      [
        {name: "scores", value: ({side}) => side},
        {name: "agree", value: (row) => row.agree, right: true},
        {name: "precision (95%)", value: (row) => row.precision, right: true},
        {name: "recall (95%)", value: (row) => row.recall, right: true},
        {name: "alpha", value: (row) => row.alpha, right: true}
      ],
      {name: "rescore-agreement"}
    ),
    Element(
      "p",
      "muted",
      `The change mends ${count(mended)} and breaks ${count(broken)} of these answers. `,
      isWeighted
        ? "Shares are weighted to all answers: the marks are of a review queue."
        : "Marks chosen by hand say little of recall."
    )
  );
}

function Answers(rescore: Rescore): HTMLElement {
  const listed = (show: string): RescoredRow[] =>
    rescore.rows.filter((row) => {
      const change = changeOf(row, rescore);
      return show === "all" || change === show || (show === "changed" && change.startsWith("flag "));
    });
  return ListReader<RescoreListView, RescoredRow>({
    noun: "answer",
    className: "rescored",
    pageSize,
    view: emptyView,
    address: viewAddress,
    controls: (go) => Controls(listed, go),
    rows: ({show, page}) => {
      const rows = listed(show);
      return {rows: rows.slice(page * pageSize, (page + 1) * pageSize), total: rows.length};
    },
    idOf: ({id}) => id,
    list: (rows, open, choose) => List(rows, rescore, {open, choose}),
    read: async (id) => Answer(rescore, id)
  });
}

function Controls(listed: (show: string) => RescoredRow[], go: Go<RescoreListView>): ListControls<RescoreListView> {
  const choices = shows.map((show) => [show, `${show} (${count(listed(show).length)})`] as const);
  const field = Select("show", choices, {onChange: (show) => go({show, page: 0, open: null}, {replace: true})});
  return {
    elements: [Element("h2", "", "Answers"), Element("div", "toolbar", Element("label", "", "show ", field))],
    show: ({show}) => (field.value = show)
  };
}

const List = (
  rows: readonly RescoredRow[],
  rescore: Rescore,
  {open, choose}: {open: number | null; choose: (id: number) => void}
): HTMLElement =>
  EntryList(
    rows.map((row) => ({
      id: row.id,
      number: `${score(row.before)}\u2192${score(row.after)}`,
      numberClass: changeOf(row, rescore).startsWith("flag ") ? "flagged" : "",
      text: InlineText(row.texts?.query ?? "(texts are kept of answers that changed side)"),
      about: Element("span", "", changeOf(row, rescore), ", ", ModelName(row.model))
    })),
    {kind: "answer", open, choose}
  );

function Answer(rescore: Rescore, id: number): HTMLElement {
  const row = rowOf(rescore, id);
  if (row === undefined) throw new Error("it is not among the answers scored again");
  const {before, after, reason, texts, key} = row;
  const kind = rescore.source === "candidates" ? "candidate" : "sample";
  const unscored = reason === null ? "" : ` (${reason}: ${unscoredMeaning[reason]})`;
  const said = (text: string): HTMLElement =>
    text === "" ? Element("p", "muted", "No reason on record.") : TextBlock(text);
  return Element(
    "article",
    "candidate",
    Element("p", "", `${kind} ${id}: `, Element("strong", "", changeOf(row, rescore)), unscored),
    markControl({study: rescore.study, kind, id: String(id), about: {rubric: rescore.before.rubric, key}}),
    ...(texts === null
      ? [
          Element(
            "p",
            "muted",
            "Its texts are on the page of candidates: they are kept here of answers that changed side."
          )
        ]
      : [
          Element(
            "div",
            "side-by-side",
            Element("div", "", Element("h3", "", `Before: ${score(before)}`), said(texts.before)),
            Element("div", "", Element("h3", "", `After: ${score(after)}`), said(texts.after))
          ),
          Element("h3", "", "Query"),
          TextBlock(texts.query),
          Element("h3", "", "Response"),
          TextBlock(texts.response)
        ])
  );
}
