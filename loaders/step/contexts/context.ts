import type {Message} from "../../model/model.js";

/** An exchange before a prompt. */
export interface Turn {
  query: string;
  response: string;
}

/** What comes before a prompt, in its normal form. Plain data: it is part of the fingerprint of a study. */
export interface ContextSettings {
  name: string;
  system: string | null;
  shots: Turn[];
  lab: {chunk: string; shots: number} | null; // shots from a chunk of the lab's training pairs
}

export const noContext: ContextSettings = {name: "none", system: null, shots: [], lab: null};

/** A context with all its texts. */
export interface SpelledContext {
  name: string;
  system: string | null;
  shots: Turn[];
  tokens: number; // before the prompt
}

type Before = Pick<SpelledContext, "system" | "shots">;

/** The messages of a prompt in a context. */
export function messagesIn({shots}: Pick<Before, "shots">, query: string): Message[] {
  const turns = shots.flatMap(({query, response}): Message[] => [
    {role: "user", content: query},
    {role: "assistant", content: response}
  ]);
  return [...turns, {role: "user", content: query}];
}

/** A role as it is asked in a context, whose system prompt comes after the role's own. */
export const roleIn = <Role extends {system: string | null}>({system}: Pick<Before, "system">, role: Role): Role =>
  system === null ? role : {...role, system: [role.system, system].filter(Boolean).join("\n\n")};
