import MarkdownIt from "npm:markdown-it";
import {Element} from "./text.js";
import {visible} from "./visible.js";

/** What of a token this file needs. */
interface Token {
  type: string;
  tag: string;
  nesting: number;
  content: string;
  attrGet(name: string): string | null;
  children: Token[] | null;
}

const tags = "h1 h2 h3 h4 h5 h6 p ul ol li blockquote pre code strong em s table thead tbody tr th td hr br".split(" ");

/**
 * Text of a model as the Markdown it wrote. No HTML is parsed or made: every element is one of a few and holds text.
 * Links and pictures are shown as their text and address; none can be followed, and nothing is loaded.
 */
export function Markdown(text: string): HTMLElement {
  const root = Element("div", "text-block markdown");
  root.dir = "auto";
  root.tabIndex = 0;
  const parser = new MarkdownIt({html: false, linkify: false});
  parser.validateLink = () => true; // addresses are shown, never followed
  fill(root, parser.parse(visible(text), {}) as Token[]);
  return root;
}

function fill(root: HTMLElement, tokens: readonly Token[]): void {
  const open = [root];
  const into = (): HTMLElement => open.at(-1)!;
  for (const token of tokens) {
    if (token.type === "inline") fill(into(), token.children ?? []);
    else if (token.nesting === 0) into().append(...leaf(token));
    else if (token.nesting === -1) {
      if (token.type === "link_close") into().append(addressIn(into()));
      if (open.length > 1) open.pop();
    } else {
      const element = Element(tags.includes(token.tag) ? headingIn(token.tag) : "span", "");
      if (token.type === "link_open") element.dataset.address = token.attrGet("href") ?? "";
      into().append(element);
      open.push(element);
    }
  }
}

/** The headings of a page come before those of a text on it. */
const headingIn = (tag: string): string => (/^h[1-4]$/.test(tag) ? "h5" : tag);

const addressIn = (link: HTMLElement): HTMLElement => Element("span", "muted", ` <${link.dataset.address ?? ""}>`);

function leaf(token: Token): (Node | string)[] {
  switch (token.type) {
    case "fence":
    case "code_block":
      return [Element("pre", "", Element("code", "", token.content))];
    case "code_inline":
      return [Element("code", "", token.content)];
    case "image":
      return [Element("span", "muted", `[picture: ${token.content} <${token.attrGet("src") ?? ""}>]`)];
    case "softbreak":
    case "hardbreak":
      return [Element("br", "")];
    case "hr":
      return [Element("hr", "")];
    default:
      return [token.content];
  }
}
