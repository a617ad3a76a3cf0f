/**
 * Replaces the section of a Markdown page between `<!-- begin generated: name -->` and `<!-- end generated: name -->`.
 * Throws an Error when the page has no such section.
 */
export function withGeneratedSection(page: string, name: string, content: string): string {
  const [begin, end] = [`<!-- begin generated: ${name} -->`, `<!-- end generated: ${name} -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`no generated section in the page: ${name}; expected ${begin} and ${end}`);
  return `${page.slice(0, from + begin.length)}\n${content}\n${page.slice(to)}`;
}
