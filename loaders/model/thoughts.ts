/** Thought apart from what a user would see. */
export interface Split {
  thinking: string;
  text: string;
}

/** Thoughts one after the other, a blank line between them. */
export const joinThoughts = (thoughts: readonly string[]): string =>
  thoughts
    .map((thought) => thought.trim())
    .filter((thought) => thought !== "")
    .join("\n\n");
