import {findTags} from "./tags.js";

/** What a tolerant parser of outside text found, or why it found nothing. */
export type Parsed<T> = {success: true; value: T} | {success: false; error: string};

const numbers = String.raw`query[_\s-]?\d?`;

/**
 * The first query of the query model's answer. Tolerates a missing open or close tag, other case and prose around it;
 * the stop sequence takes the close tag away in the ordinary case. Fails when there is no query tag, or nothing but a
 * placeholder in any that is there.
 */
export function safeParseQuery(text: string): Parsed<string> {
  const found = findQuery(text);
  return "error" in found ? {success: false, error: found.error} : {success: true, value: found.query};
}

/** Like safeParseQuery, but throws an Error with the reason if there is no query. */
export function parseQuery(text: string): string {
  const parsed = safeParseQuery(text);
  if (!parsed.success) throw new Error(parsed.error);
  return parsed.value;
}

/** Whether the first query ends with a tag, so that an answer that was cut off has all of it. */
export function isQueryWhole(text: string): boolean {
  const found = findQuery(text);
  return "query" in found && found.whole;
}

function findQuery(text: string): {query: string; whole: boolean} | {error: string} {
  const tags = findTags(text, numbers);
  if (tags.length === 0) return {error: "no <query_1> in the answer"};
  const opens = tags.flatMap(({closes, name, end}, i) =>
    !closes && name.endsWith("1") ? {from: end, next: i + 1} : []
  );
  for (const {from, next} of opens.length === 0 ? [{from: 0, next: 0}] : opens) {
    const query = unquote(text.slice(from, tags[next]?.start).trim());
    if (query !== "" && !isPlaceholder(query)) return {query, whole: next < tags.length};
  }
  return {error: "<query_1> is empty, or holds only a placeholder"};
}

/** Takes off one pair of quotation marks that enclose the whole text and nothing else. */
function unquote(text: string): string {
  const inner = /^(?:"([^"]*)"|\u201C([^\u201C\u201D]*)\u201D)$/s.exec(text);
  return (inner?.[1] ?? inner?.[2] ?? text).trim();
}

const dots = /^[\s.\u2026\u00b7_*()[\]{}<>-]*$/;
const slot = /^(?:\[[^[\]]{1,80}\]|\{[^{}]{1,80}\}|<[^<>]{1,80}>)$/;

/** `...` of a prompt's form, or a slot such as `[your query]`: not what anybody would send. */
export const isPlaceholder = (text: string): boolean =>
  dots.test(text) || (slot.test(text) && !/[\d"':,;=|]/.test(text));
