import type {CandidateTexts} from "../candidates/texts.js";
import {citedIn} from "../ui/cited.js";
import {Folded} from "../ui/folded.js";
import {foundInResponse} from "../ui/ruleReason.js";
import {Element, TextBlock} from "../ui/text.js";
import {TextView} from "../ui/textView.js";

/** The prompt and the answer in full; what the reason for the score cites is marked in both. */
export function Exchange(texts: CandidateTexts): HTMLElement {
  const {query, response, reasoning, note, thinking, judge_thinking: judgeThinking} = texts;
  const {contrast_response: contrast, contrast_reasoning: contrastReasoning} = texts;
  const cited = (text: string): string[] => [...foundInResponse(reasoning), ...citedIn(text, reasoning)];
  const marks = [query, response].some((text) => text !== null && cited(text).length > 0);
  return Element(
    "div",
    "exchange",
    BesideNote(
      note,
      Side("Prompt", query, query === null ? [] : citedIn(query, reasoning)),
      Side("Answer", response, response === null ? [] : cited(response))
    ),
    Element("h3", "", "Why it has this score"),
    reasoning === null ? Element("p", "muted", "Not recorded.") : TextBlock(reasoning),
    ...(marks ? [Element("p", "muted", "What the reason cites is marked in the prompt and the answer.")] : []),
    ...(contrast === null ? [] : [Side("The contrast model\u2019s answer", contrast, [])]),
    ...(contrastReasoning === null ? [] : [Element("h3", "", "Why that was scored so"), TextBlock(contrastReasoning)]),
    ...Folded("The target's thinking", thinking),
    ...Folded("The judge's thinking", judgeThinking)
  );
}

/** The exchange beside its translation, or whatever else its source says of it. */
function BesideNote(note: string | null, ...sides: HTMLElement[]): HTMLElement {
  if (note === null || note === "") return Element("div", "", ...sides);
  return Element("div", "pair", Element("div", "", ...sides), Side("Translation or note from the source", note, []));
}

const Side = (title: string, text: string | null, found: readonly string[]): HTMLElement =>
  Element(
    "div",
    "",
    Element("h3", "", title),
    text === null ? Element("p", "muted", "Not on record.") : TextView(text, found)
  );
