import {createModel, connectionOf, type ModelSpec} from "../create.js";
import {isModelError} from "../model-error.js";
import {OutOfTime, serverWords, type Ability} from "./ability.js";
import {Asker, type AskerOptions, type TimedReply} from "./asker.js";
import {checkLogprobs, checkSeed, checkStop, checkSystem, checkThinking, question, seedOfQuestion} from "./checks.js";

/** Calls that a survey makes of a model, at most; one that is refused may be made again in another form. */
export const callsPerModel = 9;

/** How fast a model answers. */
export interface ModelSpeed {
  firstCallInMs: number; // loading it, where the server does so when it is asked
  firstTokenInMs: number; // a whole answer of one token
  tokensPerSecond: number | null; // after that; null: the server counts no tokens, or the answer is too short
}

/** What a model takes, by asking it. */
export interface ModelSurvey {
  error: string | null; // why it could not be asked
  calls: number;
  speed: ModelSpeed | null;
  abilities: Record<AbilityName, Ability> | null; // null: it could not be asked
  changes: string[]; // what of the requests it refuses, and how they were sent instead
}

export const abilityNames = ["system", "seed", "stop", "thinking", "logprobs"] as const;
export type AbilityName = (typeof abilityNames)[number];

/**
 * Finds out what a model takes and how fast it is, by a few short calls through the client of studies. Throws a UserError
 * for a bad address or a missing key, and the signal's reason.
 */
export async function surveyModel(spec: ModelSpec, options: AskerOptions): Promise<ModelSurvey> {
  const asker = new Asker(createModel(spec), options);
  try {
    const [first, token, plain] = await answersOf(asker);
    const abilities = {
      system: await checkSystem(asker, plain),
      seed: await checkSeed(asker, plain),
      stop: await checkStop(asker, plain),
      thinking: await checkThinking(asker, plain),
      logprobs: await checkLogprobs(asker, connectionOf(spec))
    };
    const speed = speedOf(first, token, plain);
    return {error: null, calls: asker.calls, speed, abilities, changes: asker.changes};
  } catch (error) {
    const late = error instanceof OutOfTime ? "no answer in the time that a model has" : null;
    const words = late ?? (isModelError(error) ? serverWords(error) : null);
    if (words === null) throw error;
    return {error: words, calls: asker.calls, speed: null, abilities: null, changes: asker.changes};
  }
}

/** A first answer, one of one token, and the one that others are held against. */
const answersOf = async (asker: Asker): Promise<[TimedReply, TimedReply, TimedReply]> => [
  await asker.ask("Hello.", {maxTokens: 1}),
  await asker.ask("Tell me about the moon in two sentences.", {maxTokens: 1}), // another prompt: servers keep the last
  await asker.ask(question, {seed: seedOfQuestion})
];

const fewestTokens = 8; // of an answer that tells how fast tokens come

function speedOf(first: TimedReply, token: TimedReply, plain: TimedReply): ModelSpeed {
  const tokens = plain.usage.outputTokens ?? 0;
  const inMs = plain.inMs - token.inMs;
  return {
    firstCallInMs: Math.round(first.inMs),
    firstTokenInMs: Math.round(token.inMs),
    tokensPerSecond: tokens < fewestTokens || inMs <= 0 ? null : Number(((tokens - 1) / (inMs / 1000)).toPrecision(3))
  };
}
