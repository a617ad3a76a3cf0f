import {titleOf} from "../rescore/rescoreView.js";
import {FilterForm, Select, type Choice} from "../ui/controls.js";
import {shownModel} from "../ui/modelName.js";
import {Link} from "../ui/labels.js";
import {Element, InlineText} from "../ui/text.js";
import {comparisonAddress, sideOfStudy, type ComparedStudy, type Side, type Sides, type Suggestion} from "./sides.js";
import type {StudyTables} from "./studyFiles.js";

const mostSuggestions = 8;

/** What a reader may choose a side among: all studies, and the parts of the one that is chosen. */
export interface SideChoices {
  studies: readonly ComparedStudy[];
  tables: Pick<StudyTables, "manifest" | "runs" | "rescores"> | null; // null: not read yet
}

/** The fields of both sides. When its study changes, a side goes back to its defaults. */
export function ChoiceForm(
  sides: Sides,
  choices: {a: SideChoices; b: SideChoices},
  choose: (sides: Sides) => void
): HTMLElement {
  const field = (key: "a" | "b"): HTMLElement =>
    SideFields(key, sides[key], choices[key], (side) => choose({...sides, [key]: side}));
  const swap = Element("button", "", "Swap A and B") as HTMLButtonElement;
  swap.type = "button";
  swap.addEventListener("click", () => choose({a: sides.b, b: sides.a}));
  return Element("div", "compare-choice", field("a"), field("b"), swap);
}

function SideFields(
  key: "a" | "b",
  side: Side,
  {studies, tables}: SideChoices,
  change: (side: Side) => void
): HTMLElement {
  const Field = (name: keyof Side, list: readonly Choice[], value: string, all?: string): HTMLElement[] => {
    if (list.length === 0 && value === "") return [];
    const known = list.some((choice) => (typeof choice === "string" ? choice : choice[0]) === value);
    const shown = known || value === "" ? list : [...list, [value, `${value} (not there)`] as const];
    const select = Select(`${key}.${name}`, shown, {
      ...(all !== undefined && {all}),
      onChange: (chosen) => change(changed(side, name, chosen))
    });
    select.value = value;
    return [Element("label", "", name, select)];
  };
  const form = FilterForm("filters compare-side");
  form.setAttribute("aria-label", `Side ${key.toUpperCase()}`);
  const isRescored = side.scores !== "";
  const parts = tables === null ? {models: [], runs: [], scores: []} : partsOf(tables);
  form.append(
    Element("strong", `compare-key compare-key-${key}`, key.toUpperCase()),
    ...Field("study", studies.map(studyChoice), side.study),
    ...(isRescored ? [] : Field("model", parts.models, side.model, "all models")),
    ...(isRescored ? [] : Field("run", parts.runs, side.run === null ? "" : String(side.run), "all runs")),
    ...Field("scores", parts.scores, side.scores, "as the study scored")
  );
  return form;
}

/** A choice of scores is for all models and runs: a rescore is a sample of the whole study. */
function changed(side: Side, name: keyof Side, value: string): Side {
  if (name === "study") return sideOfStudy(value);
  if (name === "scores") return sideOfStudy(side.study, {scores: value});
  return {...side, [name]: name === "run" ? (value === "" ? null : Number(value)) : value};
}

/** A study by its title; its sampler tells searches of one target apart. */
function studyChoice({name, title, settings}: ComparedStudy): Choice {
  const {sampler} = (settings.surf ?? {}) as {sampler?: string};
  const more = [name === title ? "" : name, sampler === undefined ? "" : `sampler ${sampler}`].filter(
    (part) => part !== ""
  );
  return [name, more.length === 0 ? title : `${title} (${more.join(", ")})`];
}

function partsOf({manifest, runs, rescores}: Pick<StudyTables, "manifest" | "runs" | "rescores">) {
  const models = [...new Set([...(manifest.models.target ?? []), ...runs.map(({model}) => model)])];
  const numbers = [...new Set(runs.map(({run}) => run))].sort((a, b) => a - b);
  return {
    models: models.length < 2 ? [] : models.map((model): Choice => [model, shownModel(model, manifest.name)]),
    runs: numbers.length < 2 ? [] : numbers.map((run): Choice => [String(run), `run ${run}`]),
    scores: rescores.map((rescore): Choice => [rescore.name, titleOf(rescore)])
  };
}

/** Links to comparisons that a reader may want. */
export function Suggestions(listed: readonly Suggestion[]): HTMLElement {
  const links = listed
    .slice(0, mostSuggestions)
    .map((each) => Element("li", "", Link(comparisonAddress(each), InlineText(each.words))));
  return Element(
    "details",
    "compare-suggestions",
    Element("summary", "", "Comparisons to begin with"),
    Element("ul", "", ...links)
  );
}
