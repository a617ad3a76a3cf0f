import type {StudyManifest} from "../../../src/shared/manifest.js";
import {isBudgetReached} from "../../model/budget.js";
import {endsOneProvider, NotAskedError} from "../../store/recorder.js";
import {withoutFolders} from "../../util/paths.js";
import {UserError} from "../../util/user-error.js";
import {allSteps} from "../steps.js";
import type {Publisher} from "../tables/publisher.js";
import type {LiveStep} from "./live-step.js";
import type {Progress} from "./progress.js";

interface StepsContext {
  progress?: Progress;
  signal?: AbortSignal; // the user's
  ended: AbortSignal; // that, or `stop`
  stop: AbortController;
  log(line: string): void;
}

/** Runs the steps in order, publishing as they go. Returns the last manifest, or throws what ended the study. */
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
    await publisher.publish("failed", message).catch(() => undefined); // a full disk, a lost lock: the cause is said
    throw error;
  }
}

/** Problems that end a study; a step that `--only` leaves out ends one where others build on it. */
const problemsOf = (steps: readonly LiveStep[]): unknown[] => [
  ...steps.filter((step) => step.isLeftOut && isBuiltOn(step.name)).map(({name}) => notFinished(name)),
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
      {giveUp, shown: progress?.beginStep(live.name)}
    );
    ended.throwIfAborted();
    if (live.problems.some(isBudgetReached)) return;
  }
}

const isBuiltOn = (name: string): boolean => allSteps().some(({dependsOn}) => dependsOn.includes(name));

const notFinished = (step: string): UserError =>
  new UserError(`the step ${step} is not finished and others build on it: name it too, or leave --only out`, {
    key: "--only"
  });
