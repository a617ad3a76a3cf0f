import {count, decimal, pValue, times} from "../ui/format.js";
import type {Row} from "../shared/schema.js";
import type {Strength} from "../shared/turfTables.js";
import {Marked} from "./marked.js";
import {Element} from "../ui/text.js";
import {StrengthLabel, strengthMeaning} from "./strength.js";

type Answer = Pick<
  Row<"traces">,
  | "literal_trigger"
  | "literal_hits"
  | "literal_expected"
  | "sentence"
  | "trigger"
  | "crux"
  | "strength"
  | "status"
  | "reason"
  | "hits"
  | "pairs"
  | "expected"
  | "lift"
  | "q"
>;

/** The sentence of a trace, with its strength and the numbers behind it. */
export function TraceSentence(trace: Answer): HTMLElement {
  const {sentence, trigger, crux, strength, status, reason} = trace;
  const parts = [trigger, crux].flatMap((part) => (part === null ? [] : phrasings(part, sentence)));
  const box = Element("blockquote", "trace-sentence", Element("p", "", Marked(sentence, parts, {tag: "strong"})));
  if (status === "traced") box.append(Element("p", "", StrengthLabel(strength), ` ${evidenceOf(trace)}`));
  else box.append(Element("p", "", StrengthLabel(null)));
  if (trace.literal_trigger !== null && trace.literal_trigger !== trigger) box.append(Literal(trace));
  if (reason !== null) box.append(Element("p", "muted", Marked(reason, [])));
  return box;
}

/** The answer of the paper's own rule: most hits, whatever chance gives. */
const Literal = ({literal_trigger, literal_hits, literal_expected}: Answer): HTMLElement =>
  Element(
    "p",
    "muted",
    "By the number of hits alone (the paper's Eq. 6 to the letter), the trigger would be ",
    Marked(literal_trigger ?? "", []),
    ` ${count(literal_hits)} hits, where chance gives ${decimal(literal_expected, 1)}.`
  );

/** An attribute as the sentence has it: in full, or without its first words. */
function phrasings(attribute: string, sentence: string): string[] {
  const bare = attribute.replace(/^The (query|response) /i, "").replace(/\.$/, "");
  const found = [attribute, attribute.replace(/\.$/, ""), bare].find((each) => sentence.includes(each));
  return found === undefined ? [] : [found];
}

function evidenceOf({strength, hits, pairs, expected, lift, q}: Answer): string {
  const meaning = strengthMeaning[strength as Strength] ?? "";
  if (hits === null) return meaning;
  const found = `${count(hits)} hits on ${count(pairs)} training pairs`;
  const byChance = `where chance gives ${decimal(expected, 1)} hits`;
  const chance = `${found}, ${byChance} (${times(lift)}, q ${pValue(q)})`;
  return meaning === "" ? `${chance}.` : `${chance}: ${meaning}.`;
}
