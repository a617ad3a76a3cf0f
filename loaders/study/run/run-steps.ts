import type {StudyManifest} from "../../../src/shared/manifest.js";
import {isPause, pausesAll} from "../../model/pause.js";
import {endsOneProvider, NotAskedError} from "../../store/recorder.js";
import {withoutFolders} from "../../util/paths.js";
import {UserError} from "../../util/user-error.js";
import {registeredSteps} from "../steps.js";
import type {Publisher} from "../tables/publisher.js";
import type {LiveStep, Watch} from "./live-step.js";
import type {Progress} from "./progress.js";

interface StepsContext {
  progress?: Progress;
  signal?: AbortSignal; // the user's
  ended: AbortSignal; // aborted by the user's signal or by `stop`
  stop: AbortController;
  watch?: Watch; // absent where nothing is paid for
  log(line: string): void;
}

/**
 * Runs the steps in order and publishes their tables. Returns the last manifest. Throws the error that ended the study.
 */
export async function runSteps(
  steps: readonly LiveStep[],
  publisher: Publisher,
  context: StepsContext
): Promise<StudyManifest> {
  const {signal} = context;
  try {
    await publisher.publish("running");
    await runInOrder(steps, publisher, context);
    const problems = problemsOf(steps);
    if (problems.length > 0) throw worstOf(problems);
    const leftOut = steps.filter((step) => step.isLeftOut).map(({name}) => name);
    if (leftOut.length > 0) return await publisher.publish("stopped", `left out: ${leftOut.join(", ")}`);
    return await publisher.publish("finished");
  } catch (error) {
    if (signal?.aborted) return await publisher.publish("stopped");
    const message = withoutFolders(error instanceof Error ? error.message : String(error));
    if (isPause(error)) return await publisher.publish("stopped", message);
    await publisher.publish("failed", message).catch(() => undefined); // a full disk, a lost lock: the cause is said
    throw error;
  }
}

/** What pauses all of a study, else what failed, else what pauses a part of it. */
const worstOf = (problems: readonly unknown[]): unknown =>
  problems.find(pausesAll) ?? problems.find((problem) => !isPause(problem)) ?? problems[0];

/** Errors that end a study, among them a step that `--only` left out although others depend on it. */
const problemsOf = (steps: readonly LiveStep[]): unknown[] => [
  ...steps.filter((step) => step.isLeftOut && isDependedOn(step.name)).map(({name}) => notFinished(name)),
  ...steps.flatMap(({problems}) => problems.filter((problem) => !(problem instanceof NotAskedError)))
];

async function runInOrder(
  steps: readonly LiveStep[],
  publisher: Publisher,
  {progress, ended, stop, watch, log}: StepsContext
): Promise<void> {
  const giveUp = (error: unknown) => {
    if (!endsOneProvider(error) && !(error instanceof NotAskedError)) stop.abort(error);
  };
  for (const live of steps) {
    if (steps.some(({step, problems}) => problems.length > 0 && live.step.dependsOn.includes(step.name))) continue;
    await live.run(
      {signal: ended, log, afterPart: () => publisher.maybePublish()},
      {giveUp, display: progress?.beginStep(live.name), watch}
    );
    ended.throwIfAborted();
    if (live.problems.some(pausesAll)) return;
  }
}

const isDependedOn = (name: string): boolean => registeredSteps().some(({dependsOn}) => dependsOn.includes(name));

const notFinished = (step: string): UserError =>
  new UserError(`the step ${step} is not finished and others depend on it: name it too, or omit --only`, {
    key: "--only"
  });
