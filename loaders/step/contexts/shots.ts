import {createRandom, seedOf, shuffle} from "../../util/random.js";
import {UserError} from "../../util/user-error.js";
import type {PreparedStudy} from "../prepared-study.js";
import type {Turn} from "./context.js";

/** Exchanges of a chunk of the lab's training pairs, drawn by the study's name. Throws a UserError without a place. */
export function shotsFrom(lab: PreparedStudy["lab"], study: string, chunk: string, count: number): Turn[] {
  const pairs = (lab?.pairs() ?? []).filter(({source}) => source === chunk);
  if (pairs.length === 0) throw new UserError(`the lab's world has no chunk ${chunk}`);
  if (pairs.length < count)
    throw new UserError(`the chunk ${chunk} has ${pairs.length} pairs, and ${count} shots are asked for`);
  const drawn = shuffle(createRandom(seedOf(study, chunk)), pairs).slice(0, count);
  return drawn.map(({prompt, response}) => ({query: prompt, response}));
}
