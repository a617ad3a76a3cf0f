import type {Meanings} from "../shared/meanings.js";
import {goTo, whileShown} from "../ui/address.js";
import type {Resize} from "../ui/charts/chart.js";
import {Empty} from "../ui/explain.js";
import {Link, OriginLabel, StateNote} from "../ui/labels.js";
import {Loading} from "../ui/loading.js";
import {Element, InlineText} from "../ui/text.js";
import {alignedRates} from "./aligned.js";
import {Answers} from "./answersView.js";
import {ChoiceForm, Suggestions} from "./choiceForm.js";
import {conditionsOf} from "./conditions.js";
import {Conditions} from "./conditionsView.js";
import {findingSets, findingsOf, regionSets, regionsOf} from "./findingSets.js";
import {FindingLists} from "./findingsView.js";
import {measuredOf} from "./measured.js";
import {Rates} from "./ratesView.js";
import {RegionLists} from "./regionsView.js";
import {rescoredOf, rescoredProblem, rescoredRates} from "./rescored.js";
import {RescoredFindings, TwiceScoredAnswers} from "./rescoredView.js";
import {
  chosenSides,
  overlapOf,
  sideInWords,
  sidesAddress,
  sidesOf,
  suggestions,
  viewOf,
  type ComparedStudy,
  type Sides
} from "./sides.js";
import {studyReader, type StudyFiles, type StudyTables} from "./studyFiles.js";
import {traitRule} from "./traits.js";
import {Weights} from "./weightsView.js";

export interface CompareOptions {
  files: Record<string, StudyFiles>; // by study
  meanings: Meanings; // of the attributes of all studies
  studies: readonly ComparedStudy[]; // in the order in which they are listed
  resize: Resize;
}

/** Two sides, chosen in the address or by the fields on top, and everything that tells them apart. */
export function ComparePage({files, meanings, studies: all, resize}: CompareOptions): HTMLElement {
  const studies = all.filter(({name}) => files[name] !== undefined);
  const read = studyReader(files);
  const choice = Element("div", "");
  const result = Element("div", "compare-result");
  const root = Element("div", "compare", Suggestions(suggestions(studies)), choice, result);
  let turn = 0; // the latest choice: an older one that is read late is dropped
  let shown = "";

  const asked = () => sidesAddress.read(location.search);
  const choose = (sides: Sides, rubric = ""): void => {
    goTo(sidesAddress.write(viewOf(sides, rubric)));
    void show();
  };

  async function show(): Promise<void> {
    const {rubric, ...view} = asked();
    const sides = chosenSides(sidesOf({...view, rubric}), studies);
    if (sides === null) return result.replaceChildren(Empty("There is no study yet, so there is nothing to compare."));
    const key = JSON.stringify([sides, rubric]);
    if (key === shown) return; // only the open answer is another
    shown = key;
    const mine = ++turn;
    const form = (tables: Tables | null): HTMLElement =>
      ChoiceForm(sides, {a: {studies, tables: tables?.a ?? null}, b: {studies, tables: tables?.b ?? null}}, (next) =>
        choose(next)
      );
    if (choice.childElementCount === 0) choice.replaceChildren(form(null));
    const reading = Promise.all([read(sides.a.study), read(sides.b.study)]);
    result.replaceChildren(Loading(reading));
    try {
      const [a, b] = await reading;
      if (mine !== turn) return;
      replaceKeepingFocus(choice, form({a, b}));
      result.replaceChildren(
        ...Comparison({a, b}, sides, {rubric, meanings, choose: (next) => choose(sides, next), resize})
      );
    } catch (error) {
      if (mine !== turn) return;
      shown = "";
      result.replaceChildren(Unreadable(error));
    }
  }
  whileShown(root, "popstate", () => void show());
  void show();
  return root;
}

interface Tables {
  a: StudyTables;
  b: StudyTables;
}

const Unreadable = (error: unknown): HTMLElement =>
  Element(
    "p",
    "note note-failed",
    `The tables can't be read: ${error instanceof Error ? error.message : String(error)}`
  );

