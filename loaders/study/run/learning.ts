import {unscoredMeaning, type UnscoredReason} from "../../../src/shared/schema.js";
import {Pause} from "../../model/pause.js";
import type {Unscored} from "../../step/step-run.js";

const firstParts = 50; // that tell whether a step learns anything
const lastParts = 200; // a step that has learned something stops to, when none of these has a score
const minShare = 0.05; // of parts with a score

/** Thrown instead of new calls of a step that learns next to nothing from those it made. */
export class NothingLearned extends Pause {
  constructor(message: string) {
    super(message);
    this.name = "NothingLearned";
  }
}

/** Watches whether the parts of a step end with a score, and knows when to stop paying for those that do not. */
export class Learning {
  readonly #reasons = new Map<string, number>();
  #done = 0;
  #scored = 0;
  #inARow = 0; // without a score

  scored(): void {
    this.#done++;
    this.#scored++;
    this.#inARow = 0;
  }

  /** A part ended without a score. Returns whether the step should pause. */
  unscored({reason, further}: Pick<Unscored, "reason" | "further">): boolean {
    this.#done++;
    this.#inARow++;
    this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + 1);
    if (this.#done < firstParts) return false;
    const promising = this.#scored + further; // parts that got past where these fail, and are under way
    return promising <= minShare * (this.#done + further) || (this.#inARow >= lastParts && further === 0);
  }

  /** Why to pause, with the main reason, its share, an example and the cure. */
  pause(unit: string, exampleOf: (reason: string) => string | null): NothingLearned {
    const [reason, count] = mainReason(this.#reasons)!;
    const example = exampleOf(reason);
    const share = Math.round((100 * count) / this.#done);
    return new NothingLearned(
      `only ${this.#scored} of ${this.#done} ${unit} have a score: ${share}% are ${reason} (${meaningOf(reason)})` +
        `${example === null ? "" : `, such as ${example}`}; ${cureOf(reason)}, then run it again: ` +
        "what was answered is kept, and it pauses again if that changes nothing"
    );
  }
}

/** The reason that most parts have, and how many; undefined where there is none. */
export const mainReason = (reasons: ReadonlyMap<string, number>): [reason: string, count: number] | undefined =>
  [...reasons].reduce<[string, number] | undefined>(
    (main, each) => (main === undefined || each[1] > main[1] ? each : main),
    undefined
  );

const meaningOf = (reason: string): string =>
  reason in unscoredMeaning ? unscoredMeaning[reason as UnscoredReason] : "no usable answer";

const roleNames: Record<string, string> = {query: "query model", response: "target", judge: "judge"};

/** What a user can do about a reason; its first word names the role whose answer could not be used. */
export function cureOf(reason: string): string {
  if (reason === "not-recorded")
    return "record more answers (npx surfturf record <study> --model provider:model --name recording)";
  const whose = reason.split("-")[0]!;
  const role = roleNames[whose] ?? "model";
  const key = whose === "response" ? "target" : whose;
  if (/truncated|thinking|empty/.test(reason))
    return `raise max_tokens of the ${role} (models: ${key}), or use another`;
  if (reason.endsWith("-failed")) return "see to what the error says";
  return `use another ${role} (models: ${key})`;
}
