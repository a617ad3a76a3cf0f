import {excerpt} from "../shared/excerpt.js";
import {findingAddress} from "../findings/findingLink.js";
import {findingSentence} from "../findings/findingSentence.js";
import {Link, OriginLabel} from "../ui/labels.js";
import {Element, InlineText} from "../ui/text.js";
import type {StrongFinding} from "./strongest.js";

/** A confirmed finding in a few lines: the prompt, the sentence, and whose it is. */
export function FindingCard({manifest, evidence}: StrongFinding): HTMLElement {
  const {finding} = evidence;
  const folder = `./studies/${encodeURIComponent(manifest.name)}/`;
  const prompt = Link(
    findingAddress(finding.id, {from: folder}),
    InlineText(`\u201c${excerpt(finding.query, 160)}\u201d`)
  );
  return Element(
    "li",
    "finding-card",
    Element("p", "finding-card-prompt", prompt),
    Element("p", "", InlineText(findingSentence(evidence))),
    Element("p", "muted", Link(folder, InlineText(manifest.title)), " ", OriginLabel(manifest))
  );
}

/** Cards of findings, as many beside each other as fit. */
export const FindingCards = (findings: readonly StrongFinding[]): HTMLElement =>
  Element("ul", "finding-cards", ...findings.map(FindingCard));
