import {dirname} from "node:path";
import {createRuleReader, type RuleReader} from "../../loaders/measure/rules/rule-reader.js";
import {recordedPromptId} from "../../loaders/model/recorded/prompt-id.js";
import {openAnswers} from "../../loaders/model/recorded/recorded-model.js";
import {findRecording, readRecordingManifest} from "../../loaders/model/recorded/manifest.js";
import type {Study} from "../../loaders/step/study.js";
import {openPrompts} from "../../loaders/study/run/prompts.js";
import type {Rubric} from "../../loaders/util/rubric.js";
import type {AnsweredPrompt} from "./counting.js";

/** A prompt of a study's corpus with its attributes and the answers that were recorded to it. */
interface RecordedPrompt {
  id: string;
  query: string;
  attributes: ReadonlySet<string>;
  answers: string[];
}

/** The prompts of a study that plays a recording, those with at least one answer. */
export async function recordedPrompts(study: Study): Promise<RecordedPrompt[]> {
  const folder = recordingOf(study);
  const {system} = readRecordingManifest(folder);
  const file = await openAnswers(folder);
  const source = openPrompts(study)!;
  const index = await source.open(await source.pool());
  const prompts: RecordedPrompt[] = [];
  for (let row = 0; row < index.prompts; row++) {
    const query = index.textOf(row);
    const id = recordedPromptId({
      messages: [{role: "user", content: query}],
      ...(system !== null && {system})
    });
    const answers = (await file.find(id)).filter(({pinned}) => !pinned).flatMap(({text}) => text ?? []);
    const attributes = new Set(Array.from(index.attributesOf(row), (each) => index.pool.attributes[each]!));
    if (answers.length > 0) prompts.push({id, query, attributes, answers});
  }
  file.close();
  return prompts;
}

/** The folder of the recording that a study's target plays. */
export const recordingOf = ({targets, file}: Study): string =>
  findRecording(targets[0]!.model.replace(/^recorded:/, ""), dirname(file));

/** What a rubric's rule says of every answer. Prompts with an answer that it can't decide are left out. */
export async function judgeByRule(prompts: readonly RecordedPrompt[], rubric: Rubric): Promise<AnsweredPrompt[]> {
  const read = await createRuleReader(rubric.rule!.rule);
  return prompts.flatMap(({id, query, attributes, answers}) => {
    const verdicts = answers.flatMap((response) => verdictOf(read, {query, response}, rubric.threshold));
    return verdicts.length < answers.length ? [] : {id, attributes, verdicts};
  });
}

function verdictOf(read: RuleReader, exchange: {query: string; response: string}, threshold: number): boolean | [] {
  const {score} = read(exchange);
  return score === null ? [] : score > threshold;
}
