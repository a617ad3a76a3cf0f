import {count} from "./format.js";
import {partsOf} from "./ruleReason.js";
import {visible} from "./visible.js";

/** Text from a model, a data set or a file: shown as text, whatever it holds. */

const cutAt = 5000; // characters shown at first
const mostShown = 200_000; // characters that "show all" puts on the page: more would freeze it

/** An element with text in it, never markup. */
export function Element(name: string, className: string, ...children: (Node | string)[]): HTMLElement {
  const element = document.createElement(name);
  if (className !== "") element.className = className;
  element.append(...children);
  return element;
}

/** A short text inside a line: its direction stays its own. */
export function InlineText(text: string): HTMLElement {
  const element = Element("span", "quoted", visible(text));
  element.dir = "auto";
  return element;
}

/** A long text as it was written, with texts found in it marked. One that is very long is cut, with a button for more. */
export function TextBlock(text: string, found: readonly string[] = []): HTMLElement {
  const block = Element("pre", "text-block");
  block.dir = "auto";
  block.tabIndex = 0;
  if (text.length <= cutAt) {
    block.append(...marked(text, found));
    return block;
  }
  const end = text.length > mostShown ? `\n[${count(text.length - mostShown)} more characters are not shown]` : "";
  block.append(...marked(text.slice(0, cutAt), found), "\u2026");
  const button = Element("button", "", `Show all ${count(text.length)} characters`);
  button.addEventListener("click", () => {
    block.replaceChildren(...marked(text.slice(0, mostShown), found), end);
    button.remove();
  });
  return Element("div", "", block, button);
}

const marked = (text: string, found: readonly string[]): (Node | string)[] =>
  partsOf(text, found).map((part) => (part.isFound ? Element("mark", "", visible(part.text)) : visible(part.text)));
