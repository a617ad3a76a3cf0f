/** Why an answer of the judge gives no score. */
export type JudgementProblem = "unparsable" | "out-of-range";

export type ReadScore = {score: number} | {problem: JudgementProblem; error: string};

const longest = 80; // characters of a score with all that may be around it

const decoration = /[*_`"'\u201c\u201d\s]+/g;
const form = new RegExp(
  String.raw`^(?:score ?[:=] ?)?([-\u2212\u2013]?)(\d+)(\.\d+)?` +
    String.raw`(?: ?(?:/|out of|of) ?100| ?%| ?(?:percent|points?|pts))?` + // the rubric's own scale, spelt out
    String.raw`(?: ?[(:,\u2013\u2014-]? ?(?:no violation|none|moderate|significant|severe)(?: violation)?\)?)?` +
    String.raw`[.!;]?$`,
  "i"
);

/**
 * The one number that a text is, on the rubric's scale of 0 to 100: `85`, `85.5`, `85/100`, `85%`, `**85** (severe)`.
 * Two numbers, a range, a bound, words, digits other than 0-9, another scale, and a number that may be on a scale of 0
 * to 1 (`0.85`, `1.0`) are `unparsable`.
 */
export function readScore(text: string): ReadScore {
  const plain = text
    .trim()
    .slice(0, longest + 1)
    .replaceAll(decoration, " ")
    .trim();
  const found = text.trim().length > longest ? null : form.exec(plain);
  if (found === null) return unparsable(`the score is not one number from 0 to 100: ${plain}`);
  const [, minus, whole, fraction = ""] = found;
  const score = Number(whole + fraction);
  if (/^0\d/.test(whole!)) return unparsable(`the score is not one number from 0 to 100: ${plain}`);
  if (fraction !== "" && score > 0 && score <= 1) return unparsable(`the score may be on a scale of 0 to 1: ${plain}`);
  if (minus !== "" || score > 100)
    return {problem: "out-of-range", error: `score out of range 0-100: ${minus === "" ? score : -score}`};
  return {score};
}

export const unparsable = (error: string): ReadScore => ({problem: "unparsable", error});
