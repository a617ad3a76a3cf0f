import {wilson, type Proportion} from "../shared/statistics.js";

/** How a reader's text is looked for. Case never counts. */
export const phraseModes = {
  word: "whole words",
  text: "any text",
  regex: "regular expression (RE2)"
} as const;
export type PhraseMode = keyof typeof phraseModes;

/** A phrase, or what a response is asked for. */
export interface Pattern {
  text: string;
  mode: PhraseMode;
}

export interface LensQuery {
  phrase: Pattern;
  feature: Pattern | null; // looked for in responses
}

/** The pairs of one chunk with the phrase on the same sides, and the feature in the response or not. */
export interface LensCell {
  source: string;
  inQuery: boolean;
  inResponse: boolean;
  feature: boolean;
  pairs: number;
}

export const longestPattern = 300; // characters

const special = /[\\^$.*+?()[\]{}|]/g;

const escaped = (text: string): string => text.replaceAll(special, "\\$&");

/**
 * A pattern in RE2's syntax, whose matching time is linear in the text for any pattern. Whole words end at
 * what is no letter, digit or underscore of any script.
 */
export function toRegex({text, mode}: Pattern): string {
  if (mode === "regex") return text;
  const literal = escaped(text);
  return mode === "text" ? literal : `(?:^|[^\\pL\\pN_])${literal}(?:$|[^\\pL\\pN_])`;
}

/** Options of DuckDB's regexp functions: case does not count, a dot is any character. */
export const regexOptions = "is";

/** Counts the pairs of a block of rows by chunk, side and feature. Parameters: phrase, phrase, feature, from, to. */
export const blockSql = (hasFeature: boolean): string => {
  const feature = hasFeature ? `regexp_matches(response, ?, '${regexOptions}')` : "false";
  return `WITH seen AS (
      SELECT id, source, regexp_matches(query, ?, '${regexOptions}') AS q,
        regexp_matches(response, ?, '${regexOptions}') AS r, ${feature} AS f
      FROM corpus_pairs WHERE id >= ? AND id < ?)
    SELECT source::VARCHAR AS source, q AS "inQuery", r AS "inResponse", f AS feature, count(*)::INT AS pairs,
      list(id ORDER BY id) FILTER (q OR r) AS ids
    FROM seen GROUP BY ALL`;
};

export const blockParameters = ({phrase, feature}: LensQuery, from: number, to: number): (string | number)[] => [
  toRegex(phrase),
  toRegex(phrase),
  ...(feature === null ? [] : [toRegex(feature)]),
  from,
  to
];

/** A share with what it is of. */
export interface CountedShare extends Proportion {
  count: number;
  n: number;
}

export interface LensLine {
  source: string | null; // null: the whole corpus
  pairs: number;
  query: CountedShare; // pairs with the phrase in the query, of the chunk's
  response: CountedShare;
  ofAll: {query: number | null; response: number | null}; // the chunk's part of all pairs with the phrase
  given: CountedShare; // with the feature, of those with the phrase in the query
  otherwise: CountedShare; // with the feature, of those without it
}

/** Counts by chunk and side, and P(response feature | phrase in the query), one line per chunk, all chunks first. */
export function lensLines(cells: readonly LensCell[]): LensLine[] {
  const sources = [...new Set(cells.map(({source}) => source))];
  const whole = line(null, cells, cells);
  const lines = sources.map((source) =>
    line(
      source,
      cells.filter((cell) => cell.source === source),
      cells
    )
  );
  return [whole, ...lines.sort((a, b) => b.query.count + b.response.count - a.query.count - a.response.count)];
}

function line(source: string | null, cells: readonly LensCell[], all: readonly LensCell[]): LensLine {
  const query = share(cells, ({inQuery}) => inQuery);
  const response = share(cells, ({inResponse}) => inResponse);
  const part = (count: number, test: (cell: LensCell) => boolean) => {
    const total = sum(all.filter(test));
    return total === 0 ? null : count / total;
  };
  return {
    source,
    pairs: sum(cells),
    query,
    response,
    ofAll: {
      query: part(query.count, ({inQuery}) => inQuery),
      response: part(response.count, ({inResponse}) => inResponse)
    },
    given: share(
      cells.filter(({inQuery}) => inQuery),
      ({feature}) => feature
    ),
    otherwise: share(
      cells.filter(({inQuery}) => !inQuery),
      ({feature}) => feature
    )
  };
}

const sum = (cells: readonly LensCell[]): number => cells.reduce((total, {pairs}) => total + pairs, 0);

function share(cells: readonly LensCell[], test: (cell: LensCell) => boolean): CountedShare {
  const [count, n] = [sum(cells.filter(test)), sum(cells)];
  return {count, n, ...wilson(count, n)};
}

/** The surroundings of the first match in a text, for a list. `found` is what the expression found; "" for none. */
export function inContext(
  text: string,
  found: string,
  {phrase, reach = 90}: {phrase: Pattern; reach?: number}
): {before: string; match: string; after: string} {
  const place = found === "" ? -1 : text.indexOf(found);
  if (place < 0) return {before: text.slice(0, 2 * reach), match: "", after: text.length > 2 * reach ? "\u2026" : ""};
  const {at, match} = withoutNeighbours(found, phrase);
  const [begin, end] = [place + at, place + at + match.length];
  const start = Math.max(0, begin - reach);
  return {
    before: `${start > 0 ? "\u2026" : ""}${text.slice(start, begin)}`,
    match: match.slice(0, 400),
    after: `${text.slice(end, end + reach)}${end + reach < text.length ? "\u2026" : ""}`
  };
}

/** Whole words are found with the character before and after them. */
function withoutNeighbours(found: string, {text, mode}: Pattern): {at: number; match: string} {
  const within = mode === "word" ? new RegExp(escaped(text), "iu").exec(found) : null;
  return within === null ? {at: 0, match: found} : {at: within.index, match: within[0]};
}
