import {pick, type Random} from "../../util/random.js";
import {program} from "./program.js";

/** Paper Fig. 8. */
export const latexTransform = program("latex", "with numbers and formulas in LaTeX, or a remark in it", injectLatex);

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

/** Replaces only outside dollar signs: a formula is not set inside another. */
const replaceOutside = (text: string, pattern: RegExp, by: string): string =>
  text
    .split(/(\$[^$]*\$)/)
    .map((part, i) => (i % 2 === 1 ? part : part.replace(pattern, by)))
    .join("");
