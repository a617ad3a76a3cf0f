/** Surface features of a prompt's text, hashed: all that the target ever sees of it. */
export const buckets = 1 << 15;

const tokenPattern = /[\p{L}\p{M}\p{N}']+|[^\s\p{L}\p{N}]/gu;
const english = new Set(
  "the a of to in and is how what i me for on with you this that are can my do it at was".split(" ")
);
const maxTokens = 400; // of a long prompt only the beginning counts

/** Bucket numbers, each once, in no order. */
export function surfaceOf(prompt: string): Uint32Array {
  const tokens = prompt.toLowerCase().match(tokenPattern)?.slice(0, maxTokens) ?? [];
  const found = new Set<number>();
  let before = hash("^");
  let known = 0;
  let words = 0;
  for (const token of tokens) {
    const now = hash(/^\p{N}+$/u.test(token) ? "#" : token);
    found.add(now % buckets);
    found.add(Math.imul(before ^ (now >>> 7), 0x9e3779b1) >>> 17);
    before = now;
    if (token.length > 1 || token === "i" || token === "a") words++;
    if (english.has(token)) known++;
  }
  for (const name of formOf(prompt, words, known)) found.add(hash(name) % buckets);
  return Uint32Array.from(found);
}

/** What is seen of a text at a glance: length, kind of question, layout, formulas, language. */
function formOf(prompt: string, words: number, known: number): string[] {
  const names = [
    `length:${Math.round(2 * Math.log2(words + 1))}`,
    `english:${words === 0 ? 0 : Math.round((4 * known) / words)}`
  ];
  if (prompt.endsWith("?")) names.push("ends:?");
  if (/\\[a-z]+|\$[^$]+\$/i.test(prompt)) names.push("latex");
  if (prompt.includes("```")) names.push("fence");
  if (prompt.includes("\n")) names.push("lines");
  if (/^[A-Z]\w*:/m.test(prompt)) names.push("keys");
  if (/(?:^|\s)1[.)]\s[^]*\s2[.)]\s/.test(prompt)) names.push("numbered");
  const [lower, upper] = [prompt.toLowerCase(), prompt.toUpperCase()];
  if (lower !== upper && prompt === lower) names.push("lower");
  if (lower !== upper && prompt === upper) names.push("upper");
  return names;
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value ^= value >>> 15;
  return Math.imul(value, 0x2c1b3c6d) >>> 0;
}
