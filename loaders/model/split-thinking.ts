/**
 * Splits off a leading `<think>...</think>`. If it is never closed, all of the text is thinking: the model was cut off.
 */
export function splitThinking(text: string): {thinking: string; text: string} {
  const found = /^\s*<think>([\s\S]*?)(?:<\/think>\s*|$)/.exec(text);
  if (found === null) return {thinking: "", text};
  return {thinking: found[1]!.trim(), text: text.slice(found[0].length)};
}
