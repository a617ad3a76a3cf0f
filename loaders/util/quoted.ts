/** A text between tags for a prompt. It can't close them: `</query>` inside a query would end the quotation. */
export const quoted = (tag: string, text: string): string =>
  `<${tag}>\n${text.replaceAll(new RegExp(`</(?=\\s*${tag}\\s*>)`, "gi"), "<\\/")}\n</${tag}>`;
