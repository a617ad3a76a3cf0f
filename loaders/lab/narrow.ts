import type {TemplateEntry, WordLists} from "./template.js";
import type {Filter} from "./world-schema.js";

/** Whether an entry has, in every field of the filter, one of the values it lets pass. */
export const passes = (entry: TemplateEntry, filter: Filter): boolean =>
  Object.entries(filter).every(([field, values]) =>
    entry.fields[field]?.some((value) => [values].flat().includes(value))
  );

/** The vocabulary with some lists narrowed. */
export function narrow(lists: WordLists, only: Record<string, Filter>): WordLists {
  const narrowed = new Map(lists);
  for (const [list, filter] of Object.entries(only))
    narrowed.set(
      list,
      lists.get(list)!.filter((entry) => passes(entry, filter))
    );
  return narrowed;
}
