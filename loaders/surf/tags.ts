/** A tag in a model's answer, `<name>` or `</name>`. */
export interface Tag {
  start: number;
  end: number;
  closes: boolean;
  name: string; // in lower case
}

/**
 * The tags in a text whose name matches `names` (the source of a pattern), in the order they come. Tolerates other case
 * and up to nine spaces inside the brackets; linear in the text as long as `names` is bounded.
 */
export function findTags(text: string, names: string): Tag[] {
  const pattern = new RegExp(`<\\s{0,9}(/?)\\s{0,9}(${names})\\s{0,9}>`, "gi");
  return [...text.matchAll(pattern)].map(({0: whole, 1: slash, 2: name, index}) => ({
    start: index,
    end: index + whole.length,
    closes: slash === "/",
    name: name!.toLowerCase()
  }));
}
