/**
 * A text as the rules see it. All fields but `words` and `sentences` cover only its head and tail, so that no text
 * takes long.
 */
export interface Text {
  raw: string; // with the marks of a chat template
  shown: string; // without them, trimmed
  lower: string;
  edges: string; // the first 600 and last 400 characters of `shown`, where requests are
  lines: string[];
  tokens: string[]; // words in lower case, of the prose
  words: number; // in the whole text
  sentences: number;
  letters: number;
  capitals: number;
}

const headLength = 4000;
const tailLength = 1200;

/** Tokens of chat templates, which are no part of what was written. */
const special = /<\|[a-z_ ]{1,30}\|>|<\/?s>|\[\/?INST\]/gi;
const asciiWord = /[a-z0-9][a-z0-9'-]{0,40}/g;
const anyWord = /[\p{L}\p{N}][\p{L}\p{N}\p{M}'\u2019-]{0,40}/gu;
const wordsPerIdeograph = 0.6; // Chinese and Japanese write no spaces
const ideograph = /[\u3040-\u30ff\u3400-\u9fff]/g;
const sentenceEnd = /[.!?\u061f](?=["')\u201d*]?(?:\s|$))|[\u3002\uff01\uff1f]/g;
const fencedCode = /```[^`]{0,6000}(?:```|$)/g;

export function toText(whole: string): Text {
  const raw =
    whole.length <= headLength + tailLength ? whole : `${whole.slice(0, headLength)}\n${whole.slice(-tailLength)}`;
  const shown = raw.replaceAll(special, "").trim();
  const lower = shown.toLowerCase();
  const scale = shown === "" ? 1 : whole.length / raw.length;
  const all = splitWords(lower);
  const ideographs = lower.match(ideograph)?.length ?? 0;
  return {
    raw,
    shown,
    lower,
    edges: shown.length <= 1000 ? shown : `${shown.slice(0, 600)}\n${shown.slice(-400)}`,
    lines: shown.split(/\r?\n/),
    tokens: lower.includes("```") ? splitWords(lower.replaceAll(fencedCode, " ")) : all,
    words: Math.round((all.length + wordsPerIdeograph * ideographs) * scale),
    sentences: shown === "" ? 0 : Math.max(1, Math.round((shown.match(sentenceEnd)?.length ?? 0) * scale)),
    ...lettersIn(shown)
  };
}

function splitWords(lower: string): string[] {
  // eslint-disable-next-line no-control-regex
  if (/^[\u0000-\u007f]*$/.test(lower)) return lower.match(asciiWord) ?? [];
  return (lower.match(anyWord) ?? []).map((word) => word.replaceAll("\u2019", "'"));
}

/** Letters, those beyond ASCII taken together, and the capital ones of ASCII. */
function lettersIn(text: string): {letters: number; capitals: number} {
  let letters = 0;
  let capitals = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const isCapital = code >= 65 && code <= 90;
    if (isCapital) capitals++;
    if (isCapital || (code >= 97 && code <= 122) || code >= 0xc0) letters++;
  }
  return {letters, capitals};
}
