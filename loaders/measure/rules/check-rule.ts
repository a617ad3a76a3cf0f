import type {RubricRule} from "../../util/rule.js";
import {createRuleReader, type RuledExchange} from "./rule-reader.js";

const leastTried = 50; // fewer exchanges say nothing about a rule

/**
 * Tries a rule on exchanges that exist before the first call, such as prompts of a corpus (their `response` is null) or
 * recorded answers. Returns a line if it fires for all or none of them, whatever the missing texts would be; null if
 * not, or if there are too few of them.
 */
export async function checkRule(
  {name, rule}: {name: string; rule?: RubricRule},
  sample: Iterable<RuledExchange>
): Promise<string | null> {
  if (rule === undefined) return null;
  const reader = await createRuleReader(rule.rule);
  const tally = new RuleTally(name, leastTried);
  for (const exchange of sample) tally.add(reader(exchange).score);
  return tally.end("of the prompts and answers that are there before the first call");
}

/** Counts how often a rule fires, to say so if it does always or never. */
export class RuleTally {
  #count = 0;
  #fired = 0;
  #unknown = false;

  constructor(
    private readonly rubric: string,
    private readonly least: number // exchanges before anything is said
  ) {}

  add(score: number | null): void {
    this.#count++;
    if (score === null) this.#unknown = true;
    else if (score > 0) this.#fired++;
  }

  get count(): number {
    return this.#count;
  }

  /** A line if the rule fired for all or none so far; null if not, or if there are too few. */
  end(what: string): string | null {
    const isAll = this.#fired === this.#count;
    if (this.#unknown || this.#count < this.least || (this.#fired > 0 && !isAll)) return null;
    const said = isAll ? `fires for all ${this.#count}` : `fires for none of the ${this.#count}`;
    return `rubric ${this.rubric}: the rule ${said} ${what}: see whether it says what you mean`;
  }
}
