import type {StudyManifest} from "../../../src/shared/manifest.js";
import {isBudgetReached} from "../../model/budget.js";
import {endsOneProvider, NotAskedError} from "../../store/recorder.js";
import {withoutFolders} from "../../util/paths.js";
import {UserError} from "../../util/user-error.js";
import {registeredSteps} from "../steps.js";
import type {Publisher} from "../tables/publisher.js";
import type {LiveStep} from "./live-step.js";
import type {Progress} from "./progress.js";

interface StepsContext {
  progress?: Progress;
  signal?: AbortSignal; // the user's
  ended: AbortSignal; // aborted by the user's signal or by `stop`
  stop: AbortController;
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
    if (problems.length > 0) throw problems.find(isBudgetReached) ?? problems[0];
    const leftOut = steps.filter((step) => step.isLeftOut).map(({name}) => name);
    if (leftOut.length > 0) return await publisher.publish("stopped", `left out: ${leftOut.join(", ")}`);
    return await publisher.publish("finished");
  } catch (error) {
    if (signal?.aborted) return await publisher.publish("stopped");
    const message = withoutFolders(error instanceof Error ? error.message : String(error));
    if (isBudgetReached(error)) return await publisher.publish("stopped", message);
    await publisher.publish("failed", message);
    throw error;
  }
}

/** Errors that end a study, among them a step that `--only` left out although others depend on it. */
const problemsOf = (steps: readonly LiveStep[]): unknown[] => [
  ...steps.filter((step) => step.isLeftOut && isDependedOn(step.name)).map(({name}) => notFinished(name)),
  ...steps.flatMap(({problems}) => problems.filter((problem) => !(problem instanceof NotAskedError)))
];

async function runInOrder(
  steps: readonly LiveStep[],
  publisher: Publisher,
  {progress, ended, stop, log}: StepsContext
): Promise<void> {
  const giveUp = (error: unknown) => {
    if (!endsOneProvider(error) && !(error instanceof NotAskedError)) stop.abort(error);
  };
  for (const live of steps) {
    if (steps.some(({step, problems}) => problems.length > 0 && live.step.dependsOn.includes(step.name))) continue;
    await live.run(
      {signal: ended, log, afterPart: () => publisher.maybePublish()},
      {giveUp, display: progress?.beginStep(live.name)}
    );
    ended.throwIfAborted();
    if (live.problems.some(isBudgetReached)) return;
  }
}

const isDependedOn = (name: string): boolean => registeredSteps().some(({dependsOn}) => dependsOn.includes(name));

const notFinished = (step: string): UserError =>
  new UserError(`the step ${step} is not finished and others depend on it: name it too, or omit --only`, {
    key: "--only"
  });
