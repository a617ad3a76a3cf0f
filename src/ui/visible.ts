const named = new Map<number, string>([
  [0x200b, "<U+200B>"],
  [0x2028, "<U+2028>"],
  [0x2029, "<U+2029>"],
  [0xfeff, "<U+FEFF>"]
]);

// Control characters but tab and newline, zero-width and bidirectional controls, lone surrogates.
const hidden = new RegExp(
  [
    "[\\u0000-\\u0008\\u000B-\\u001F\\u007F-\\u009F\\u200B\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069\\uFEFF]",
    "[\\uD800-\\uDBFF](?![\\uDC00-\\uDFFF])",
    "(?<![\\uD800-\\uDBFF])[\\uDC00-\\uDFFF]"
  ].join("|"),
  "g"
);

/** A text with the characters that would hide or reorder it written out: U+0000 as a symbol, U+202E as <U+202E>. */
export function visible(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(hidden, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return named.get(code) ?? `<U+${code.toString(16).toUpperCase().padStart(4, "0")}>`;
  });
}
