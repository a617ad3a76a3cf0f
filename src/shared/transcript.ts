/** Conversations of several turns: how `sample_texts.transcript` holds them. */

export const turnRoles = ["system", "user", "assistant", "tool"] as const;
export type TurnRole = (typeof turnRoles)[number];

/** A call of a tool, its arguments as JSON or as the model wrote them. */
export interface ToolCall {
  name: string;
  arguments: string;
}

export interface Turn {
  role: TurnRole;
  text: string;
  given?: true; // it was there before the model was asked
  thinking?: string;
  calls?: ToolCall[];
  tool?: string; // that answered
  error?: string; // of the tool
}

export const writeTranscript = (turns: readonly Turn[]): string => JSON.stringify(turns);

/** The turns of a transcript; empty when there is none, or a text that is none (such as a masked one). */
export function readTranscript(text: string | null | undefined): Turn[] {
  if (text == null) return [];
  try {
    const turns = JSON.parse(text) as unknown;
    return Array.isArray(turns) && turns.every(isTurn) ? turns : [];
  } catch {
    return [];
  }
}

/** All that was said in a transcript, as plain text. */
export const spokenIn = (transcript: string): string =>
  readTranscript(transcript)
    .flatMap(({text, thinking, calls = [], tool, error}) => [
      text,
      thinking,
      tool,
      error,
      ...calls.flatMap(({name, arguments: given}) => [name, given])
    ])
    .filter((part) => part !== undefined)
    .join("\n");

function isTurn(value: unknown): value is Turn {
  const {role, text, calls = []} = (value ?? {}) as Partial<Turn>;
  return (
    turnRoles.includes(role as TurnRole) && typeof text === "string" && Array.isArray(calls) && calls.every(isCall)
  );
}

function isCall(value: unknown): value is ToolCall {
  const {name, arguments: given} = (value ?? {}) as Partial<ToolCall>;
  return typeof name === "string" && typeof given === "string";
}
