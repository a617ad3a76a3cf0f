/** A part of a WHERE, with the character it starts at. */
export interface Token {
  kind: "word" | "text" | "number" | "sign" | "end";
  text: string; // of a text without its quotes; of a word as it is written
  at: number; // from 0
}

/** What is wrong with a WHERE, and where. */
export class WhereError extends Error {
  constructor(message: string, at: number) {
    super(`${message} (character ${at + 1})`);
  }
}

const space = /\s*/y;
const patterns: readonly (readonly [Token["kind"], RegExp])[] = [
  ["text", /'((?:[^']|'')*)'/y],
  ["word", /"((?:[^"]|"")*)"/y],
  ["number", /[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?(?![\w.])/iy],
  ["word", /[a-z_]\w*/iy],
  ["sign", /<>|!=|<=|>=|[=<>(),]/y]
];

/** The parts of a WHERE. Throws a WhereError at what is none. */
export function tokensOf(where: string): Token[] {
  const tokens: Token[] = [];
  let at = skip(where, 0);
  while (at < where.length) {
    const found = match(where, at);
    tokens.push(found.token);
    at = skip(where, found.end);
  }
  return [...tokens, {kind: "end", text: "", at: where.length}];
}

function skip(where: string, at: number): number {
  space.lastIndex = at;
  space.test(where);
  return space.lastIndex;
}

function match(where: string, at: number): {token: Token; end: number} {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const [whole, quoted] = pattern.exec(where) ?? [];
    if (whole === undefined) continue;
    const text = quoted === undefined ? whole : quoted.replaceAll(whole[0]!.repeat(2), whole[0]!);
    return {token: {kind, text, at}, end: at + whole.length};
  }
  const first = where[at]!;
  if (first === "'" || first === '"') throw new WhereError(`${first} opens a text that has no end`, at);
  throw new WhereError(`not understood: ${where.slice(at, at + 12)}`, at);
}
