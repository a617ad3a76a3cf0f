/** A mark in a text that opens or closes a thought. */
export interface ThoughtMark {
  start: number;
  end: number;
  closes: boolean;
  ownLine: boolean; // nothing but spaces before it on its line, and outside a block of code
}

const bracketed =
  /<(\|channel|unused94)>\s{0,3}thought|<([^<>]{1,60})>|\[(\/?THINK(?:ING)?)\]|\u25c1([^\u25c1\u25b7]{1,40})\u25b7/g;
const thoughtWord = /(?:^|[_:.-])[a-z]{0,8}(?:think|thinking|thoughts?|scratchpad|monologue)(?:$|[_:.-])/;

/**
 * The marks of thought in an answer: `<think>`, `</thinking>`, `[THINK]`, `<|begin_of_thought|>`, `<seed:think>` and
 * their like, in the order they come. Quoted ones and those in blocks of code are left out. Linear in the text.
 */
export function findThoughtMarks(text: string): ThoughtMark[] {
  const inCode = codeBlocks(text);
  const read = new Map<string, {closes: boolean} | null>(); // by name: a hostile answer repeats one many times
  const marks: ThoughtMark[] = [];
  for (const match of text.matchAll(bracketed)) {
    const name = match[1] ?? match[2] ?? match[3] ?? match[4]!;
    if (!read.has(name)) read.set(name, readName(name));
    const mark = read.get(name)!;
    const [start, end] = [match.index, match.index + match[0].length];
    if (mark === null || isQuoted(text, start, end) || inCode(start)) continue;
    marks.push({start, end, closes: mark.closes, ownLine: beginsLine(text, start)});
  }
  return marks;
}

const mostIndent = 8;

function beginsLine(text: string, place: number): boolean {
  for (let i = place - 1; i >= place - mostIndent; i--) {
    if (i < 0 || text[i] === "\n") return true;
    if (text[i] !== " " && text[i] !== "\t") return false;
  }
  return false;
}

function readName(inside: string): {closes: boolean} | null {
  if (inside === "|channel" || inside === "channel|") return {closes: inside !== "|channel"};
  if (/^unused9[45]$/.test(inside)) return {closes: inside === "unused95"}; // MedGemma's
  const [, slash, word, rest] = /^[\s|]*(\/?)\s*([\w:.-]+)([^]*)$/.exec(inside) ?? [];
  if (word === undefined || !/^[\s|]*$|=/.test(rest!)) return null;
  const name = word.toLowerCase();
  return thoughtWord.test(name) ? {closes: slash === "/" || /(?:^|_)end(?:_|$)/.test(name)} : null;
}

function isQuoted(text: string, start: number, end: number): boolean {
  const before = text[start - 1];
  return before !== undefined && "`\"'".includes(before) && text[end] === before;
}

/** Whether a place is in a block of code that is closed again. To be asked about places in ascending order. */
function codeBlocks(text: string): (place: number) => boolean {
  const fences = [...text.matchAll(/^ {0,3}(?:```|~~~)/gm)].map(({index}) => index);
  let block = 0;
  return (place) => {
    while (block + 1 < fences.length && fences[block + 1]! < place) block += 2;
    return block + 1 < fences.length && fences[block]! < place;
  };
}
