/** A selection that a reader gave a name. */
export interface SavedSelection {
  name: string;
  where: string;
}

export interface SavedSelections {
  all(): SavedSelection[];
  /** Keeps a selection, in place of one with this name. Throws where the browser keeps nothing. */
  save(selection: SavedSelection): void;
  remove(name: string): void;
}

/** What of the browser's store is used. */
type Store = Pick<Storage, "getItem" | "setItem">;

/** The saved selections of one page in this browser. */
export function savedSelections(page: string, store: () => Store = () => localStorage): SavedSelections {
  const key = `surfturf-explore:${page}`;
  const write = (all: readonly SavedSelection[]): void => store().setItem(key, JSON.stringify(all));
  const all = (): SavedSelection[] => {
    try {
      return selectionsIn(JSON.parse(store().getItem(key) ?? "[]"));
    } catch {
      return []; // no store, or what another program wrote
    }
  };
  return {
    all,
    save: (selection) => write([...all().filter(({name}) => name !== selection.name), selection]),
    remove: (name) => write(all().filter((saved) => saved.name !== name))
  };
}

const selectionsIn = (value: unknown): SavedSelection[] =>
  Array.isArray(value)
    ? value.filter(
        (each: Partial<SavedSelection> | null): each is SavedSelection =>
          typeof each?.name === "string" && typeof each.where === "string"
      )
    : [];
