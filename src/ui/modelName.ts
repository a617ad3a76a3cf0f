import {Element} from "./text.js";
import {visible} from "./visible.js";

/** A model without the address of its server: "http://127.0.0.1:8000/v1:llama" is "llama". */
export const shortModel = (model: string): string => /^https?:\/\/[^/]+(?:\/[^:]*)?:(.+)$/.exec(model)?.[1] ?? model;

/** A model as a table names it; its whole name is on hover. */
export function ModelName(model: string): HTMLElement {
  const name = Element("span", "quoted model-name", visible(shortModel(model)));
  if (name.textContent !== model) name.title = model;
  return name;
}
