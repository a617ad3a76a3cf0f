import {score} from "../ui/format.js";
import {Element, InlineText} from "../ui/text.js";

export interface ListedCandidate {
  id: number;
  score: number | null;
  flagged: boolean;
  reason: string | null;
  rubric: string;
  run: number;
  iteration: number;
  arm: string;
  query: string | null;
}

/** A page of candidates to choose from. */
export function CandidateList(
  candidates: readonly ListedCandidate[],
  open: number | null,
  choose: (id: number) => void
): HTMLElement {
  if (candidates.length === 0) return Element("p", "muted", "No candidate fits these filters.");
  const list = Element("ol", "candidate-list");
  for (const candidate of candidates) list.append(Element("li", "", Line(candidate, candidate.id === open, choose)));
  return list;
}

function Line(
  {id, score: value, flagged, reason, rubric, run, iteration, arm, query}: ListedCandidate,
  isOpen: boolean,
  choose: (id: number) => void
): HTMLElement {
  const text = Element("span", "query");
  text.append(query === null ? Element("em", "muted", "no query") : InlineText(query));
  const about = `${rubric}, run ${run}, iteration ${iteration}, ${arm}${reason === null ? "" : `, ${reason}`}`;
  const button = Element(
    "button",
    "",
    Element("span", flagged ? "score flagged" : "score", score(value)),
    text,
    Element("span", ""),
    Element("small", "muted", about)
  );
  button.setAttribute("aria-current", String(isOpen));
  button.dataset.candidate = String(id);
  button.addEventListener("click", () => choose(id));
  return button;
}
