import {Element} from "../ui/text.js";

const key = "surfturf-reviewer";
const nobody = "anonymous";

/** Who marks in this browser. */
export function reviewer(): string {
  try {
    return localStorage.getItem(key) ?? nobody;
  } catch {
    return nobody;
  }
}

/** A field for the name under which marks are made. `onChange` is called when it is another one. */
export function ReviewerField(onChange: () => void = () => undefined): HTMLElement {
  const field = Object.assign(document.createElement("input"), {
    type: "text",
    name: "reviewer",
    maxLength: 60,
    value: reviewer(),
    autocomplete: "off"
  });
  field.addEventListener("change", () => {
    const name = field.value.trim() || nobody;
    field.value = name;
    try {
      localStorage.setItem(key, name);
    } catch {
      // it lasts as long as the page
    }
    onChange();
  });
  return Element("label", "", "marks are made as ", field);
}
