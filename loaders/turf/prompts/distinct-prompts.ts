import {createHash} from "node:crypto";
import {DigestSet} from "../../corpus/pairs/digest-set.js";
import {normalizePrompt} from "../../util/prompt-id.js";

/** Tells prompts that were there before, whatever their case and spaces, and texts without a word. */
export class DistinctPrompts {
  readonly #seen = new DigestSet();

  /** Whether a text is a prompt that was not there before. */
  add(text: string): boolean {
    const normal = normalizePrompt(text);
    return normal !== "" && this.#seen.add(createHash("sha256").update(normal).digest());
  }
}
