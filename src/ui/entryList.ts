import {Element} from "./text.js";

/** A line of a list to choose from: a number, a text, and what it is about. */
export interface Entry {
  id: number;
  number: string;
  numberClass?: string; // what is special about the number
  text: Node;
  about: Node | string;
  title?: string;
}

/** A page of entries to choose from. `kind` names what they are to scripts: `data-<kind>` holds the id. */
export function EntryList(
  entries: readonly Entry[],
  {kind, open, choose}: {kind: string; open: number | null; choose: (id: number) => void}
): HTMLElement {
  if (entries.length === 0) return Element("p", "muted", `No ${kind} matches.`);
  const list = Element("ol", "candidate-list");
  for (const entry of entries) {
    const {id, number, numberClass = "", text, about, title = ""} = entry;
    const button = Element(
      "button",
      "",
      Element("span", `score ${numberClass}`.trim(), number),
      Element("span", "query", text),
      Element("span", ""),
      Element("small", "muted", about)
    );
    button.title = title;
    button.setAttribute("aria-current", String(id === open));
    button.dataset[kind] = String(id);
    button.addEventListener("click", () => choose(id));
    list.append(Element("li", "", button));
  }
  return list;
}
