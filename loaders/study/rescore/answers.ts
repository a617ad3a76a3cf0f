import {candidateKey, sampleKey} from "../../../src/shared/rowKey.js";
import type {Row} from "../../../src/shared/schema.js";
import {readRowsAt, readTable} from "../../store/tables.js";
import {withThinking} from "../../surf/exchange.js";

/** A scored answer of a study, without its texts. */
export interface StudyAnswer {
  id: number; // row
  key: string;
  model: string;
  score: number | null; // null: a judge or rule gave none
  prompt: number; // row of its query's text
  expected: string | null; // answer key
}

/** An answer as it is judged. */
export interface AnswerTexts {
  query: string;
  response: string; // as a judge reads it
  answer: string; // as a user sees it
  reasoning: string; // what was said of it so far
}

export type AnswerSource = "candidates" | "samples";

const isJudgeable = ({status, reason}: Pick<Row<"candidates">, "status" | "reason">): boolean =>
  status === "scored" || /^(judge|rule)-/.test(reason ?? "");

/** The answers of a study that a rubric scored, or that only lack a judge's usable answer. */
export async function readAnswers(study: string, rubric: string, source: AnswerSource): Promise<StudyAnswer[]> {
  if (source === "candidates") {
    const rows = (await readTable(study, "candidates")) ?? [];
    return rows
      .filter((row) => row.rubric === rubric && isJudgeable(row))
      .map((row) => ({
        id: row.id,
        key: candidateKey(row),
        model: row.model,
        score: row.score,
        prompt: row.id,
        expected: null
      }));
  }
  const prompts = (await readTable(study, "probe_prompts")) ?? [];
  const rows = (await readTable(study, "samples")) ?? [];
  return rows
    .filter((row) => row.rubric === rubric && isJudgeable(row))
    .map((row) => {
      const {query, expected} = prompts[row.prompt]!;
      return {
        id: row.id,
        key: sampleKey({...row, query}),
        model: row.model,
        score: row.score,
        prompt: row.prompt,
        expected
      };
    });
}

/** Reads the texts of answers, which are in the order of their rows. Those without a text are left out. */
export async function* readTexts(
  study: string,
  source: AnswerSource,
  answers: readonly StudyAnswer[],
  showsThinking: (model: string) => boolean
): AsyncGenerator<[StudyAnswer, AnswerTexts]> {
  const ids = answers.map(({id}) => id);
  const rows = source === "candidates" ? readRowsAt(study, "texts", ids) : readRowsAt(study, "sample_texts", ids);
  const queries = source === "candidates" ? null : ((await readTable(study, "probe_texts")) ?? []);
  let at = 0;
  for await (const row of rows) {
    const answer = answers[at++]!;
    const query = queries === null ? (row as Row<"texts">).query : (queries[answer.prompt]?.query ?? null);
    const {response, thinking, reasoning} = row;
    if (query === null || response === null) continue;
    const seen = thinking && showsThinking(answer.model) ? withThinking(response, thinking) : response;
    yield [answer, {query, response: seen, answer: response, reasoning: reasoning ?? ""}];
  }
}
