/** Definitions by name, in the order in which docs, messages and the program itself take them. */
export interface Registry<D> {
  all(): readonly D[];
  find(name: string): D | undefined;
  /** Throws when there is none of the name. */
  get(name: string): D;
  /** Adds a definition for this process, and returns a function that removes it. Throws when the name is taken. */
  register(definition: D): () => void;
}

export interface RegistryOptions<D> {
  what: string; // a word for a definition, in errors
  nameOf(definition: D): string;
  first?: boolean; // whether a registered definition goes before those there are; defaults to false
}

export function createRegistry<D>(
  {what, nameOf, first = false}: RegistryOptions<D>,
  builtIn: readonly D[]
): Registry<D> {
  let definitions = [...builtIn];
  const find = (name: string) => definitions.find((definition) => nameOf(definition) === name);
  return {
    all: () => definitions,
    find,
    get(name) {
      const definition = find(name);
      if (definition !== undefined) return definition;
      throw new Error(`no such ${what}: ${name}; expected one of ${definitions.map(nameOf).join(", ")}`);
    },
    register(definition) {
      const name = nameOf(definition);
      if (find(name) !== undefined) throw new Error(`${what} registered twice: ${name}`);
      definitions = first ? [definition, ...definitions] : [...definitions, definition];
      return () => void (definitions = definitions.filter((each) => each !== definition));
    }
  };
}
