import type {RecordingFacts} from "./write-recording.js";
import type {AnswerRow} from "../../model/recorded/answers-file.js";
import {recordedPromptId} from "../../model/recorded/prompt-id.js";

/** What a small recording says of itself, for tests. */
export const recordingFacts = (facts: Partial<RecordingFacts> = {}): RecordingFacts => ({
  ...{name: "small", model: "some:model", quantization: "Q4_1", server: "a server", notes: [], corpus: "prompts.jsonl"},
  ...{license: null, system: null, seed: 1, answers: 2},
  parameters: {temperature: 0.7, top_p: null, max_tokens: 48, stop: []},
  ...facts
});

/** Answers to prompts, in the order in which a recording has them. */
export const answersTo = (prompts: readonly string[], answers: number, row: Partial<AnswerRow> = {}): AnswerRow[] =>
  prompts
    .map((prompt) => ({prompt, id: recordedPromptId({messages: [{role: "user", content: prompt}]})}))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap(({prompt, id}) =>
      Array.from({length: answers}, (_, k) => ({
        ...{id, k, prompt, context: null, source: "made", text: `${prompt} ${k}`, thinking: null},
        ...{stop: "stop", raw: "stop", input_tokens: 5, output_tokens: 7, seed: k, pinned: false},
        ...{at: "2026-11-28T12:00:00.000Z", latency: 20, error: null},
        ...row
      }))
    );
