import type {ModelNames} from "../../../src/shared/modelNames.js";
import type {RoleInput} from "../../step/role-spec.js";
import type {Study} from "../../step/study.js";

/** A name that a role gives to its model. */
interface GivenName {
  model: string; // provider:model
  name: string;
  path: readonly PropertyKey[]; // of its key in the study file
}

/** Collects the names that roles give to their models while a study file is read. */
export class GivenNames {
  readonly #given: GivenName[] = [];

  /** Takes the name of a role, if it has one. `path` is that of the role's key. */
  add(role: RoleInput, path: readonly PropertyKey[]): void {
    if (typeof role === "object" && role.name !== undefined)
      this.#given.push({model: role.model, name: role.name, path: [...path, "name"]});
  }

  /** The names by model. Throws an error at the line of a name that does not tell the models of the study apart. */
  check(models: readonly string[], {errorAt}: Pick<Study, "errorAt">): ModelNames {
    const given = new Map<string, GivenName>(); // by name
    for (const each of this.#given) {
      const {model, name, path} = each;
      const other = given.get(name)?.model ?? models.find((id) => id === name) ?? model;
      if (other !== model) throw errorAt(path, `two models are named ${name}: ${other} and ${model}`);
      given.set(name, each);
    }
    const names = new Map<string, string>();
    for (const {model, name, path} of given.values()) {
      if (names.has(model)) throw errorAt(path, `${model} has two names: ${names.get(model)} and ${name}`);
      names.set(model, name);
    }
    return Object.fromEntries(names);
  }
}