/** Puts a new form in the place of the old one; who was in a field is in the same field again. */
function replaceKeepingFocus(box: HTMLElement, form: HTMLElement): void {
  const focused = document.activeElement;
  const name = focused !== null && box.contains(focused) ? focused.getAttribute("name") : null;
  box.replaceChildren(form);
  if (name !== null) box.querySelector<HTMLElement>(`[name="${name}"]`)?.focus();
}

interface ComparisonOptions {
  rubric: string;
  meanings: Meanings;
  choose: (rubric: string) => void;
  resize: Resize;
}

function Comparison(tables: Tables, sides: Sides, options: ComparisonOptions): HTMLElement[] {
  const isRescored = sides.a.scores !== "" || sides.b.scores !== "";
  const overlap = overlapOf(sides);
  const head = [Heading(tables, sides), ...Unfinished(tables)];
  if (overlap === "same")
    return [...head, Element("p", "note", "A and B are the same. Choose another study or part for one of them.")];
  return [...head, ...(isRescored ? RescoredSides(tables, sides, options) : TwoSides(tables, sides, options))];
}

function TwoSides({a, b}: Tables, sides: Sides, options: ComparisonOptions): HTMLElement[] {
  const described = conditionsOf(
    {side: sides.a, manifest: a.manifest, scored: null},
    {side: sides.b, manifest: b.manifest, scored: null}
  );
  const rule = traitRule(a, b, options.meanings);
  const sets = findingSets(findingsOf(a, sides.a, rule), findingsOf(b, sides.b, rule));
  const regions = regionSets(regionsOf(a, sides.a, rule), regionsOf(b, sides.b, rule));
  return [
    Conditions(described, sides, {overlap: overlapOf(sides)}),
    Rates(alignedRates(measuredOf(a, sides.a), measuredOf(b, sides.b)), options.resize),
    Weights(a, b, sides, options),
    ...RegionLists(regions, {...sides, rule}),
    FindingLists(sets, {...sides, rule}),
    Answers(a, b, sides)
  ];
}

function RescoredSides({a, b}: Tables, sides: Sides, {resize}: ComparisonOptions): HTMLElement[] {
  const {rescores, manifest} = a;
  const problem = rescoredProblem(sides, rescores);
  if (problem !== null) return [Element("p", "note note-failed", problem)];
  const rescored = rescoredOf(sides, rescores);
  const conditions = conditionsOf(
    {side: sides.a, manifest, scored: rescored.a},
    {side: sides.b, manifest: b.manifest, scored: rescored.b}
  );
  const rows = rescoredRates(rescored, sides, rescores);
  return [
    Conditions(conditions, sides, {
      lead: "The same answers under two ways to score them: the target was not asked again.",
      overlap: "none"
    }),
    Rates({rows, onlyA: [], onlyB: []}, resize),
    RescoredFindings(
      findingsOf(a, {...sides.a, scores: ""}, {traitOf: ({attribute}) => attribute}),
      rescored,
      sides.a.study
    ),
    TwiceScoredAnswers(rescored)
  ];
}

function Heading({a, b}: Tables, sides: Sides): HTMLElement {
  const line = (key: "a" | "b", {manifest}: StudyTables): HTMLElement => {
    const side = sides[key];
    const title = sideInWords(side, manifest.title);
    const link = Link(`./studies/${encodeURIComponent(side.study)}/`, InlineText(title));
    return Element(
      "p",
      "",
      Element("strong", `compare-key compare-key-${key}`, key.toUpperCase()),
      " ",
      link,
      " ",
      OriginLabel(manifest)
    );
  };
  return Element("div", "compare-heading", line("a", a), line("b", b));
}

/** What to do about sides that are not whole. */
const Unfinished = ({a, b}: Tables): HTMLElement[] =>
  [...new Map([a, b].map(({manifest}) => [manifest.name, manifest])).values()]
    .filter(({state}) => state !== "finished")
    .map((manifest) => StateNote(manifest, InlineText(manifest.title)));
