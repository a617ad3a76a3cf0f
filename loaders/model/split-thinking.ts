import {splitHarmony} from "./split-harmony.js";
import {findThoughtMarks, type ThoughtMark} from "./thought-marks.js";
import {joinThoughts, type Split} from "./thoughts.js";

/**
 * Splits thought off an answer, in any of the usual markings: a block that opens it, or that begins a later line; one
 * that the template opened, so that only its end is there; channels; IBM's worded form. What is never closed is all
 * thought: the model was cut off. `prompt` is what was asked; null where that is not known.
 */
export function splitThinking(given: string, prompt: string | null = null): Split {
  const text = escapedThought.test(given) ? unescaped(given) : given;
  return (
    splitHarmony(text) ?? splitWorded(text) ?? splitDoubtful(text, prompt) ?? splitMarked(text, findThoughtMarks(text))
  );
}

/** Some gateways escape an answer as if it were to stand in a page, its marks included. */
const escapedThought = /^\s*&lt;(?:think|thinking|thought)&gt;/i;
const characters: Record<string, string> = {lt: "<", gt: ">", quot: '"', "#39": "'", amp: "&"};

const unescaped = (text: string): string =>
  text.replaceAll(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => characters[name]!);

const firstTag = /^\s*<([a-z][a-z_-]{0,40})>/i;
const doubtful = /reason|reflect|analys|rationale|deliberat|scratch|chain[_-]of|^cot$|^plan(?:ning)?$/;

/** A first block under a name that prompts also use for parts of an answer is thought where this prompt does not. */
function splitDoubtful(text: string, prompt: string | null): Split | null {
  const open = firstTag.exec(text);
  const name = open?.[1]!.toLowerCase() ?? "";
  if (open === null || prompt === null || !doubtful.test(name)) return null;
  if (prompt.toLowerCase().includes(`<${name}>`)) return null;
  const close = new RegExp(`</${name}>`, "i").exec(text);
  if (close === null) return null;
  const answer = text.slice(close.index + close[0].length).trimStart();
  return answer === "" ? null : {thinking: text.slice(open[0].length, close.index).trim(), text: answer};
}

const wordedThought = /^\s*here(?:'s| is) my thought process:/i;
const wordedAnswer = /here(?:'s| is) my response:/i;

function splitWorded(text: string): Split | null {
  const begin = wordedThought.exec(text);
  if (begin === null) return null;
  const thought = text.slice(begin[0].length);
  const end = wordedAnswer.exec(thought);
  if (end === null) return {thinking: thought.trim(), text: ""};
  return {thinking: thought.slice(0, end.index).trim(), text: thought.slice(end.index + end[0].length).trimStart()};
}

function splitMarked(text: string, marks: readonly ThoughtMark[]): Split {
  const closing = closingMarks(marks);
  const thoughts: string[] = [];
  let kept: string[] = []; // of the answer, so far
  let isBegun = false; // the answer: there are words in what is kept
  let at = 0;
  for (let i = 0; i < marks.length; i++) {
    const {start, end, closes, ownLine} = marks[i]!;
    const before = text.slice(at, start);
    if (closes) {
      thoughts.push([...kept, before].join("")); // opened by the template: all before it is thought
      [kept, isBegun, at] = [[], false, end];
      continue;
    }
    const close = closing[i]!;
    isBegun ||= before.trim() !== "";
    if (ownLine || !isBegun) {
      kept.push(before);
      thoughts.push(text.slice(end, marks[close]?.start));
      at = marks[close]?.end ?? text.length;
      i = close;
    } else if (close < marks.length) i = close; // a pair amid a line is mentioned, not meant
  }
  if (thoughts.length === 0) return {thinking: "", text};
  const answer = [...kept, text.slice(at)].join("").replaceAll(responseTokens, "");
  return {thinking: joinThoughts(thoughts), text: answer.trimStart()};
}

/** Special tokens around an answer that follows a thought. */
const responseTokens = /<\|(?:(?:start|end)_response|(?:begin|end)_of_solution)\|>/gi;

/** For each mark the place of the next one that closes; the number of marks where none does. */
function closingMarks(marks: readonly ThoughtMark[]): number[] {
  const places = new Array<number>(marks.length);
  for (let i = marks.length - 1, next = marks.length; i >= 0; i--) {
    places[i] = next;
    if (marks[i]!.closes) next = i;
  }
  return places;
}
