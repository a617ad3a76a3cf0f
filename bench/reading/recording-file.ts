import {createHash} from "node:crypto";
import type {AnswerRow} from "../../loaders/model/recorded/answers-file.js";
import {recordedPromptId} from "../../loaders/model/recorded/prompt-id.js";
import {writeRecording} from "../../loaders/store/recording/write-recording.js";
import {createRandom, pick} from "../../loaders/util/random.js";

const words = [
  "the",
  "river",
  "code",
  "of",
  "a",
  "history",
  "answer",
  "and",
  "when",
  "market",
  "light",
  "number",
  "to"
];

/** The prompt with a number. */
export const promptOf = (i: number): string => `Tell me about ${createHash("md5").update(String(i)).digest("hex")}.`;

/** Writes a recording of made-up answers of about 200 characters. */
export async function writeRecordingFile(folder: string, prompts: number, answers: number): Promise<void> {
  const asked = Array.from({length: prompts}, (_, i) => {
    const prompt = promptOf(i);
    return {prompt, id: recordedPromptId({messages: [{role: "user", content: prompt}]})};
  }).sort((a, b) => (a.id < b.id ? -1 : 1));
  const parameters = {temperature: 0.7, top_p: null, max_tokens: 48, stop: []};
  const about = {notes: [], corpus: null, license: null, system: null, quantization: null, server: null};
  await writeRecording(
    folder,
    {...about, name: "bench", model: "made up", parameters, seed: 1, answers},
    rowsOf(asked)
  );

  function* rowsOf(all: typeof asked): Generator<AnswerRow> {
    const random = createRandom(1);
    for (const {id, prompt} of all)
      for (let k = 0; k < answers; k++)
        yield {
          ...{id, k, prompt, context: null, source: "made", thinking: null, stop: "stop", raw: "stop"},
          text: Array.from({length: 36}, () => pick(random, words)).join(" "),
          ...{input_tokens: 20, output_tokens: 48, seed: k, pinned: false, latency: 900, error: null},
          at: "2026-11-28T16:00:00.000Z"
        };
  }
}
