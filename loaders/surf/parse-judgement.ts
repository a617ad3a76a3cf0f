import type {Parsed} from "./parse-query.js";

/** A judge's answer. */
export interface ParsedJudgement {
  score: number; // 0-100
  reasoning: string;
}

/** Why there is no score in a judge's answer. */
export type JudgementProblem = "unparsable" | "out-of-range";

const closedReasoning = /<\s*reasoning\s*>([\s\S]*?)<\s*\/\s*reasoning\s*>/i;
const openReasoning = /<\s*reasoning\s*>([\s\S]*?)(?=<\s*score\s*>|$)/i;
const scoreTags = /<\s*score\s*>([\s\S]*?)(?:<\s*\/\s*score\s*>|(?=<\s*(?:score|reasoning)\s*>)|$)/gi;
const scoreWords = /\bscore\b["'*_\s]*(?:[:=]|\bis\b|\bof\b)["'*_\s]*(-?\d+(?:\.\d+)?(?:\s*\/\s*\d+)?)/gi;
const number = /(-?\d+(?:\.\d+)?)(?:\s*\/\s*(\d+(?:\.\d+)?))?/;

/**
 * Reads the judge's score and reasoning. Accepts a missing close tag, any case, prose around the tags, `85/100`,
 * `**85**` and "Score: 85" without tags. An answer without a score, with two different scores or with another scale is
 * `unparsable`.
 */
export function safeParseJudgement(text: string): Parsed<ParsedJudgement> & {problem?: JudgementProblem} {
  const reasoningTag = closedReasoning.test(text) ? closedReasoning : openReasoning;
  const reasoning = reasoningTag.exec(text)?.[1]?.trim();
  const outside = text.replace(reasoningTag, " ");
  const found = scoresIn(outside);
  const scores = [...new Set(found.length > 0 ? found : scoresIn(text))];
  if (scores.length === 0) return failure("unparsable", "no score in the answer");
  if (scores.length > 1) return failure("unparsable", `two scores in the answer: ${scores.slice(0, 3).join(", ")}`);
  const score = scores[0]!;
  if (Number.isNaN(score)) return failure("unparsable", "the score is not on the scale of 0 to 100");
  if (score < 0 || score > 100) return failure("out-of-range", `score out of range 0-100: ${score}`);
  return {success: true, value: {score, reasoning: reasoning ?? outside.replaceAll(scoreTags, " ").trim()}};
}

/** Like safeParseJudgement, but throws an Error with the reason if there is no valid score. */
export function parseJudgement(text: string): ParsedJudgement {
  const parsed = safeParseJudgement(text);
  if (!parsed.success) throw new Error(parsed.error);
  return parsed.value;
}

const failure = (problem: JudgementProblem, error: string) => ({success: false, error, problem}) as const;

function scoresIn(text: string): number[] {
  const tagged = [...text.matchAll(scoreTags)].map(([, inside]) => inside!);
  const candidates = tagged.length > 0 ? tagged : [...text.matchAll(scoreWords)].map(([, inside]) => inside!);
  return candidates.flatMap((inside) => {
    const match = number.exec(inside);
    if (match === null) return [];
    const [, value, scale] = match;
    return [scale === undefined || Number(scale) === 100 ? Number(value) : NaN];
  });
}
