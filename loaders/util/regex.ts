/**
 * A regular expression that is written over several lines: line breaks, and the indentation around them, are not part
 * of it. A list in it stands for its alternatives, so it belongs in a group.
 */
export const regex =
  (flags = "") =>
  ({raw}: TemplateStringsArray, ...lists: readonly (readonly string[])[]): RegExp => {
    const parts = raw.map((part) => part.replaceAll(/\s*\n\s*/g, ""));
    return new RegExp(String.raw({raw: parts}, ...lists.map((list) => list.join("|"))), flags);
  };

/** A text as a part of a regular expression that matches it and nothing else. */
export const escapeRegExp = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
