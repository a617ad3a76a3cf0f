import type {RecordingManifest} from "../../../src/shared/recording.js";
import {recordedPromptId} from "../../model/recorded/prompt-id.js";
import type {ModelRequest} from "../../model/model.js";
import {isPause} from "../../model/pause.js";
import {openAnswers} from "../../model/recorded/recorded-model.js";
import {forEachAtOnce} from "../../probe/pool.js";
import type {StepView} from "../../step/step-run.js";
import type {RecordingFacts} from "../../store/recording/write-recording.js";
import {seedOf} from "../../util/random.js";
import type {Progress} from "../run/progress.js";
import {findPrompts} from "./find-prompts.js";
import type {CorpusPrompt, PromptDrawOptions} from "./prompt-draw.js";
import {openSession, type RecordOptions, type RecordingSession} from "./recording-session.js";

/** What became of a recording. */
export interface Recorded {
  manifest: RecordingManifest;
  stopped: string | null; // why it is not complete; null: it is
}

export interface CorpusOptions extends RecordOptions {
  draw: Omit<PromptDrawOptions, "seed">;
  progress?: Progress;
}

/**
 * Asks a model a number of answers to each prompt of a corpus or an index, prompt by prompt, and writes the recording, also
 * when it is stopped. What is on record is not asked again.
 */
export async function recordCorpus(source: string, options: CorpusOptions): Promise<Recorded> {
  const session = await openSession(options);
  const {signal, progress} = options;
  try {
    const {seed} = session.facts;
    const {prompts, corpus} = await findPrompts(source, {...options.draw, seed, signal});
    const plan = await planAnswers(prompts, session);
    progress?.begin(options.name, session.recorder);
    try {
      const stopped = await askAll(plan, session, options);
      return {manifest: await session.save(corpus), stopped};
    } catch (error) {
      if (session.book.prompts > 0) await session.save(corpus);
      throw error;
    } finally {
      progress?.end();
    }
  } finally {
    await session.close();
  }
}

interface PlannedAnswer extends CorpusPrompt {
  draw: number;
}

/** The answers that are not in the recording yet, or whose call failed. */
async function planAnswers(
  prompts: readonly CorpusPrompt[],
  {facts, before, folder}: RecordingSession
): Promise<PlannedAnswer[]> {
  const there = new Set<string>();
  if (before !== null) {
    const file = await openAnswers(folder, {mayBeEmpty: true});
    const draws = new Map<string, number>();
    for await (const {id, pinned, error} of file.all()) {
      if (pinned) continue;
      const draw = draws.get(id) ?? 0;
      draws.set(id, draw + 1);
      if (error === null) there.add(`${id} ${draw}`);
    }
    file.close();
  }
  return prompts.flatMap((prompt) => {
    const id = recordedPromptId(askedWith(prompt.prompt, facts));
    const draws = Array.from({length: facts.answers}, (_, draw) => draw);
    return draws.filter((draw) => !there.has(`${id} ${draw}`)).map((draw) => ({...prompt, draw}));
  });
}

/** Asks them in order. Returns why it stopped early; null when it did not. */
async function askAll(
  plan: readonly PlannedAnswer[],
  {facts, model, recorder, book}: RecordingSession,
  {signal, progress, concurrency}: CorpusOptions
): Promise<string | null> {
  const watcher = progress?.beginStep("record");
  watcher?.planned(plan.length);
  watcher?.show(() => view);
  try {
    await forEachAtOnce(plan, concurrency * 2, async ({prompt, source, draw}) => {
      const request = requestFor(prompt, draw, facts);
      const call = await recorder.ask(model, request, {step: "record", role: "target"});
      book.add({request, source, draw, ordinal: call.ordinal}, facts.system);
      watcher?.done(call.reply !== null, {reason: "response-failed", call: call.ordinal, further: 0});
    });
    return null;
  } catch (error) {
    if (signal?.aborted) return "stopped";
    if (isPause(error)) return error.message;
    throw error;
  }
}

const view: StepView = {
  ...{title: "recording answers", short: "record", unit: "answers", lines: [], note: ""},
  ends: ["recorded", "failed"]
};

/** What a model is asked for an answer to a prompt of a corpus. Hashed in the journal: its form must not change. */
export function requestFor(prompt: string, draw: number, facts: RecordingFacts): ModelRequest {
  const {temperature, top_p: topP, max_tokens: maxTokens, stop} = facts.parameters;
  const asked = askedWith(prompt, facts);
  return {
    ...asked,
    ...(temperature !== null && {temperature}),
    ...(topP !== null && {topP}),
    maxTokens: maxTokens ?? assumedTokens,
    ...(stop.length > 0 && {stop}),
    seed: seedOf("record", facts.seed, recordedPromptId(asked), draw),
    ...(maxTokens === null && {leaveOut: ["max_tokens" as const]})
  };
}

const askedWith = (prompt: string, {system}: RecordingFacts): Pick<ModelRequest, "messages" | "system"> => ({
  messages: [{role: "user", content: prompt}],
  ...(system !== null && {system})
});

const assumedTokens = 131_072; // of an answer that nobody limits
