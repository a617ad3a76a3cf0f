import {sortNames, type CandidateView} from "./filters.js";
import {plural} from "../ui/format.js";
import {arms, statuses} from "../shared/schema.js";
import {visible} from "../ui/visible.js";
import {Element} from "../ui/text.js";

export interface FilterChoices {
  rubrics: string[];
  models: string[];
  runs: number[];
  reasons: string[];
  attributes: {id: number; attribute: string; uses: number}[];
}

/** The form of the candidates page. `onChange` gets what changed; `show` puts a view into the form. */
export function CandidateFilters(
  choices: FilterChoices,
  onChange: (change: Partial<CandidateView>, typing: boolean) => void
): {element: HTMLElement; show: (view: CandidateView) => void} {
  const form = Element("form", "filters") as HTMLFormElement;
  form.addEventListener("submit", (event) => event.preventDefault());
  const fields = new Map<keyof CandidateView, HTMLInputElement | HTMLSelectElement>();
  const add = (key: keyof CandidateView, name: string, field: HTMLInputElement | HTMLSelectElement) => {
    fields.set(key, field);
    field.name = key;
    const typing = field instanceof HTMLInputElement;
    field.addEventListener(typing ? "input" : "change", () => onChange({[key]: field.value}, typing));
    form.append(Element("label", "", name, field));
  };
  add("rubric", "rubric", Select(choices.rubrics));
  if (choices.models.length > 1) add("model", "model", Select(choices.models));
  add("run", "run", Select(choices.runs.map(String)));
  add("arm", "arm", Select(arms));
  add("status", "status", Select(statuses));
  if (choices.reasons.length > 0) add("reason", "reason unscored", Select(choices.reasons));
  add("least", "score from", NumberField());
  add("most", "to", NumberField());
  add("attribute", "attribute", AttributeSelect(choices.attributes));
  add("text", "text in the query", SearchField());
  add("sort", "order", Select(Object.keys(sortNames), sortNames, false));
  return {
    element: form,
    show: (view) => fields.forEach((field, key) => (field.value = String(view[key] ?? "")))
  };
}

function Select(values: readonly string[], names: Record<string, string> = {}, all = true): HTMLSelectElement {
  const select = document.createElement("select");
  if (all) select.append(new Option("all", ""));
  for (const value of values) select.append(new Option(names[value] ?? visible(value), value));
  return select;
}

function AttributeSelect(attributes: FilterChoices["attributes"]): HTMLSelectElement {
  const select = Select([]);
  for (const {id, attribute, uses} of attributes)
    select.append(new Option(`${visible(attribute)} (${plural(uses, "use")})`, String(id)));
  return select;
}

function NumberField(): HTMLInputElement {
  const field = document.createElement("input");
  Object.assign(field, {type: "number", min: "0", max: "100", step: "1"});
  return field;
}

function SearchField(): HTMLInputElement {
  const field = document.createElement("input");
  Object.assign(field, {type: "search", placeholder: "words"});
  return field;
}
