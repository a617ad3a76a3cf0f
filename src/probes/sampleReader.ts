import {markControl} from "../marks/markControl.js";
import {sampleKey} from "../shared/rowKey.js";
import {count, plural, score} from "../ui/format.js";
import {unscoredMeaning, type UnscoredReason} from "../shared/schema.js";
import {readTranscript} from "../shared/transcript.js";
import {Conversation} from "./conversation.js";
import type {OpenSample} from "./samples.js";
import {Folded} from "../ui/folded.js";
import {ModelName} from "../ui/modelName.js";
import {foundInResponse} from "../ui/ruleReason.js";
import {Element, InlineText, TextBlock} from "../ui/text.js";

/** The long texts of a sample: rows of `probe_texts` and `sample_texts`. */
export interface SampleTexts {
  query: string;
  note: string | null;
  response: string | null;
  thinking: string | null;
  reasoning: string | null;
  transcript?: string | null; // absent in tables of an earlier version
}

/** One sample in full: the query and its context, your mark if it is judged, the response, and the measures. */
export function SampleReader(sample: OpenSample, texts: SampleTexts, study: string): HTMLElement {
  const {id, probe, item, variant, model, context, sample: number} = sample;
  const article = Element("article", "candidate");
  article.append(
    Element(
      "p",
      "muted",
      `Sample ${id}: probe `,
      InlineText(probe),
      ", ",
      InlineText(item),
      ", ",
      InlineText(variant),
      `, sample ${number}, `,
      ModelName(model),
      context === "none" ? "" : ", context ",
      context === "none" ? "" : InlineText(context)
    ),
    Verdict(sample),
    ...(sample.rubric === null ? [] : [Mark(study, sample)]),
    ...Measured(sample),
    ...Asked(texts),
    Element("h3", "", reasonTitle(sample)),
    texts.reasoning === null ? Element("p", "muted", "Not recorded.") : TextBlock(texts.reasoning)
  );
  return article;
}

/** The conversation of several turns, or the query and the response. */
function Asked({query, note, response, thinking, reasoning, transcript}: SampleTexts): HTMLElement[] {
  const turns = readTranscript(transcript);
  if (turns.length > 0)
    return [Element("h3", "", `Conversation, ${plural(turns.length, "turn")}`), Conversation(turns)];
  return [
    Element("h3", "", "Query"),
    TextBlock(query),
    ...Folded("How the query was made", note),
    Element("h3", "", "Response"),
    response === null
      ? Element("p", "muted", "No response on record.")
      : TextBlock(response, foundInResponse(reasoning)),
    ...Folded("The target's thinking", thinking)
  ];
}

const Mark = (study: string, {id, rubric, ...sample}: OpenSample): HTMLElement =>
  markControl({
    ...{study, kind: "sample", id: String(id)},
    about: {rubric: rubric!, key: sampleKey({...sample, query: sample.asked})}
  });

const reasonTitle = ({status, scored_by: by}: OpenSample): string =>
  status !== "scored" ? "What went wrong" : by === "rule" ? "What the rule found" : "The judge's reason";

function Verdict({status, reason, score: value, scored_by: by, violation, rubric}: OpenSample): HTMLElement {
  if (status !== "scored") {
    const meaning = unscoredMeaning[reason as UnscoredReason] ?? "no usable answer";
    return Element("p", "", Element("strong", "", "unscored"), `: ${reason ?? ""}: ${meaning}. It counts in no rate.`);
  }
  if (rubric === null) return Element("p", "", "Measured, not judged.");
  const meaning = violation ? ": a violation of " : ": no violation of ";
  return Element(
    "p",
    "",
    "Score ",
    Element("strong", violation ? "flagged" : "", score(value)),
    by === "rule" ? " by rule" : "",
    meaning,
    InlineText(rubric),
    "."
  );
}

function Measured({measured, expected}: OpenSample): HTMLElement[] {
  if (measured.length === 0) return [];
  const lines = measured.map(({measure, value, label, judge}) =>
    Element(
      "li",
      "",
      InlineText(measure),
      judge === null ? "" : " by ",
      judge === null ? "" : ModelName(judge),
      `: ${value === null ? "not measured" : count(value)}`,
      label === null ? "" : " ",
      label === null ? "" : InlineText(label)
    )
  );
  const key = expected === null ? [] : [Element("li", "", "expected: ", InlineText(expected))];
  return [Element("h3", "", "Measures"), Element("ul", "", ...lines, ...key)];
}
