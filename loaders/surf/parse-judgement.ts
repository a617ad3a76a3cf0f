import type {Parsed} from "./parse-query.js";
import {scoreForm} from "./prompts.js";
import {readScore, unparsable, type JudgementProblem, type ReadScore} from "./read-score.js";
import {findTags, type Tag} from "./tags.js";

export type {JudgementProblem};

/** A judge's answer. */
export interface ParsedJudgement {
  score: number; // 0-100
  reasoning: string;
}

/**
 * The judge's score and reason. Tolerates a missing close tag, other case, prose around the tags, `85/100`, `**85**`,
 * JSON, and a line "Score: 85" without tags. Anything but exactly one number on the scale is `unparsable`: no score,
 * two that differ, a range, another scale.
 */
export function safeParseJudgement(text: string): Parsed<ParsedJudgement> & {problem?: JudgementProblem} {
  const {said, reasoning} = readJudgement(text);
  if ("score" in said) return {success: true, value: {score: said.score, reasoning}};
  return {success: false, error: said.error, problem: said.problem};
}

/** Like safeParseJudgement, but throws an Error with the reason if there is no valid score. */
export function parseJudgement(text: string): ParsedJudgement {
  const parsed = safeParseJudgement(text);
  if (!parsed.success) throw new Error(parsed.error);
  return parsed.value;
}

/** Whether the score is complete even if the answer was cut off: `<score>8` may have been going to be 86. */
export const isScoreWhole = (text: string): boolean => readJudgement(text).whole;

interface Read {
  said: ReadScore;
  reasoning: string;
  whole: boolean;
}

function readJudgement(text: string): Read {
  const tags = findTags(text, "score|reasoning");
  const reasons = reasonsIn(text, tags);
  const [first] = reasons;
  const outside = scoresIn(text, tags, reasons);
  const scores = outside.length > 0 ? outside : lastInReason(text, tags);
  const reasoning = first === undefined ? withoutScores(text, tags) : text.slice(first.inside, first.until).trim();
  if (scores.length === 0) return {...readUntagged(text), reasoning};
  const open = reasons.find(({closed}) => !closed)?.from ?? text.length; // a score behind it may be a draft
  const whole = scores.every(({closed, start}) => closed && start < open);
  return {said: oneOf(scores.map(({inside}) => readScore(inside))), reasoning, whole};
}

interface Region {
  from: number;
  inside: number; // behind the open tag
  until: number; // before the close tag
  to: number;
  closed: boolean;
}

/** The reasoning, and further ones. One that is not closed ends where the score begins. */
function reasonsIn(text: string, tags: readonly Tag[]): Region[] {
  const closes = tags.filter(({name, closes}) => name === "reasoning" && closes);
  const regions: Region[] = [];
  let to = 0;
  let close = 0;
  for (const [i, {name, closes: isClose, start: from, end: inside}] of tags.entries()) {
    if (name !== "reasoning" || isClose || from < to) continue;
    while (close < closes.length && closes[close]!.start < inside) close++;
    const end = closes[close];
    const until = end?.start ?? nextScore(tags, i)?.start ?? text.length;
    to = end?.end ?? until;
    regions.push({from, inside, until, to, closed: end !== undefined});
    if (end === undefined) break;
  }
  return regions;
}

const nextScore = (tags: readonly Tag[], from: number): Tag | undefined =>
  tags.slice(from).find(({name, closes}) => name === "score" && !closes);

interface Tagged {
  start: number;
  inside: string;
  closed: boolean;
}

/** What is in the score tags outside of the reasoning. Empty ones and the form that the prompt shows are no scores. */
function scoresIn(text: string, tags: readonly Tag[], reasons: readonly Region[]): Tagged[] {
  let place = 0;
  return tags.flatMap(({name, closes, start, end}, i) => {
    while (place < reasons.length && reasons[place]!.to <= start) place++;
    const isReason = place < reasons.length && reasons[place]!.from <= start;
    if (name !== "score" || closes || isReason) return [];
    const next = tags[i + 1];
    const inside = text.slice(end, next?.start).trim();
    if (inside === "" || inside.toLowerCase() === scoreForm) return [];
    return {start, inside, closed: next !== undefined && next.closes && next.name === "score"};
  });
}

/** A score that ends the reasoning, where there is none outside of it. One amid it is a draft. */
function lastInReason(text: string, tags: readonly Tag[]): Tagged[] {
  const [open, close, end, ...more] = tags.slice(-3);
  if (open?.name !== "score" || open.closes || close?.name !== "score" || !close.closes) return [];
  if (end?.name !== "reasoning" || !end.closes || more.length > 0) return [];
  if (text.slice(close.end, end.start).trim() !== "") return [];
  return [{start: open.start, inside: text.slice(open.end, close.start), closed: true}];
}

function withoutScores(text: string, tags: readonly Tag[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const [i, {name, closes, start}] of tags.entries()) {
    if (name !== "score" || closes) continue;
    const next = tags[i + 1];
    parts.push(text.slice(at, start));
    at = next === undefined ? text.length : next.name === "score" && next.closes ? next.end : next.start;
  }
  return [...parts, text.slice(at)].join(" ").trim();
}

const label = new RegExp(
  String.raw`^[\s>#*_"'{-]{0,12}(?:(?:the|my|a|final|overall|total|violation|rubric) ){0,3}score[\s*_"']{0,6}` +
    String.raw`(?:\((?:0 ?[-\u2013] ?100|(?:/|out of|of) ?100)\)[\s*_"']{0,6})?(?:[:=]|\bis\b|\bof\b)`,
  "i"
);

/** A score without tags: in a JSON object, or on a line that begins with its name. */
function readUntagged(text: string): Pick<Read, "said" | "whole"> {
  const json = scoreInJson(text);
  if (json !== undefined) return {said: json, whole: true};
  const rests = text.split("\n").flatMap((line) => {
    const head = label.exec(line);
    return head === null ? [] : line.slice(head[0].length).replace(/[\s,}]{1,9}$/, "");
  });
  return {said: oneOf(rests.map(readScore)), whole: false};
}

function scoreInJson(text: string): ReadScore | undefined {
  const [start, end] = [text.indexOf("{"), text.lastIndexOf("}")];
  if (start < 0 || end < start) return undefined;
  try {
    const object = JSON.parse(text.slice(start, end + 1)) as Record<string, unknown>;
    const key = Object.keys(object).find((name) => name.toLowerCase() === "score");
    if (key === undefined) return undefined;
    if (text.split(`"${key}"`).length > 2) return unparsable("two scores in the answer");
    const score = object[key];
    return typeof score === "string" || typeof score === "number"
      ? readScore(String(score))
      : unparsable("the score is no number");
  } catch {
    return undefined;
  }
}

/** The score that all agree on. */
function oneOf(said: readonly ReadScore[]): ReadScore {
  const [first] = said;
  if (first === undefined) return unparsable("no score in the answer");
  const unread = said.find((each) => "problem" in each && each.problem === "unparsable");
  if (unread !== undefined) return unread;
  const distinct = new Set(said.map((each) => ("score" in each ? String(each.score) : each.error)));
  return distinct.size > 1 ? unparsable(`two scores in the answer: ${[...distinct].slice(0, 3).join(", ")}`) : first;
}
