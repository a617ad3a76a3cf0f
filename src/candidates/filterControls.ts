import {arms, statuses} from "../shared/schema.js";
import {FilterForm, SearchField, Select, type Choice} from "../ui/controls.js";
import {plural} from "../ui/format.js";
import type {ListControls} from "../ui/listReader.js";
import {shownModel} from "../ui/modelName.js";
import {afterPause} from "../ui/pause.js";
import {Element} from "../ui/text.js";
import {sortNames, type CandidateView} from "./filters.js";

export interface FilterChoices {
  rubrics: string[];
  models: string[];
  runs: number[];
  reasons: string[];
  attributes: {id: number; attribute: string; uses: number}[];
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
  return {
    element: form,
    forget: () => void (typed = {}),
    show: (view) => fields.forEach(([key, , field]) => (field.value = String(view[key] ?? "")))
  };
}

type LabelledField = [key: keyof CandidateView, label: string, field: Field];

/** The fields with their labels; a choice that would have nothing to choose is left out. */
function fieldsOf({rubrics, models, runs, reasons, attributes}: FilterChoices): LabelledField[] {
  const choice = (values: readonly Choice[]) => Select("", values, {all: "all"});
  const named = attributes.map(
    ({id, attribute, uses}) => [String(id), `${attribute} (${plural(uses, "use")})`] as const
  );
  const fields: (LabelledField | null)[] = [
    ["rubric", "rubric", choice(rubrics)],
    models.length > 1 ? ["model", "model", choice(models.map((model) => [model, shownModel(model)]))] : null,
    ["run", "run", choice(runs.map(String))],
    ["arm", "arm", choice(arms)],
    ["status", "status", choice(statuses)],
    reasons.length > 0 ? ["reason", "unscored because", choice(reasons)] : null,
    ["least", "score from", ScoreField()],
    ["most", "to", ScoreField()],
    ["attribute", "attribute", choice(named)],
    ["text", "text in the query", SearchField("text")],
    ["sort", "order", Select("sort", Object.entries(sortNames))]
  ];
  return fields.filter((field) => field !== null);
}

function ScoreField(): HTMLInputElement {
  return Object.assign(document.createElement("input"), {type: "number", min: "0", max: "100", step: "1"});
}
