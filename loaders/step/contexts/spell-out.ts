import type {RoleSettings} from "../role.js";
import {UserError} from "../../util/user-error.js";
import type {ContextSettings, SpelledContext, Turn} from "./context.js";

const tokensPerTurn = 4; // roles and separators

/** What contexts are spelled out for. */
interface Asked {
  what: string; // that has the contexts, such as `probe sums`
  models: readonly RoleSettings[]; // that are asked
  shotsOf(chunk: string, count: number): Turn[]; // of the lab's training pairs
}

/** Contexts with the lab's shots and their tokens. Throws a UserError where a model takes fewer tokens. */
export async function spellOutContexts(
  contexts: readonly ContextSettings[],
  {what, models, shotsOf}: Asked
): Promise<SpelledContext[]> {
  const spelled = contexts.map(({name, system, shots, lab}) => ({
    name,
    system,
    shots: lab === null ? shots : shotsOf(lab.chunk, lab.shots)
  }));
  if (spelled.every(({system, shots}) => system === null && shots.length === 0))
    return spelled.map((context) => ({...context, tokens: 0}));
  const {countTokens} = await import("gpt-tokenizer/encoding/o200k_base");
  const counted = spelled.map((context) => {
    const texts = [context.system ?? "", ...context.shots.flatMap(({query, response}) => [query, response])];
    const tokens = texts.reduce((sum, text) => sum + (text === "" ? 0 : countTokens(text) + tokensPerTurn), 0);
    return {...context, tokens};
  });
  for (const {model, context = null} of models) {
    const longest = context !== null && counted.find(({tokens}) => tokens > context);
    if (longest)
      throw new UserError(
        `${what}: the context ${longest.name} has ${longest.tokens} tokens, and ${model.name} takes ` +
          `${context}: expected fewer shots or a shorter prompt`
      );
  }
  return counted;
}
