import {Element} from "./text.js";
import {visible} from "./visible.js";

/** A button that does something. */
export function Button(name: string, act: () => void, {className = ""} = {}): HTMLButtonElement {
  const button = Element("button", className, name) as HTMLButtonElement;
  button.type = "button";
  button.addEventListener("click", act);
  return button;
}

export interface SelectOptions {
  all?: string; // the name of the choice of everything, whose value is ""; defaults to none
  onChange?: (value: string) => void;
}

/** A value, with the name that a reader sees where it has another one. */
export type Choice = string | readonly [value: string, name: string];

/** A choice among values. */
export function Select(
  name: string,
  choices: readonly Choice[],
  {all, onChange}: SelectOptions = {}
): HTMLSelectElement {
  const select = document.createElement("select");
  select.name = name;
  if (all !== undefined) select.append(new Option(all, ""));
  for (const choice of choices) {
    const [value, shown] = typeof choice === "string" ? [choice, choice] : choice;
    select.append(new Option(visible(shown), value));
  }
  select.addEventListener("change", () => onChange?.(select.value));
  return select;
}

/** A text to search for. */
export function SearchField(name: string, placeholder = "words", onInput?: (text: string) => void): HTMLInputElement {
  const field = Object.assign(document.createElement("input"), {type: "search", name, placeholder});
  field.addEventListener("input", () => onInput?.(field.value));
  return field;
}

/** A form of labelled fields that nothing submits: each acts on its own. */
export function FilterForm(className = "filters"): HTMLFormElement {
  const form = Element("form", className) as HTMLFormElement;
  form.addEventListener("submit", (event) => event.preventDefault());
  return form;
}
