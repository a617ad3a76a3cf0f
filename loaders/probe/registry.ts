/** Definitions by name, in the order in which docs and messages list them. */
export interface Registry<D> {
  all(): readonly D[];
  /** Throws when there is none of the name. */
  get(name: string): D;
  /** Adds a definition at the end, and returns a function that removes it. Throws when the name is taken. */
  register(definition: D): () => void;
}

/** `what` is a word for the definitions, in errors. */
export function createRegistry<D>(what: string, nameOf: (definition: D) => string, builtIn: readonly D[]): Registry<D> {
  const definitions = new Map(builtIn.map((definition) => [nameOf(definition), definition]));
  return {
    all: () => [...definitions.values()],
    get: (name) => {
      const definition = definitions.get(name);
      if (definition !== undefined) return definition;
      throw new Error(`no such ${what}: ${name}; expected one of ${[...definitions.keys()].join(", ")}`);
    },
    register: (definition) => {
      const name = nameOf(definition);
      if (definitions.has(name)) throw new Error(`there is a ${what} of the name ${name} already`);
      definitions.set(name, definition);
      return () => void definitions.delete(name);
    }
  };
}
