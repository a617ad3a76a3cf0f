import {existsSync} from "node:fs";
import {mean} from "../../../src/shared/statistics.js";
import {readPrices} from "../../model/prices.js";
import {readRecordingManifest, recordingFiles} from "../../model/recorded/manifest.js";
import {countInWords, estimateLines, totalOf} from "../../step/describe-estimate.js";
import {assumedAnswer} from "../../step/estimate.js";
import {estimateRole, type Range, type RoleEstimate} from "../../step/estimate-role.js";
import {readObserved} from "../../step/observed.js";
import {exactly} from "../../step/range.js";
import {tokensIn} from "../../step/tokens-in.js";
import {factsFor} from "../../store/recording/facts.js";
import {findPrompts} from "./find-prompts.js";
import type {CorpusOptions} from "./record-corpus.js";
import {ownRecordingFolder} from "./recording-session.js";

/** What a recording would ask and cost. */
export interface RecordingEstimate {
  recording: string;
  prompts: number;
  answers: number; // of each prompt
  roles: RoleEstimate[];
  cost: Range; // US dollars
  unpriced: string[]; // models without a known price
  assumptions: string[];
}

const promptsMeasured = 300;

/** Reads the prompts of a corpus or an index and estimates what recording them would cost. Asks nothing. */
export async function estimateRecording(source: string, options: CorpusOptions): Promise<RecordingEstimate> {
  const files = recordingFiles(ownRecordingFolder(options.name));
  const facts = factsFor(
    options,
    existsSync(files.manifest) ? readRecordingManifest(ownRecordingFolder(options.name)) : null
  );
  const {prompts} = await findPrompts(source, {...options.draw, seed: facts.seed});
  const {max_tokens: limit} = facts.parameters;
  const system = tokensIn(facts.system ?? "");
  const input = mean(prompts.slice(0, promptsMeasured).map(({prompt}) => system + tokensIn(prompt)))!;
  const seen = readObserved(files.journal).get("target");
  const output = (seen ?? assumedAnswer.target).map((tokens) => Math.min(limit ?? Infinity, tokens)) as Range;
  const calls = exactly(prompts.length * facts.answers);
  const planned = {step: "record", role: "target", spec: {model: options.model}, calls, input: exactly(input), output};
  const roles = [estimateRole(planned, readPrices())];
  const assumptions = [
    `Input is counted in ${Math.min(promptsMeasured, prompts.length)} of the prompts with the o200k tokenizer.`,
    seen === undefined
      ? `Output, nothing observed yet: ${output.join(", ")} tokens.`
      : "Output: 10th percentile, mean and 90th percentile of the answers in the recording's journal.",
    "Answers that are on record are not subtracted. Failed attempts and cached input are not included."
  ];
  return {
    recording: options.name,
    prompts: prompts.length,
    answers: facts.answers,
    roles,
    ...totalOf(roles),
    assumptions
  };
}

/** The estimate as text. */
export const describeRecordingEstimate = ({recording, prompts, answers, roles, ...rest}: RecordingEstimate): string =>
  [
    `${recording}: ${answers} answers to each of ${countInWords(prompts)} prompts; low / likely / high, nothing was called`,
    ...estimateLines(roles, rest)
  ].join("\n");
