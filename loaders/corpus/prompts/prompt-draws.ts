import {createRandom, integerBelow} from "../../util/random.js";
import {promptId} from "../../util/prompt-id.js";
import type {PromptIndex} from "./prompt-index.js";

/** A prompt that was drawn as a candidate's query. */
export interface DrawnPrompt {
  row: number; // in its corpus
  text: string;
  id: string; // util/prompt-id.ts
  met: string[]; // all attributes of the pool that it has
  draw: {seed: number; number: number}; // of all draws of it, from 0: which answer of a recorded model it gets
}

/** What a prompt must have beyond having many of the wished attributes. */
export interface PromptNeeds {
  all?: readonly string[]; // it has all of these
  none?: readonly string[]; // and none of these
  unused?: boolean; // and was not drawn before
}

const maxUses = 0xffff;

/** Draws prompts for one run, or for all runs of a search that share what they learn: it counts what it drew. */
export class PromptDraws {
  readonly #uses: Uint16Array;
  readonly #marks: Uint8Array; // by attribute, during a draw

  constructor(
    readonly index: PromptIndex,
    private readonly seed: number
  ) {
    this.#uses = new Uint16Array(index.prompts);
    this.#marks = new Uint8Array(index.pool.attributes.length);
  }

  /**
   * The prompt that has most of some attributes; of these one drawn least often so far; of these one by the seed. Where
   * no prompt has any of them, one of all prompts. Null where no prompt has what it needs.
   */
  draw(attributes: readonly string[], seed: number, needs: PromptNeeds = {}): DrawnPrompt | null {
    const wished = this.index.idsOf(attributes);
    const best = this.#best(wished, seed, needs) ?? (isFree(needs) ? this.#any(seed) : null);
    if (best === null || (needs.unused && !this.isUnused(best))) return null;
    const number = this.#uses[best]!;
    this.#uses[best] = Math.min(maxUses, number + 1);
    const text = this.index.textOf(best);
    const {attributes: sentences} = this.index.pool;
    return {
      row: best,
      text,
      id: promptId(text),
      met: Array.from(this.index.attributesOf(best), (id) => sentences[id]!),
      draw: {seed: this.seed, number}
    };
  }

  /** Whether a prompt was not drawn so far. */
  isUnused(prompt: number): boolean {
    return this.#uses[prompt] === 0;
  }

  /**
   * Goes through the lists of prompts by attribute, the shortest first. A prompt in none of the first i lists has at
   * most the other attributes, so the long lists are rarely read. Each list is read from a seeded place on, up to an
   * unused prompt that has all that one can have.
   */
  #best(wished: readonly number[], seed: number, {all = [], none = [], unused = false}: PromptNeeds): number | null {
    const required = this.index.idsOf(all);
    if (required.length < all.length) return null;
    const excluded = this.index.idsOf(none);
    const lists = required.length > 0 ? this.#sorted(required).slice(0, 1) : this.#sorted(wished);
    const marks = this.#marks;
    for (const id of wished) marks[id] = 1;
    const best: Best = {prompt: null, count: 0, uses: 0};
    for (const [i, list] of lists.entries()) {
      const most = required.length > 0 ? wished.length : lists.length - i;
      if (isUnbeatable(best, most)) break;
      const prompts = this.index.promptsWith(list);
      const start = rankOf(i, seed) % Math.max(1, prompts.length);
      for (let at = 0; at < prompts.length && !isUnbeatable(best, most); at++) {
        const prompt = prompts[(start + at) % prompts.length]!;
        const uses = this.#uses[prompt]!;
        if (unused && uses > 0) continue;
        let count = 0;
        for (const id of this.index.attributesOf(prompt)) count += marks[id]!;
        if (!isBetter({prompt, count, uses}, best, seed)) continue;
        if ((required.length > 1 || excluded.length > 0) && !this.#has(prompt, required, excluded)) continue;
        Object.assign(best, {prompt, count, uses});
      }
    }
    for (const id of wished) marks[id] = 0;
    return best.prompt;
  }

  #has(prompt: number, all: readonly number[], none: readonly number[]): boolean {
    const had = this.index.attributesOf(prompt);
    return all.every((id) => had.includes(id)) && !none.some((id) => had.includes(id));
  }

  /** The shortest list of prompts first. */
  #sorted(ids: readonly number[]): number[] {
    const length = (id: number) => this.index.promptsWith(id).length;
    return [...new Set(ids)].sort((a, b) => length(a) - length(b) || a - b);
  }

  /** One of the prompts that were drawn least often. */
  #any(seed: number): number {
    const least = this.#uses.reduce((a, b) => Math.min(a, b), maxUses);
    const start = integerBelow(createRandom(seed), this.index.prompts);
    for (let i = 0; ; i++) {
      const prompt = (start + i) % this.index.prompts;
      if (this.#uses[prompt] === least) return prompt;
    }
  }
}

/** The best prompt so far; null: none. */
interface Best {
  prompt: number | null;
  count: number; // wished attributes that it has
  uses: number;
}

/** Whether no prompt that has at most `most` of the attributes can be better. */
const isUnbeatable = ({prompt, count, uses}: Best, most: number): boolean =>
  prompt !== null && (count > most || (count === most && uses === 0));

function isBetter(one: Best & {prompt: number}, best: Best, seed: number): boolean {
  if (best.prompt === null || one.count > best.count) return true;
  if (one.count < best.count || one.uses > best.uses) return false;
  return one.uses < best.uses || rankOf(one.prompt, seed) > rankOf(best.prompt, seed);
}

const isFree = ({all = [], none = []}: PromptNeeds): boolean => all.length === 0 && none.length === 0;

/** A pseudo-random rank of a prompt under a seed: ties go to the highest. */
function rankOf(prompt: number, seed: number): number {
  let hash = Math.imul(prompt + 1, 0x9e3779b1) ^ seed;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
