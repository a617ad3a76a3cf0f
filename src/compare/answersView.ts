import {Empty} from "../ui/explain.js";
import {Folded} from "../ui/folded.js";
import {count, score} from "../ui/format.js";
import {Link} from "../ui/labels.js";
import {ModelName} from "../ui/modelName.js";
import {Element, InlineText, TextBlock} from "../ui/text.js";
import {answerPairs, mostPairs, type Answer, type AnswerPair} from "./answers.js";
import {PairList, type ListedPair} from "./pairList.js";
import {SideBySide, type DiffStyle} from "./sideBySide.js";
import type {Side, Sides} from "./sides.js";
import {mostCandidates, type StudyTables} from "./studyFiles.js";

/** Answers of both sides to the same prompts, side by side, with the words that differ marked. */
export function Answers(a: StudyTables, b: StudyTables, sides: Sides): HTMLElement {
  const section = Element("section", "compare-answers", Element("h2", "", "Answers side by side"));
  const pairs = answerPairs(a, b, sides);
  if ([a, b].some(({candidates}) => candidates === null))
    section.append(
      Empty(
        `Candidates of a study with more than ${count(mostCandidates)} are not compared here, only samples of probes.`
      )
    );
  if (pairs.length === 0) section.append(Empty(noPair));
  else {
    if (pairs.length === mostPairs)
      section.append(Empty(`The first ${count(mostPairs)} pairs, those that differ first.`));
    section.append(
      Element("p", "", "Prompts count as the same when their first 300 characters and their context are."),
      PairList(pairs.map(toListed), (pair, style) => Pair(pair, {a, b}, sides, style))
    );
  }
  return section;
}

const noPair =
  "No prompt was asked on both sides, so no two answers belong together. A probe that asks both models, a query of a " +
  "corpus, or confirm on both sides makes some.";

const toListed = (pair: AnswerPair): AnswerPair & ListedPair => ({...pair, about: pair.what});

async function Pair(
  {query, a, b, what}: AnswerPair,
  tables: {a: StudyTables; b: StudyTables},
  sides: Sides,
  style: DiffStyle
): Promise<HTMLElement> {
  const [first, second] = await Promise.all([textsOf(tables.a, a), textsOf(tables.b, b)]);
  return Element(
    "article",
    "candidate",
    Element("p", "muted", InlineText(what)),
    Element("h3", "", "Prompt"),
    TextBlock(first.query ?? query),
    ...(first.query === second.query ? [] : Folded("The prompt of B goes on in another way", second.query)),
    SideBySide({a: first.response, b: second.response}, {a: Head("A", a, sides.a), b: Head("B", b, sides.b)}, style),
    ...Folded("Why A was scored so", first.reasoning),
    ...Folded("Why B was scored so", second.reasoning)
  );
}

async function textsOf({texts}: StudyTables, {source, id, prompt}: Answer) {
  if (source === "candidates") return texts.candidates.read(id);
  const [{response, reasoning}, {query}] = await Promise.all([texts.samples.read(id), texts.prompts.read(prompt!)]);
  return {query, response, reasoning};
}

function Head(name: string, {source, id, model, score: value, flag}: Answer, {study}: Side): HTMLElement {
  const folder = `./studies/${encodeURIComponent(study)}/`;
  const address = source === "candidates" ? `${folder}candidates?open=${id}` : `${folder}probes?open=${id}`;
  const kind = source === "candidates" ? "candidate" : "sample";
  return Element(
    "div",
    "",
    Element(
      "h3",
      "",
      `${name}: `,
      Element("span", flag === true ? "flagged" : "", value === null ? "no score" : score(value))
    ),
    Element("p", "muted", ModelName(model, study), ", ", Link(address, `${kind} ${count(id)}`))
  );
}
