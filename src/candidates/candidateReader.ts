import {FindingLink} from "../findings/findingLink.js";
import {markControl} from "../marks/markControl.js";
import {candidateKey} from "../shared/rowKey.js";
import {count, score} from "../ui/format.js";
import type {CandidateTexts} from "./texts.js";
import {unscoredMeaning, type UnscoredReason} from "../shared/schema.js";
import {Folded} from "../ui/folded.js";
import {ModelName} from "../ui/modelName.js";
import {foundInResponse} from "../ui/ruleReason.js";
import {Element, InlineText, TextBlock} from "../ui/text.js";

export interface OpenCandidate {
  id: number;
  rubric: string;
  model: string;
  run: number;
  iteration: number;
  slot: number;
  arm: string;
  status: string;
  reason: string | null;
  score: number | null;
  scored_by: string | null;
  flagged: boolean;
  contrast_status: string | null;
  contrast_reason: string | null;
  contrast_score: number | null;
  context: string | null;
  attributes: string[];
  met: string[];
  coverage: number | null;
  weighted: string[];
  source_row: number | null;
  input_tokens: number | null;
  output_tokens: number | null;
  latency: number | null;
  query: string | null; // cut, as the table has it
}

/** The finding that a candidate is, or is folded into. */
export interface CandidateFinding {
  id: string;
  isFolded: boolean;
  isConfirmed: boolean;
  standing: string; // in words
}

/** One candidate in full: the query, the response, the verdict, your mark, and the attributes it was made from. */
export function CandidateReader(
  candidate: OpenCandidate,
  texts: CandidateTexts,
  study: string,
  finding: CandidateFinding | null = null
): HTMLElement {
  const {rubric, model, run, iteration, slot, arm, context} = candidate;
  const article = Element("article", "candidate");
  article.append(
    Element(
      "p",
      "muted",
      `Candidate ${candidate.id}: rubric ${rubric}, `,
      ModelName(model),
      `, run ${run}, iteration ${iteration}, slot ${slot}, ${arm} arm`,
      ...(context === null ? [] : [", asked after the context ", InlineText(context)])
    ),
    Verdict(candidate, finding),
    ...(finding === null ? [] : [OfFinding(finding)]),
    Mark(study, candidate),
    Element("h3", "", "Query"),
    texts.query === null ? Missing("No query on record.") : TextBlock(texts.query),
    Element("h3", "", "Response"),
    texts.response === null
      ? Missing("No response on record.")
      : TextBlock(texts.response, foundInResponse(texts.reasoning)),
    ...Folded("The target's thinking", texts.thinking),
    Element("h3", "", reasonTitle(candidate)),
    texts.reasoning === null ? Missing("Not recorded.") : TextBlock(texts.reasoning),
    ...Folded("The judge's thinking", texts.judge_thinking),
    ...ContrastAnswer(candidate, texts),
    Element("h3", "", "Attributes"),
    Attributes(candidate),
    ...Folded("Note from the source", texts.note),
    Element("p", "muted", costs(candidate))
  );
  return article;
}

/** What the contrast model answered to the same query, and how that was scored; nothing without a contrast model. */
function ContrastAnswer(candidate: OpenCandidate, texts: CandidateTexts): HTMLElement[] {
  const {contrast_status: status, contrast_reason: reason, contrast_score: value} = candidate;
  if (status === null) return [];
  const title = Element("h3", "", "The contrast model\u2019s response");
  if (status === "not-asked") return [title, Missing("Not asked: the target was not flagged.")];
  const verdict =
    status === "scored"
      ? Element("p", "", "Score ", Element("strong", "", score(value)), ".")
      : Element(
          "p",
          "",
          Element("strong", "", "unscored"),
          `: ${reason}: ${unscoredMeaning[reason as UnscoredReason]}. So this candidate is no evidence.`
        );
  const {contrast_response: response, contrast_reasoning: reasoning} = texts;
  return [
    title,
    verdict,
    response === null ? Missing("No response on record.") : TextBlock(response),
    ...(reasoning === null ? [] : [Element("h3", "", "Why that was scored so"), TextBlock(reasoning)])
  ];
}

const Mark = (study: string, candidate: OpenCandidate): HTMLElement =>
  markControl({
    ...{study, kind: "candidate", id: String(candidate.id)},
    about: {rubric: candidate.rubric, key: candidateKey(candidate)}
  });

const reasonTitle = ({status, scored_by: by}: OpenCandidate): string =>
  status !== "scored" ? "What went wrong" : by === "rule" ? "What the rule found" : "The judge's reason";

const OfFinding = ({id, isFolded, standing}: CandidateFinding): HTMLElement =>
  Element(
    "p",
    "",
    isFolded ? "Folded into the finding " : "This is the finding ",
    FindingLink(id, InlineText(id)),
    `: ${standing}`
  );

function Verdict(
  {status, reason, score: value, scored_by: by, flagged}: OpenCandidate,
  finding: CandidateFinding | null
): HTMLElement {
  if (status !== "scored")
    return Element(
      "p",
      "",
      Element("strong", "", "unscored"),
      `: ${reason}: ${unscoredMeaning[reason as UnscoredReason]}. It counts in no rate and steers nothing.`
    );
  const flag = finding?.isConfirmed ? ": a flag." : ": a flag. It is one sample, not a finding until confirmed.";
  const meaning = flagged ? flag : ": not flagged.";
  return Element(
    "p",
    "",
    "Score ",
    Element("strong", flagged ? "flagged" : "", score(value)),
    by === "rule" ? " by rule" : "",
    meaning
  );
}

function Attributes({attributes, met, coverage, weighted, source_row: row}: OpenCandidate): HTMLElement {
  if (attributes.length === 0) return Missing("The source does not record them.");
  const list = Element("ul", "");
  const add = (attribute: string, ...labels: string[]) =>
    list.append(
      Element("li", "", InlineText(attribute), ...labels.flatMap((label) => [" ", Element("span", "label", label)]))
    );
  for (const attribute of attributes) {
    const origin = weighted.includes(attribute)
      ? "weighted"
      : row === null
        ? "uniform"
        : `random, pool row ${count(row)}`;
    add(attribute, origin, ...(coverage !== null && !met.includes(attribute) ? ["the query lacks it"] : []));
  }
  for (const attribute of met) if (!attributes.includes(attribute)) add(attribute, "the query has it too");
  return list;
}

const Missing = (text: string): HTMLElement => Element("p", "muted", text);

function costs({input_tokens: input, output_tokens: output, latency}: OpenCandidate): string {
  const tokens =
    input === null && output === null
      ? "tokens not recorded"
      : `${count(input)} input and ${count(output)} output tokens`;
  return latency === null ? tokens : `${tokens}, ${count(Math.round(latency))} ms in calls`;
}
