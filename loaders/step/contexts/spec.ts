import {z} from "zod";
import {fileSpec, name, text, whole} from "../spec-parts.js";

const turnSpec = z.strictObject({query: text, response: text});

const keys = {
  system: z.union([text, fileSpec], "expected a text, or {file: path}").optional(),
  from: z
    .union(
      [z.array(turnSpec).min(1, "expected at least one exchange"), fileSpec, z.strictObject({chunk: text})],
      "expected a list of {query, response}, {file: path}, or {chunk: name} of the lab"
    )
    .optional()
};
const shots = whole(0, 1000);

/** One of several contexts: its name says which. */
export const namedContextSpec = z.strictObject({
  name,
  ...keys,
  shots: z.union([shots, z.array(shots).min(1)], "expected a number of shots, or a list").optional()
});

/** The only context of what it is for. */
export const contextSpec = z.strictObject({name: name.optional(), ...keys, shots: shots.optional()});

export type NamedContextInput = z.output<typeof namedContextSpec>;
export type ContextInput = z.output<typeof contextSpec>;
