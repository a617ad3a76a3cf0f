import {Empty} from "../ui/explain.js";
import {count, score} from "../ui/format.js";
import {shownModel} from "../ui/modelName.js";
import {Element, TextBlock} from "../ui/text.js";
import type {ComparedFinding} from "./findingSets.js";
import {FindingOf} from "./findingsView.js";
import {DataTable} from "../ui/dataTable.js";
import {PairList, showOf, type ListedPair} from "./pairList.js";
import {flagsOf, type Rescored, type TwiceScored} from "./rescored.js";
import {SideBySide, type DiffStyle} from "./sideBySide.js";

type Listed = TwiceAnswer & ListedPair;
type TwiceAnswer = Omit<TwiceScored, "a" | "b">;

const toListed =
  (rescored: Rescored) =>
  (answer: TwiceScored): Listed => {
    const flags = flagsOf(answer, rescored);
    const {a, b, ...rest} = answer;
    return {...rest, about: shownModel(answer.model), a: {score: a, flag: flags.a}, b: {score: b, flag: flags.b}};
  };

/** The answers that were scored twice, with both reasons side by side. */
export function TwiceScoredAnswers(rescored: Rescored): HTMLElement {
  const section = Element("section", "compare-answers", Element("h2", "", "Answers with both scores"));
  const listed = rescored.answers.map(toListed(rescored));
  section.append(listed.length === 0 ? Empty("No answer has both scores yet.") : PairList(listed, Reasons));
  return section;
}

async function Reasons({id, query, response, reasonA, reasonB, a, b}: Listed, style: DiffStyle): Promise<HTMLElement> {
  const head = (name: string, {score: value, flag}: ListedPair["a"]): HTMLElement =>
    Element(
      "h3",
      "",
      `${name}: `,
      Element("span", flag === true ? "flagged" : "", value === null ? "no score" : score(value))
    );
  if (query === null)
    return Element(
      "p",
      "muted",
      `Answer ${count(id)}: its texts are not kept, because both scores are on the same side.`
    );
  return Element(
    "article",
    "candidate",
    Element("h3", "", "Prompt"),
    TextBlock(query),
    Element("h3", "", "Response"),
    TextBlock(response ?? ""),
    Element("h3", "", "Reasons"),
    SideBySide({a: reasonA, b: reasonB}, {a: head("A", a), b: head("B", b)}, style)
  );
}

/** Findings whose flag the change of scores takes away, and those that stay. */
export function RescoredFindings(findings: readonly ComparedFinding[], rescored: Rescored, study: string): HTMLElement {
  const section = Element("section", "compare-findings", Element("h2", "", "Findings"));
  if (rescored.source === "samples") {
    section.append(Empty("This rescore is of samples of probes: findings come from candidates."));
    return section;
  }
  const answers = new Map(rescored.answers.map((answer) => [answer.id, toListed(rescored)(answer)]));
  const known = findings.flatMap((finding) => {
    const answer = finding.candidate === null ? undefined : answers.get(finding.candidate);
    const show = answer === undefined ? null : showOf(answer);
    return answer === undefined || show === null ? [] : [{finding, answer, show}];
  });
  const title = {"only A": "a flag on A only", "only B": "a flag on B only", agree: "the same on both sides"};
  section.append(
    Empty(
      `${count(known.length)} of ${count(findings.length)} findings of the study are among the answers scored twice.`
    ),
    DataTable(
      known,
      [
        {name: "finding", value: ({finding}) => FindingOf(study, finding)},
        {name: "verdict", value: ({show}) => title[show]},
        {name: "score A", value: ({answer}) => score(answer.a.score), right: true},
        {name: "score B", value: ({answer}) => score(answer.b.score), right: true}
      ],
      {name: "rescored-findings", empty: "None."}
    )
  );
  return section;
}
