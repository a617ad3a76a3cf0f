import type {AttributePool} from "../pools/attribute-pool.js";

/** Distinct prompts that people sent, with the attributes of each. The texts stay on disk. */
export interface PromptSet {
  attributes: AttributePool; // a row a prompt: its own sentences
  textOf(prompt: number): string;
}
