/** Characters of a query in slim tables; `texts` has all of it. */
export const excerptLength = 300;

/** The start of a text for a list, never ending inside a surrogate pair. */
export function excerpt(text: string, length = excerptLength): string {
  if (text.length <= length) return text;
  const end = /[\uD800-\uDBFF]/.test(text[length - 2]!) ? length - 2 : length - 1;
  return `${text.slice(0, end)}\u2026`;
}
