/** The long texts of a candidate; null if it has none. */
export interface Texts {
  query: string | null;
  response: string | null;
  thinking: string | null;
  reasoning: string | null;
  judgeThinking: string | null;
  contrastResponse: string | null;
  contrastReasoning: string | null;
  note: string | null;
}

/** The texts of a candidate without any. */
export const noTexts: Texts = {
  query: null,
  response: null,
  thinking: null,
  reasoning: null,
  judgeThinking: null,
  contrastResponse: null,
  contrastReasoning: null,
  note: null
};
