import type {StudyManifest} from "../../../src/shared/manifest.js";
import type {ContextSettings, Turn} from "../../step/contexts/context.js";

/** What comes before a query, as far as the study says it in full. */
export interface Before {
  system: string | null;
  shots: readonly Turn[];
  isWhole: boolean; // false: exchanges came before it that no file of the study holds
}

/** The system prompt of a target and what a context puts before a query, from the settings of a study. */
export class Contexts {
  readonly #roles: Map<string, Role>;
  readonly #contexts = new Map<string, ContextSettings>();

  constructor({settings}: StudyManifest) {
    const {models, surf, ...steps} = settings as Settings;
    this.#roles = new Map([models?.target ?? []].flat().map((role) => [role.model, role]));
    if (surf?.context) this.#contexts.set(keyOf("surf", null, surf.context.name), surf.context);
    for (const step of ["confirm", "robustness", "probe"] as const)
      for (const {name, contexts = []} of [steps[step] ?? []].flat())
        for (const context of contexts) this.#contexts.set(keyOf(step, name, context.name), context);
  }

  /** What comes before a query in a context; `probe` is null for a search. */
  before(model: string, step: string, probe: string | null, name: string | null): Before {
    const context = this.#contexts.get(keyOf(step, probe, name ?? "none"));
    const system = [this.#roles.get(model)?.system, context?.system].filter(Boolean).join("\n\n");
    const isNone = name === null || name === "none";
    const isWhole = isNone || (context !== undefined && context.lab === null);
    return {system: system === "" ? null : system, shots: context?.shots ?? [], isWhole};
  }

  /** How a target was asked, as Inspect names it. */
  generation(model: string): Record<string, unknown> {
    const {temperature, topP, maxTokens, thinking, effort, stop} = this.#roles.get(model) ?? {};
    const known = {
      temperature,
      top_p: topP,
      max_tokens: maxTokens,
      reasoning_tokens: thinking || undefined,
      reasoning_effort: effort,
      stop_seqs: stop
    };
    return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined && value !== null));
  }
}

const keyOf = (...parts: (string | null)[]): string => JSON.stringify(parts);

/** What the manifest of a study says of its settings; that of an imported one may lack any of it. */
interface Settings {
  models?: {target?: Role | Role[]};
  surf?: {context?: ContextSettings | null};
  confirm?: Probe;
  robustness?: Probe;
  probe?: Probe[];
}

interface Role {
  model: string;
  system?: string;
  temperature?: number;
  topP?: number;
  maxTokens?: number;
  thinking?: number;
  effort?: string;
  stop?: string[];
}

interface Probe {
  name: string;
  contexts?: ContextSettings[];
}
