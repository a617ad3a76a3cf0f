import type {AttributePool} from "../corpus/pools/attribute-pool.js";
import type {PromptIndex} from "../corpus/prompts/prompt-index.js";
import type {RoleSettings} from "./role.js";

/** Where the queries of a search come from if no model writes them: the prompts of a corpus. */
export interface PromptSource {
  readonly name: string; // corpus:<index or file>, as shown
  /**
   * Its prompts by the attributes of a pool, made once a pool. Throws a UserError if the corpus can't be read, or none
   * of its prompts has an attribute of the pool.
   */
  open(pool: AttributePool): Promise<PromptIndex>;
}

/** Whether queries are drawn from a corpus. */
export const isPromptSource = (query: RoleSettings | PromptSource | null): query is PromptSource =>
  query !== null && "open" in query;
