import {candidateOrders} from "../explore/candidateOrders.js";
import type {StudyManifest} from "../shared/manifest.js";
import {arms, statuses, type Row} from "../shared/schema.js";
import {FilterForm, SearchField, Select, type Choice} from "../ui/controls.js";
import {plural} from "../ui/format.js";
import type {ListControls} from "../ui/listReader.js";
import {shownModel} from "../ui/modelName.js";
import {afterPause} from "../ui/pause.js";
import {Element} from "../ui/text.js";
import {visible} from "../ui/visible.js";
import type {CandidateView} from "./filters.js";

export interface FilterChoices {
  rubrics: string[];
  models: string[];
  runs: number[];
  reasons: string[];
  attributes: Promise<readonly Used[]>; // they come after the first list
}

interface Used {
  id: number;
  attribute: string;
  uses: number;
}

const mostAttributes = 2000; // a browser's list of choices has no room for more

/** What the filters of a study offer: of attributes the most used. */
export function choicesOf(
  {unscored}: Pick<StudyManifest, "unscored">,
  runs: readonly Pick<Row<"runs">, "rubric" | "model" | "run">[],
  attributes: Promise<readonly Used[]>
): FilterChoices {
  const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];
  return {
    rubrics: unique(runs.map(({rubric}) => rubric)),
    models: unique(runs.map(({model}) => model)),
    runs: unique(runs.map(({run}) => run)).sort((a, b) => a - b),
    reasons: Object.keys(unscored).sort(),
    attributes: attributes.then((all) =>
      all.toSorted((a, b) => b.uses - a.uses || a.id - b.id).slice(0, mostAttributes)
    )
  };
}

type Field = HTMLInputElement | HTMLSelectElement;

export interface CandidateFilterForm extends Pick<ListControls<CandidateView>, "show"> {
  element: HTMLElement;
  forget(): void; // what was typed and not told yet
}

/** The form of the candidates page. `onChange` gets what changed, of texts once typing pauses. */
export function CandidateFilters(
  choices: FilterChoices,
  onChange: (change: Partial<CandidateView>) => void
): CandidateFilterForm {
  let typed: Partial<CandidateView> = {}; // in any field
  const tell = (change: Partial<CandidateView> = {}): void => {
    const all = {...typed, ...change};
    typed = {};
    if (Object.keys(all).length > 0) onChange(all);
  };
  const tellSoon = afterPause(() => tell());
  const type = (change: Partial<CandidateView>): void => {
    typed = {...typed, ...change};
    tellSoon();
  };
  const form = FilterForm();
  const fields = fieldsOf(choices);
  for (const [key, label, field] of fields) {
    field.name = key;
    if (field instanceof HTMLInputElement) field.addEventListener("input", () => type({[key]: field.value}));
    else field.addEventListener("change", () => tell({[key]: field.value}));
    form.append(Element("label", "", label, field));
  }
  let shown: CandidateView | null = null;
  const show = (view: CandidateView): void => {
    shown = view;
    for (const [key, , field] of fields) field.value = String(view[key] ?? "");
  };
  const attribute = fields.find(([key]) => key === "attribute")![2];
  const offer = async (): Promise<void> => {
    for (const {id, attribute: sentence, uses} of await choices.attributes)
      attribute.append(new Option(visible(`${sentence} (${plural(uses, "use")})`), String(id)));
    if (shown !== null) attribute.value = shown.attribute;
  };
  offer().catch(() => undefined); // a filter by attribute says what is wrong
  return {element: form, forget: () => void (typed = {}), show};
}

type LabelledField = [key: keyof CandidateView, label: string, field: Field];

/** The fields with their labels; a choice that would have nothing to choose is left out. */
function fieldsOf({rubrics, models, runs, reasons}: FilterChoices): LabelledField[] {
  const choice = (values: readonly Choice[]) => Select("", values, {all: "all"});
  const orders = Object.entries(candidateOrders).map(([name, {title}]) => [name, title] as const);
  const fields: (LabelledField | null)[] = [
    ["rubric", "rubric", choice(rubrics)],
    models.length > 1 ? ["model", "model", choice(models.map((model) => [model, shownModel(model)]))] : null,
    ["run", "run", choice(runs.map(String))],
    ["arm", "arm", choice(arms)],
    ["status", "status", choice(statuses)],
    reasons.length > 0 ? ["reason", "unscored because", choice(reasons)] : null,
    ["least", "score from", ScoreField()],
    ["most", "to", ScoreField()],
    ["attribute", "attribute", choice([])],
    ["text", "text in the query", SearchField("text")],
    ["sort", "order", Select("sort", orders)]
  ];
  return fields.filter((field) => field !== null);
}

function ScoreField(): HTMLInputElement {
  return Object.assign(document.createElement("input"), {type: "number", min: "0", max: "100", step: "1"});
}
