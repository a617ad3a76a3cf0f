import {createRandom, seedOf} from "../../util/random.js";
import type {AskRole} from "../ask-answer.js";
import type {Candidate} from "../candidate.js";
import {checkPrompt} from "./prompt.js";
import {readCheck} from "./read-check.js";
import {checkRole, type ModelCheck, type QueryCheck} from "./settings.js";

/** What a check says of a candidate's query. */
export type Checked = Pick<Candidate, "met" | "checkReason">;

/** The pool's attributes that a written query has, if rules say so; else null. */
export const metByRules = (query: string | null, check: QueryCheck | undefined): readonly string[] | null =>
  query === null || check === undefined || !("attributesOf" in check) ? null : check.attributesOf(query);

/** Whether a model is asked about a candidate's query: a share of the seeds is. */
export const isDrawn = ({share}: ModelCheck, seed: number): boolean =>
  share >= 1 || createRandom(seedOf(seed, "share"))() < share;

/** Asks a model which of the drawn attributes a query has. */
export async function askCheck(
  query: string,
  attributes: readonly string[],
  {role}: ModelCheck,
  ask: AskRole
): Promise<Checked> {
  const answer = await ask(0, checkRole, role, checkPrompt(query, attributes), (reply) =>
    readCheck(reply, attributes.length)
  );
  if ("reason" in answer) return {met: null, checkReason: "not-recorded"};
  if ("problem" in answer) return {met: null, checkReason: answer.problem};
  return {met: answer.has.map((i) => attributes[i]!)};
}
