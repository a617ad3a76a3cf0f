import {z} from "zod";
import {knownKeys} from "./yaml-file.js";

/**
 * A schema chosen by the value itself, each time one is checked. Unlike a union, it reports problems by the one schema
 * that was meant, and it knows the schemas that exist by then.
 */
export const chosenSpec = <T>(choose: (value: unknown) => z.ZodType<T>): z.ZodType<T> =>
  z.transform((value, context): T => {
    const spec = choose(value);
    const parsed = spec.safeParse(value);
    if (parsed.success) return parsed.data;
    const issues = parsed.error.issues.map((issue) => ({...withKnownKeys(issue, spec), input: value}));
    context.issues.push(...(issues as z.core.$ZodRawIssue[]));
    return z.NEVER;
  });

/** Notes the keys that exist with an unknown one: outside of the chosen schema nobody can tell. */
const withKnownKeys = (issue: z.core.$ZodIssue, spec: z.ZodType) =>
  issue.code === "unrecognized_keys" ? {known: knownKeys(spec, issue.path), ...issue} : issue;

/** A schema that accepts nothing, with the words for it, placed at a key of the value if there is one. */
export const refusal = (message: string, path: PropertyKey[] = []): z.ZodType<never> =>
  z.custom<never>(() => false, {message, path});

/** An element of what may be a list or a single value, and the path to it. */
export interface Listed<T> {
  path: PropertyKey[];
  value: T;
}

/** One value or a list of at least one. `message` says what an empty list should have held. */
export const oneOrMore = <T>(spec: z.ZodType<T>, message: string): z.ZodType<Listed<T>[]> =>
  chosenSpec((value): z.ZodType<Listed<T>[]> =>
    Array.isArray(value)
      ? z
          .array(spec)
          .min(1, message)
          .transform((list) => list.map((each, i) => ({path: [i], value: each})))
      : spec.transform((each) => [{path: [], value: each}])
  );

/** Whether a value is a map that has a key. */
export const hasKey = (value: unknown, key: string): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value) && Object.hasOwn(value, key);
