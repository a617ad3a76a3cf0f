/** What a tolerant parser found in text from outside, or the error. */
export type Parsed<T> = {success: true; value: T} | {success: false; error: string};

const openTag = /<\s*query[_\s-]?1\s*>/i;
const anyQueryTag = /<\s*\/?\s*query[_\s-]?\d?\s*>/i;

/**
 * Reads the first query of the query model's answer. Accepts a missing open or close tag, any case and prose around it;
 * the stop sequence usually removes the close tag. Fails if there is no query tag, or if the query is empty.
 */
export function safeParseQuery(text: string): Parsed<string> {
  const open = openTag.exec(text);
  if (open === null && !anyQueryTag.test(text)) return {success: false, error: "no <query_1> in the answer"};
  const after = open === null ? text : text.slice(open.index + open[0].length);
  const end = anyQueryTag.exec(after)?.index ?? after.length;
  const query = unquote(after.slice(0, end).trim());
  return query === "" ? {success: false, error: "<query_1> is empty"} : {success: true, value: query};
}

/** Like safeParseQuery, but throws an Error with the reason if there is no query. */
export function parseQuery(text: string): string {
  const parsed = safeParseQuery(text);
  if (!parsed.success) throw new Error(parsed.error);
  return parsed.value;
}

/** Removes a pair of quotation marks around the whole text, if it has no others. */
function unquote(text: string): string {
  const inner = /^(?:"([^"]*)"|\u201C([^\u201C\u201D]*)\u201D)$/s.exec(text);
  return (inner?.[1] ?? inner?.[2] ?? text).trim();
}
