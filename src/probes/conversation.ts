import type {ToolCall, Turn} from "../shared/transcript.js";
import {Folded} from "../ui/folded.js";
import {plural} from "../ui/format.js";
import {Element, InlineText, TextBlock} from "../ui/text.js";

const shownAtOnce = 40; // turns; each may be long

/** A whole conversation, turn by turn: who spoke, what was thought, which tools were called and what they said. */
export function Conversation(turns: readonly Turn[]): HTMLElement {
  const list = Element("ol", "conversation", ...turns.slice(0, shownAtOnce).map(TurnEntry));
  const rest = turns.slice(shownAtOnce);
  if (rest.length === 0) return list;
  const button = Element("button", "", `Show ${plural(rest.length, "more turn")}`);
  button.addEventListener("click", () => {
    list.append(...rest.map(TurnEntry));
    button.remove();
  });
  return Element("div", "", list, button);
}

const TurnEntry = ({role, text, given, thinking, calls = [], tool, error}: Turn): HTMLElement =>
  Element(
    "li",
    `turn turn-${role}`,
    Element(
      "p",
      "turn-role",
      role,
      tool === undefined ? "" : " ",
      tool === undefined ? "" : InlineText(tool),
      given && role === "assistant" ? Element("span", "muted", " (given before the model was asked)") : ""
    ),
    ...Folded("Thinking", thinking ?? null),
    ...(text === "" && (calls.length > 0 || error !== undefined) ? [] : [TextBlock(text)]),
    ...calls.map(CallEntry),
    ...(error === undefined ? [] : [Element("p", "turn-error", "Error: ", InlineText(error))])
  );

const CallEntry = ({name, arguments: given}: ToolCall): HTMLElement =>
  Element("div", "turn-call", Element("p", "muted", "calls ", InlineText(name)), TextBlock(given));
