/** A recorded prompt, and how often a rubric's rule fired on its answers. */
export interface PromptOutcome {
  id: string;
  attributes: ReadonlySet<string>; // that the prompt has
  answers: number; // at least 1
  fired: number; // of these
}

/** All recorded prompts, and which of them have an attribute. */
export class Population {
  readonly #with = new Map<string, number[]>();
  readonly rates: Float64Array; // share of its answers in which the rule fired, a prompt

  constructor(readonly prompts: readonly PromptOutcome[]) {
    this.rates = Float64Array.from(prompts, ({fired, answers}) => fired / answers);
    for (const [i, {attributes}] of prompts.entries()) {
      for (const attribute of attributes) {
        const places = this.#with.get(attribute);
        if (places === undefined) this.#with.set(attribute, [i]);
        else places.push(i);
      }
    }
  }

  /** Places of the prompts that have all attributes of a set, ascending; all prompts for the empty set. */
  having(set: readonly string[]): number[] {
    const [rarest] = set.map((attribute) => this.#with.get(attribute) ?? []).sort(byLength);
    if (rarest === undefined) return this.prompts.map((_, i) => i);
    return rarest.filter((place) => set.every((attribute) => this.prompts[place]!.attributes.has(attribute)));
  }

  /** Mean rate over prompts, each of which counts once; NaN without prompts. */
  rate = (places: readonly number[]): number =>
    places.reduce((sum, place) => sum + this.rates[place]!, 0) / places.length;

  /** Number of the prompts on which the rule fired at least once. */
  struck = (places: readonly number[]): number => places.filter((place) => this.rates[place]! > 0).length;

  /** The part of the population whose prompts pass. */
  filter = (passes: (prompt: PromptOutcome) => boolean): Population => new Population(this.prompts.filter(passes));
}

const byLength = (a: readonly number[], b: readonly number[]): number => a.length - b.length;
