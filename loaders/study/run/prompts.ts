import type {AttributePool} from "../../corpus/pools/attribute-pool.js";
import {ownAttributes} from "../../corpus/prompts/own-attributes.js";
import {PromptIndex} from "../../corpus/prompts/prompt-index.js";
import type {PromptSet} from "../../corpus/prompts/prompt-set.js";
import type {PromptSource} from "../../step/prompt-source.js";
import type {Study} from "../../step/study.js";
import {indexOfPool} from "../../turf/index/pool.js";
import {nameOfPrompts} from "../../turf/prompts/prompts-name.js";
import {promptsOfFile} from "../../turf/prompts/prompts-of-file.js";
import {promptsOfIndex} from "../../turf/prompts/prompts-of-index.js";
import {isUserError} from "../../util/user-error.js";

/** The corpus that a study draws its queries from, read on first use. */
export interface StudyPrompts extends PromptSource {
  /** The pool of its prompts' own attributes. */
  pool(): Promise<AttributePool>;
}

/** The corpus of a study's queries; null if a model writes them, or the study has none. */
export function openPrompts(study: Pick<Study, "prompts" | "errorAt">): StudyPrompts | null {
  const {prompts, errorAt} = study;
  if (prompts === null) return null;
  const name = nameOfPrompts(prompts);
  const problem = (message: string) => errorAt(["models", "query"], `${name}: ${message}`);
  let set: Promise<PromptSet> | undefined;
  let pool: Promise<AttributePool> | undefined;
  const indexed = new Map<AttributePool, PromptIndex>();
  const read = () => (set ??= readPrompts(prompts, name, problem));
  return {
    name,
    pool: () => (pool ??= read().then(({attributes}) => ownAttributes(attributes))),
    async open(pool) {
      const known = indexed.get(pool) ?? new PromptIndex(await read(), pool);
      indexed.set(pool, known);
      if (known.attributes > 0) return known;
      const cure = "take the key attributes out to use those of the prompts";
      throw problem(`none of its ${known.prompts} prompts has an attribute of the pool ${pool.source}: ${cure}`);
    }
  };
}

async function readPrompts(prompts: string, name: string, problem: (message: string) => Error): Promise<PromptSet> {
  const index = indexOfPool(prompts);
  try {
    const set = index === undefined ? await promptsOfFile(prompts, name) : promptsOfIndex(index);
    if (set.attributes.attributes.length > 0) return set;
  } catch (error) {
    throw isUserError(error) && error.place.file === undefined ? problem(error.message) : error;
  }
  throw problem("no attribute was found in its prompts: expected prompts in sentences");
}
