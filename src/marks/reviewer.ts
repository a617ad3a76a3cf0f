import {Element} from "../ui/text.js";

const key = "surfturf-reviewer";
const nobody = "anonymous";

let name = keptName(); // of this page: another tab may have another

function keptName(): string {
  try {
    return localStorage.getItem(key) ?? nobody;
  } catch {
    return nobody;
  }
}

/** Who marks on this page. */
export const reviewer = (): string => name;

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
    name = field.value.trim() || nobody;
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
