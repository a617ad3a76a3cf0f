import type {Row} from "../shared/schema.js";
import {columnOf} from "../ui/columnTable.js";
import {ascending, descending, inOrder} from "../ui/order.js";
import {askedCandidates} from "./askedCandidates.js";
import {promptKey} from "./measured.js";
import {isOnSide, type Side} from "./sides.js";
import type {StudyTables} from "./studyFiles.js";

/** A scored or unscored answer of a side, by its row. */
export interface Answer {
  source: "candidates" | "samples";
  id: number; // row of candidates or samples
  prompt: number | null; // row of probe_prompts; null for a candidate
  model: string;
  score: number | null;
  flag: boolean | null; // null without a score
}

/** Two answers to one prompt. */
export interface AnswerPair {
  id: number; // its place among all pairs
  what: string; // the search or probe that asked, and the rubric
  query: string; // as tables have it, cut
  a: Answer;
  b: Answer;
}

/** Pairs that a page keeps at most. */
export const mostPairs = 20_000;

interface Asked {
  what: string;
  query: string;
  answers: Answer[];
}

/** Answers of both sides to the same prompts: the first to the first, the second to the second. Those that differ first. */
export function answerPairs(a: StudyTables, b: StudyTables, sides: {a: Side; b: Side}): AnswerPair[] {
  const [first, second] = [askedOf(a, sides.a), askedOf(b, sides.b)];
  const pairs = [...first].flatMap(([key, {what, query, answers}]) => {
    const others = second.get(key)?.answers ?? [];
    return answers.slice(0, others.length).map((answer, i) => ({what, query, a: answer, b: others[i]!}));
  });
  return pairs
    .sort(
      inOrder<Omit<AnswerPair, "id">>(
        descending((pair) => Number(differs(pair))),
        descending(gap),
        ascending((pair) => pair.a.id)
      )
    )
    .slice(0, mostPairs)
    .map((pair, id) => ({id, ...pair}));
}

/** Whether one side is a flag and the other is none. */
export const differs = ({a, b}: Pick<AnswerPair, "a" | "b">): boolean =>
  a.flag !== null && b.flag !== null && a.flag !== b.flag;

const gap = ({a, b}: Pick<AnswerPair, "a" | "b">): number | null =>
  a.score === null || b.score === null ? null : Math.abs(a.score - b.score);

/** What a side asked, by search or probe, rubric and prompt. */
function askedOf(tables: StudyTables, side: Side): Map<string, Asked> {
  const asked = new Map<string, Asked>();
  const add = (key: string, what: string, query: string, answer: Answer): void => {
    const known = asked.get(key);
    if (known === undefined) asked.set(key, {what, query, answers: [answer]});
    else known.answers.push(answer);
  };
  addCandidates(tables, side, add);
  if (side.run === null) addSamples(tables, side, add); // no probe belongs to one run
  return asked;
}

type Add = (key: string, what: string, query: string, answer: Answer) => void;

function addCandidates({candidates}: StudyTables, side: Side, add: Add): void {
  for (const {id, rubric, model, context, query, score, flag} of askedCandidates(candidates, side))
    add(JSON.stringify(["search", rubric, promptKey(context, query)]), `search, ${rubric}`, query, {
      ...{source: "candidates", id, prompt: null, model, score, flag}
    });
}

function addSamples({samples, prompts}: StudyTables, side: Side, add: Add): void {
  const byId = new Map(prompts.map((prompt) => [prompt.id, prompt]));
  const of = <K extends keyof Row<"samples">>(name: K) => columnOf<Row<"samples">, K>(samples, name);
  const [step, probe, model, context] = [of("step"), of("probe"), of("model"), of("context")];
  const [promptOf, score, violation, rubric] = [of("prompt"), of("score"), of("violation"), of("rubric")];
  for (let row = 0; row < samples.numRows; row++) {
    const prompt = byId.get(promptOf(row));
    if (prompt === undefined || !isOnSide({model: model(row)}, side)) continue;
    const key = [step(row), probe(row), rubric(row), prompt.variant, promptKey(context(row), prompt.query)];
    const what = [probe(row), ...(rubric(row) === null ? [] : [rubric(row)])].join(", ");
    add(JSON.stringify(key), what, prompt.query, {
      ...{source: "samples", id: row, prompt: prompt.id, model: model(row), score: score(row)},
      flag: violation(row)
    });
  }
}
