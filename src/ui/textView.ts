import {Button} from "./controls.js";
import {Element, TextBlock} from "./text.js";

/** A text of a model, as it was written with its marked parts; a press shows it as Markdown and back. */
export function TextView(text: string, found: readonly string[] = []): HTMLElement {
  const plain = TextBlock(text, found);
  const box = Element("div", "text-view", plain);
  if (!looksFormatted(text)) return box;
  const button = Button("Show as Markdown", () => void toggle(), {className: "text-view-button"});
  button.setAttribute("aria-pressed", "false");
  const toggle = async (): Promise<void> => {
    const isOn = button.getAttribute("aria-pressed") === "false";
    const {Markdown} = await import("./markdown.js"); // only readers who ask for it load the parser
    box.replaceChildren(button, isOn ? Markdown(text.slice(0, longest)) : plain);
    button.setAttribute("aria-pressed", String(isOn));
    button.textContent = isOn ? "Show as written" : "Show as Markdown";
    button.focus();
  };
  box.prepend(button);
  return box;
}

const longest = 100_000; // characters that are laid out

/** Whether a text has anything that Markdown would show in another way. */
const looksFormatted = (text: string): boolean => /^\s{0,3}(#{1,6} |[-*+] |\d+[.)] |> |```|\|)|\*\*|`|\]\(/m.test(text);
