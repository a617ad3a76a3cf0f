import type {z} from "zod";

/** The first thing that is wrong with a value, in a few words; `whole` names the value itself. */
export function firstProblem(error: z.ZodError, whole: string): string {
  const [issue] = error.issues;
  return `${issue!.path.join(".") || whole}: ${issue!.message.toLowerCase()}`;
}
