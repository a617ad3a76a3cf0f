import {Button} from "./controls.js";
import {Element} from "./text.js";
import {visible} from "./visible.js";

const saidInMs = 2000; // how long the button says that it has copied

/** A command or lines of a file, with a button that copies them. Where a browser can't, it selects them instead. */
export function CopyBlock(text: string, name = "command"): HTMLElement {
  const block = Element("pre", "copy-text", visible(text));
  block.tabIndex = 0;
  const button = Button("Copy", () => void copy(), {className: "copy"});
  button.setAttribute("aria-label", `Copy ${name}`);
  const status = Element("span", "copy-status");
  status.setAttribute("role", "status");
  const copy = async (): Promise<void> => {
    const isCopied = await copied(text);
    if (!isCopied) getSelection()?.selectAllChildren(block);
    status.textContent = isCopied ? "copied" : "selected: press Ctrl+C";
    setTimeout(() => (status.textContent = ""), saidInMs);
  };
  return Element("div", "copy-block", block, Element("div", "copy-tools", button, status));
}

/** A browser copies only for pages of https or this machine, and only if its reader lets it. */
const copied = async (text: string): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
};
