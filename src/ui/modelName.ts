import {shortModel, type ModelNames} from "../shared/modelNames.js";
import {Element} from "./text.js";
import {visible} from "./visible.js";

/**
 * A model as people read it: the name that its study gives it, else its id without the address of its server. `study`
 * matters only where a page shows several: without it a name that they do not agree on is not used.
 */
export function shownModel(id: string, study?: string): string {
  const all = namesOfPage();
  if (study !== undefined && Object.hasOwn(all, study)) return nameIn(all[study]!, id) ?? shortModel(id);
  const names = [...new Set(Object.values(all).flatMap((each) => nameIn(each, id) ?? []))];
  return names.length === 1 ? names[0]! : shortModel(id);
}

/** A model as a table names it; its id is on hover. */
export function ModelName(id: string, study?: string): HTMLElement {
  const name = Element("span", "quoted model-name", visible(shownModel(id, study)));
  name.dir = "auto";
  if (name.textContent !== id) name.title = visible(id);
  return name;
}

/** Models with their ids, where a reader looks up what a name stands for. */
export function ModelIds(ids: readonly string[]): HTMLElement {
  const each = ids.map((id) => {
    const isNamed = shownModel(id) !== id;
    const written = Element("span", "quoted muted", visible(id));
    return Element(
      "div",
      "",
      ...(isNamed ? [Element("span", "quoted", visible(shownModel(id))), " ", written] : [visible(id)])
    );
  });
  return Element("div", "", ...each);
}

const nameIn = (names: ModelNames, id: string): string | undefined =>
  Object.hasOwn(names, id) ? names[id] : undefined;

let known: Record<string, ModelNames> | undefined;

/** By study. The head of a page says how the models of its studies are shown (loaders/site/page-models.ts). */
function namesOfPage(): Record<string, ModelNames> {
  if (typeof document === "undefined") return {};
  known ??= JSON.parse(
    document.querySelector<HTMLMetaElement>('meta[name="surfturf-models"]')?.content ?? "{}"
  ) as Record<string, ModelNames>;
  return known;
}
