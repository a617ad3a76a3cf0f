const maxColours = 9; // more are hard to tell apart

/** The name of the chunks that share a colour. */
export const others = "other chunks";

/** Chunks that get a colour of their own, the largest first; the rest share one. */
export function colouredChunks(sources: readonly string[]): string[] {
  return sources.length <= maxColours + 1 ? [...sources] : [...sources.slice(0, maxColours), others];
}
