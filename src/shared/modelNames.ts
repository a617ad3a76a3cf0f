/** How models are shown, by id. A model that is missing is shown as `shortModel` says. */
export type ModelNames = Readonly<Record<string, string>>;

/** The id of a model that is named by the address of its server, taken apart. */
export interface AddressedModel {
  address: string; // such as http://127.0.0.1:8000/v1
  model: string; // as the server calls it; may hold slashes and colons
}

/**
 * Takes `http://host:port/v1:org/model:tag` apart. The address ends at the first colon of its path, since the port's colon
 * comes before. Null for an id that is no address, or has no path.
 */
export function splitAddress(id: string): AddressedModel | null {
  const [, address, model] = /^(https?:\/\/[^/]+\/[^:]*):(.+)$/s.exec(id) ?? [];
  return address === undefined || model === undefined ? null : {address, model};
}

/** A model without the address of its server and the folder of its file: "http://127.0.0.1:8000/v1:llama" is "llama". */
export const shortModel = (id: string): string => formsOf(id)[0]!;

/**
 * How the models of a study are shown: by the name that the study gives them, else without the address of their server.
 * Where two would look the same, as much of the address is added as tells them apart. All are different.
 */
export function shownModels(ids: readonly string[], names: ModelNames = {}): ModelNames {
  const named = new Map(Object.entries(names));
  const unnamed = [...new Set(ids)].filter((id) => !named.has(id));
  const places = new Map(unnamed.map((id) => [id, 0])); // of the form that is used
  const formOf = (id: string): string => formsOf(id)[places.get(id)!]!;
  for (;;) {
    const uses = countBy([...named.values(), ...unnamed.map(formOf)]);
    const alike = unnamed.filter((id) => uses.get(formOf(id))! > 1 && formOf(id) !== id);
    if (alike.length === 0) break;
    for (const id of alike) places.set(id, places.get(id)! + 1);
  }
  return Object.fromEntries([...named, ...unnamed.map((id) => [id, formOf(id)] as const)]);
}

/** Says how a model is shown. */
export const shownBy =
  (names: ModelNames) =>
  (id: string): string =>
    Object.hasOwn(names, id) ? names[id]! : shortModel(id);

/** The same for the models of a study, by its manifest. */
export const shownIn = (manifest: StudyModels): ((id: string) => string) => shownBy(namesIn(manifest));

/** How the models of a study are shown, by its manifest. */
export const namesIn = ({models, names}: StudyModels): ModelNames => shownModels(Object.values(models).flat(), names);

/** What a manifest says of the models of its study. */
export interface StudyModels {
  models: Record<string, string[]>; // by role
  names?: ModelNames; // those that the study gives
}

/** What a model can be shown as, the shortest first and its id last. */
function formsOf(id: string): string[] {
  const split = splitAddress(id) ?? splitWithoutPath(id);
  if (split === null) return [id];
  const {address, model} = split;
  const [, host, path] = /^https?:\/\/(?:[^/@]*@)?([^/]+)([^?]*)/.exec(address)!;
  const forms = [fileName(model), model, `${model} at ${host}`, `${model} at ${host}${path}`, id];
  return [...new Set(forms)];
}

/** An address without a path, as other programs write it; a model's name begins after the port. */
function splitWithoutPath(id: string): AddressedModel | null {
  const [, address, model] = /^(https?:\/\/[^/]+:\d+):(.+)$/s.exec(id) ?? [];
  return address === undefined || model === undefined ? null : {address, model};
}

/** The file that a path names; any other model as it is. Servers of weights in a file name their model after its path. */
function fileName(model: string): string {
  const isPath = /^(?:[/~.]|[a-z]:[\\/])/i.test(model) || /\.gguf$/i.test(model);
  return (isPath && /[^/\\]+(?=[/\\]*$)/.exec(model)?.[0]) || model;
}

function countBy(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
