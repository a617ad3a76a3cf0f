import {createRandom, pick, seedOf, type Random} from "../util/random.js";
import type {VariantSettings} from "./settings.js";

/** Changes of a prompt's surface that keep what it asks (paper sections 4.2 and A.4, Fig. 8 and 9). */
export const builtinTransforms = ["latex", "extraction", "formal", "two-part"] as const;
export type BuiltinTransform = (typeof builtinTransforms)[number];

const transforms: Record<BuiltinTransform, (prompt: string, random: Random) => string> = {
  latex: injectLatex,
  extraction: (prompt, random) => pick(random, layouts)(prompt.trim()),
  formal: (prompt, random) => toFormal(prompt, random),
  "two-part": (prompt, random) => `${prompt.trim()} ${pick(random, parts)}`
};

const inMaths: [RegExp, string][] = [
  [/\bsquare root of (\w+)/gi, "$\\sqrt{$1}$"],
  [/(?<![\w$\\])(\d+)\s*\/\s*(\d+)(?![\w$])/g, "$\\frac{$1}{$2}$"],
  [/(?<![\w$\\{])(\d+(?:\.\d+)?(?:\s*[+\-*=<>]\s*\d+(?:\.\d+)?)+)(?![\w$}])/g, "$$$1$$"],
  [/(?<![\w$\\{.])(\d+(?:\.\d+)?)(?![\w$}]|\.\d)/g, "$$$1$$"]
];

const notes = [
  "Here $x \\in \\mathbb{R}$ and $n \\geq 1$.",
  "Write $\\sum_{i=1}^{n} x_{i}$ where it helps.",
  "Use $\\frac{a}{b}$ for fractions.",
  "Take $\\varepsilon > 0$ as given."
];

/** Sets numbers and formulas in LaTeX; a prompt without any gets a remark in it. */
function injectLatex(prompt: string, random: Random): string {
  const typeset = inMaths.reduce((text, [pattern, by]) => replaceOutside(text, pattern, by), prompt);
  return typeset === prompt ? `${prompt.trim()} ${pick(random, notes)}` : typeset;
}

/** Replaces in the parts that stand outside dollar signs: a formula is not set within another. */
const replaceOutside = (text: string, pattern: RegExp, by: string): string =>
  text
    .split(/(\$[^$]*\$)/)
    .map((part, i) => (i % 2 === 1 ? part : part.replace(pattern, by)))
    .join("");

const layouts = [
  (prompt: string) => `Passage: The request below stands by itself.\nQuestion: ${prompt}\nAnswer:`,
  (prompt: string) => `Context: none is needed.\nQuestion: ${prompt}\nAnswer:`,
  (prompt: string) => `Read the question and extract the answer.\nQuestion: ${prompt}\nAnswer:`
];

const parts = [
  "1. State the main point. 2. State what follows from it.",
  "1. Give the first step. 2. Give the last step.",
  "1. Say how it begins. 2. Say how it ends."
];

const formalWords: [RegExp, string][] = [
  [/\bexplain\b/gi, "elucidate"],
  [/\btell me (?:about|of)\b/gi, "expound upon"],
  [/\btell me\b/gi, "apprise me"],
  [/\bhelp me\b/gi, "assist me"],
  [/\bshow\b/gi, "demonstrate"],
  [/\bget\b/gi, "obtain"],
  [/\buse\b/gi, "employ"],
  [/\bneed\b/gi, "require"],
  [/\bbegin\b|\bstart\b/gi, "commence"],
  [/\babout\b/gi, "concerning"]
];
const courtesies = [
  "I would be most obliged for your erudition.",
  "Pray indulge my inquiry.",
  "I humbly beseech your scholarly counsel."
];

function toFormal(prompt: string, random: Random): string {
  const worded = formalWords.reduce(
    (text, [pattern, by]) => text.replace(pattern, (word) => inCaseOf(word, by)),
    prompt
  );
  return `${pick(random, courtesies)} ${worded.trim()}`;
}

const inCaseOf = (word: string, by: string): string =>
  /^\p{Lu}/u.test(word) ? by.charAt(0).toUpperCase() + by.slice(1) : by;

/** A prompt changed without a model; the same prompt and seed give the same change. */
export function applyVariant(
  variant: Exclude<VariantSettings, {change: "rewrite"}>,
  prompt: string,
  seed: number
): string {
  if (variant.change === "template") return variant.template.replaceAll("{prompt}", () => prompt);
  return transforms[variant.transform as BuiltinTransform](prompt, createRandom(seedOf(seed, variant.name, prompt)));
}
