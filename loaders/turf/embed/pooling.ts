/** How the vectors of a text's tokens become one. */
export const poolings = ["mean", "cls", "last_token"] as const;
export type Pooling = (typeof poolings)[number];

/** From a sentence-transformers `1_Pooling/config.json`; the mean where it says nothing we know. */
export function readPooling(text: string): Pooling {
  try {
    const modes = JSON.parse(text) as Record<string, unknown>;
    if (modes.pooling_mode_cls_token === true) return "cls";
    if (modes.pooling_mode_lasttoken === true) return "last_token";
  } catch {
    return "mean";
  }
  return "mean";
}
